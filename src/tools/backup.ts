import { resolve } from "node:path";
import { setFlagsFromString } from "node:v8";
import { readMe } from "../asana/users.ts";
import { CommandProblem, type CommandRun, runCommand } from "./command-line/command.ts";
import { backUp } from "./jobs/backup/back-up.ts";
import { requireSame } from "./jobs/backup/backup-folder.ts";
import { BackupProblem } from "./jobs/backup/backup-problem.ts";
import { type Manifest, readManifest } from "./jobs/backup/manifest.ts";
import { verifyBackup } from "./jobs/backup/verify-backup.ts";
import {
  createSpending,
  progressWords,
  summaryOf,
  verdictOf,
  waitWords,
} from "./jobs/backup-words.ts";
import { chooseWorkspace } from "./jobs/chosen-workspace.ts";
import { loadJobSettings } from "./jobs/job-settings.ts";
import { createPatientClient } from "./jobs/patient-client.ts";
import { createProgress } from "./jobs/progress.ts";

const usage = `npm run backup -- --out DIR [--workspace GID] [--in-flight N]
npm run backup -- --verify DIR

Backs up a workspace: users, teams, projects, tasks and stories, each kind as JSON Lines, and a
manifest with counts and checksums. After an interruption, run it again: it continues where it was.

  --out DIR         the folder; made if it is not there, readable by you alone
  --workspace GID   the workspace; needed when the token sees several
  --in-flight N     how many requests at once, 1 to 50; 20 unless set
  --verify DIR      checks a finished backup, without a request to Asana
  --help            this text

The token: ASANA_SERVICE_ACCOUNT_TOKEN sees the whole organization; with ASANA_PAT the backup holds
what that user sees. Exit code: 0 whole, 1 not, 2 not begun, 130 interrupted. More:
docs/backup.md
`;

// Node's fetch leaves garbage that only V8's large collections take. By itself V8 puts these off until
// the heap is four times what is in use, which came to 675 MB for 100,000 tasks.
setFlagsFromString("--heap-growing-percent=20");

process.exitCode = await runCommand({
  name: "backup",
  usage,
  options: {
    out: { type: "string" },
    workspace: { type: "string" },
    "in-flight": { type: "string" },
    verify: { type: "string" },
  },
  afterInterrupt: "Interrupted. Run it again with the same --out, and it goes on where it was.",
  run,
});
process.exit(); // a call that was cut off would keep the process for seconds

async function run(about: CommandRun): Promise<number> {
  const { out, verify } = about.values;
  try {
    if (typeof verify === "string" && verify !== "" && out === undefined) {
      return await check(resolve(verify), about);
    }
    if (typeof out === "string" && out !== "" && verify === undefined) {
      return await backup(resolve(out), about);
    }
  } catch (error) {
    if (!(error instanceof BackupProblem)) throw error;
    throw new CommandProblem(error.message, error.kind === "folder" ? 2 : 1);
  }
  throw new CommandProblem(
    "Say where to: --out DIR, or what to check: --verify DIR (--help shows more)",
    2,
  );
}

async function backup(folder: string, about: CommandRun): Promise<number> {
  const { values, signal, out, err } = about;
  const inFlight = inFlightIn(values["in-flight"]);
  const { token, tokenName, apiBaseUrl } = loadJobSettings(about.environment());
  const finished = await readManifest(folder);
  if (finished) return alreadyThere(folder, finished, { ...about, apiBaseUrl });

  const progress = createProgress(process.stderr);
  const spending = createSpending();
  const client = createPatientClient({
    token,
    apiBaseUrl,
    signal,
    inFlight,
    onCall: spending.onCall,
    onWait: (wait) => {
      spending.onWait(wait);
      progress.show(waitWords(wait));
    },
  });
  const workspace = await chooseWorkspace(client, values.workspace);
  const user = await readMe(client);
  const words = progressWords(spending);
  try {
    const manifest = await backUp(client, {
      folder,
      subject: { workspace, apiBaseUrl, readAs: { gid: user.gid, name: user.name } },
      inFlight,
      pid: process.pid,
      onGoingOn: () => err("Going on where the last run was."),
      onProgress: (now) => progress.show(words(now)),
    });
    progress.end();
    out(summaryOf(manifest, { folder, spending, tokenName }));
    return 0;
  } finally {
    progress.end();
  }
}

async function check(folder: string, { out, err }: CommandRun): Promise<number> {
  const { manifest, problems } = await verifyBackup(folder);
  problems.forEach(err);
  if (problems.length > 0) return 1;
  out(verdictOf(folder, manifest));
  return 0;
}

/** A finished backup stays as it is: the next one gets a folder of its own. */
async function alreadyThere(
  folder: string,
  manifest: Manifest,
  about: CommandRun & { readonly apiBaseUrl: string },
): Promise<number> {
  const { values, apiBaseUrl, err } = about;
  const { workspace: gid } = values;
  requireSame(folder, manifest, {
    apiBaseUrl,
    ...(typeof gid === "string" && { workspace: { gid } }),
  });
  err(`This backup was finished at ${manifest.finishedAt}. Nothing was asked of Asana.`);
  return check(folder, about);
}

function inFlightIn(text: unknown): number {
  if (text === undefined) return 20;
  const count = /^\d{1,2}$/.test(String(text)) ? Number(text) : 0;
  if (count < 1 || count > 50) {
    throw new CommandProblem("--in-flight is a number from 1 to 50: Asana allows no more.", 2);
  }
  return count;
}
