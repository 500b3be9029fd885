import { createHash } from "node:crypto";
import { setMaxListeners } from "node:events";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../../sandbox/sandbox.ts";
import { readMe } from "../../../src/asana/users.ts";
import { backUp } from "../../../src/tools/jobs/backup/back-up.ts";
import { chooseWorkspace } from "../../../src/tools/jobs/chosen-workspace.ts";
import { createPatientClient } from "../../../src/tools/jobs/patient-client.ts";
import { aFolder } from "../../support/folder.ts";
import { type Run, repository, run, until } from "../../support/process.ts";
import { aClock, api, aSandbox, tokensFor } from "../../support/sandbox-client.ts";

const files = ["users", "teams", "projects", "tasks", "stories"].map((kind) => `${kind}.jsonl`);

/** Runs the command; `--out` and others come with it. */
function backup(sandbox: Pick<Sandbox, "settings">, ...options: string[]): Run {
  const { ASANA_API_BASE_URL, ASANA_SERVICE_ACCOUNT_TOKEN } = sandbox.settings;
  return backupWith({ ASANA_API_BASE_URL, ASANA_SERVICE_ACCOUNT_TOKEN }, ...options);
}

function backupWith(settings: Readonly<Record<string, string>>, ...options: string[]): Run {
  return run(join(repository, "dist", "tools", "backup.js"), settings, { options });
}

async function exitCodeOf(command: Run): Promise<number | string> {
  return command.ended({ seconds: 50 });
}

/** One backup, which tests only read. */
let made: { readonly code: number | string; readonly output: string; readonly errors: string };
const folderOfMade = mkdtempSync(join(tmpdir(), "sign-in-with-asana-"));
const out = join(folderOfMade, "backup");

beforeAll(async () => {
  const command = backup(await aSandbox(), "--out", out);
  const code = await exitCodeOf(command);
  made = { code, output: command.output(), errors: command.errors() };
});

afterAll(() => rmSync(folderOfMade, { recursive: true, force: true }));

describe("a backup", () => {
  test("holds each user, team, project, task and story once, as the API tells them", () => {
    expect([made.code, made.output]).toEqual([
      0,
      expect.stringMatching(
        /^Backed up Example Organization .*: 6 users, 2 teams, 6 projects, 14 tasks,/,
      ),
    ]);
    expect(readdirSync(out).sort()).toEqual(["manifest.json", ...files].sort());
    expect(namesIn(out, "teams.jsonl")).toEqual(["Engineering", "Marketing"]);
    expect(namesIn(out, "projects.jsonl")).toEqual(
      expect.arrayContaining(["Hiring", "Old website", "Office move 2025"]),
    );
    expect(namesIn(out, "tasks.jsonl")).toEqual(
      expect.arrayContaining(["Read the applications", "Ask for a second opinion"]), // private; a subtask
    );
  });

  test("has a manifest with counts and checksums, and says that it is whole", async () => {
    const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));

    for (const file of files) {
      const content = readFileSync(join(out, file));
      expect(manifest.files[file]).toEqual({
        count: content.toString().split("\n").length - 1,
        bytes: content.length,
        sha256: createHash("sha256").update(content).digest("hex"),
      });
    }
    const verify = backupWith({}, "--verify", out);
    expect([await exitCodeOf(verify), verify.output()]).toEqual([
      0,
      expect.stringContaining("is whole: 6 users"),
    ]);
  });

  test("is for its owner alone", () => {
    const modes = ["", "manifest.json", ...files].map(
      (file) => statSync(join(out, file)).mode & 0o777,
    );

    expect(modes).toEqual([0o700, ...[0o600, 0o600, 0o600, 0o600, 0o600, 0o600]]);
  });

  test("that is finished is verified and left alone, and Asana is asked nothing", async () => {
    const sandbox = await aSandbox();
    const out = await aBackup(sandbox);
    const before = [sandbox.requestCount(), contentOf(out)];

    const again = backup(sandbox, "--out", out);

    expect([await exitCodeOf(again), again.errors()]).toEqual([
      0,
      expect.stringContaining("finished at"),
    ]);
    expect([sandbox.requestCount(), contentOf(out)]).toEqual(before);
  });

  test("by a personal access token says what is missing", async () => {
    const { settings } = await aSandbox();
    const { ASANA_API_BASE_URL, ASANA_PAT } = settings;
    const out = join(aFolder(), "backup");

    const command = backupWith({ ASANA_API_BASE_URL, ASANA_PAT }, "--out", out);

    expect(await exitCodeOf(command)).toBe(0);
    expect(command.output()).toContain("what Taskbot does not see is missing");
    expect(namesIn(out, "projects.jsonl")).not.toContain("Hiring");
  });
});

describe("interrupted", () => {
  test("five times by kill -9, it equals one that ran undisturbed, after sorting", async () => {
    const sandbox = await aSandbox({ generatedTasks: 200 });
    const undisturbed = await aBackup(sandbox);
    sandbox.setSwitches(slowed);
    const out = join(aFolder(), "backup");

    for (const share of [0.1, 0.35, 0.5, 0.72, 0.9]) {
      await killAfter(backup(sandbox, "--out", out, "--in-flight", "5"), out, share * 200);
    }
    const last = backup(sandbox, "--out", out);

    expect([await exitCodeOf(last), last.errors()]).toEqual([
      0,
      expect.stringContaining("Going on where the last run was"),
    ]);
    expect(sortedContentOf(out)).toEqual(sortedContentOf(undisturbed));
    expect((await verified(out)).code).toBe(0);
  });

  test("at nine tenths by kill -9, it asks at most 15 % of the requests again", async () => {
    const sandbox = await aSandbox({ generatedTasks: 200 });
    const beforeFirst = sandbox.requestCount();
    await aBackup(sandbox);
    const usual = sandbox.requestCount() - beforeFirst;
    sandbox.setSwitches(slowed);
    const out = join(aFolder(), "backup");
    const before = sandbox.requestCount();

    await killAfter(backup(sandbox, "--out", out, "--in-flight", "5"), out, 180);
    expect(await exitCodeOf(backup(sandbox, "--out", out))).toBe(0);

    expect((sandbox.requestCount() - before) / usual).toBeLessThan(1.15);
  });

  test("by Ctrl-C it ends at once, says how to go on, and does", async () => {
    const sandbox = await aSandbox({ generatedTasks: 200, switches: slowed });
    const out = join(aFolder(), "backup");
    const command = backup(sandbox, "--out", out, "--in-flight", "5");
    await journalHas(out, 50);

    command.kill("SIGINT");

    expect([await command.ended(), command.errors()]).toEqual([
      130,
      expect.stringContaining("goes on where it was"),
    ]);
    expect(command.errors()).not.toMatch(/Error|at .*\.js/);
    expect(await exitCodeOf(backup(sandbox, "--out", out))).toBe(0);
    expect((await verified(out)).code).toBe(0);
  });

  test.each([
    ["by rate limits", { force429: 30, retryAfterSeconds: 1 }],
    ["by broken connections", { fail: { endpoint: "rest", kind: "reset", times: 8 } }],
    ["by errors of Asana's", { fail: { endpoint: "rest", kind: "502html", times: 8 } }],
    ["by answers that break off", { fail: { endpoint: "rest", kind: "truncated", times: 8 } }],
    ["by answers that are too large", { fail: { endpoint: "rest", kind: "huge", times: 1 } }],
  ] as const)("%s, it waits and misses nothing", async (_how, switches) => {
    const sandbox = await aSandbox({ generatedTasks: 100 });
    const undisturbed = await backedUpHere(sandbox);

    const disturbed = await backedUpHere(sandbox, () => sandbox.setSwitches(switches));

    expect(sortedContentOf(disturbed)).toEqual(sortedContentOf(undisturbed));
    expect(JSON.parse(textOf(join(disturbed, "manifest.json"))).missing).toEqual([]);
  });

  test("by an error of Asana's, the command waits, tries again and says so", async () => {
    const fail = { endpoint: "rest", path: "/projects", kind: 500, times: 2 } as const;
    const sandbox = await aSandbox({ switches: { fail } });

    const command = backup(sandbox, "--out", join(aFolder(), "backup"));

    expect([await exitCodeOf(command), command.output()]).toEqual([
      0,
      expect.stringContaining("6 projects, 14 tasks"),
    ]);
    expect(command.output()).toContain("1 times waited");
    expect(command.errors()).toContain("trying again in 1 s");
  });

  test("for so long that its place in a list is too old, it reads that list anew, without duplicates", async () => {
    const { now, moveSeconds } = aClock();
    const slow = { endpoint: "rest", ms: 200, path: "/tasks" } as const;
    const sandbox = await aSandbox({ now, switches: { slow } });
    await addTasks(sandbox, 105);
    const out = join(aFolder(), "backup");
    const command = backup(sandbox, "--out", out, "--in-flight", "1");
    await until(() => textOf(join(out, "backup.journal")).includes('"next"'), { seconds: 20 });
    command.kill("SIGKILL");
    await command.ended();
    moveSeconds(3600);
    sandbox.setSwitches({ slow: "off" });

    expect(await exitCodeOf(backup(sandbox, "--out", out))).toBe(0);

    expect(namesIn(out, "tasks.jsonl").filter((name) => name.startsWith("Added"))).toHaveLength(
      105,
    );
    expect(await verified(out)).toEqual({ code: 0, errors: "" });
  });

  test("by a task that is deleted meanwhile, it tells what is missing and goes on", async () => {
    const slow = { endpoint: "rest", ms: 30, path: "/tasks" } as const;
    const sandbox = await aSandbox({ switches: { slow } });
    const out = join(aFolder(), "backup");
    const command = backup(sandbox, "--out", out, "--in-flight", "1");
    await journalHas(out, 1);
    const last = textOf(join(out, "tasks.jsonl.partial")).trim().split("\n").at(-1) ?? "";
    const { gid } = JSON.parse(last);
    await api(sandbox, sandbox.settings.ASANA_SERVICE_ACCOUNT_TOKEN, `DELETE /tasks/${gid}`);

    expect(await exitCodeOf(command)).toBe(0);

    expect(command.output()).toContain("1 things could not be read");
    expect(JSON.parse(textOf(join(out, "manifest.json"))).missing).toEqual([
      { what: `stories of task ${gid}`, reason: "not-found" },
    ]);
  });

  test("in the middle of a line, what was written by halves is written anew", async () => {
    const sandbox = await aSandbox({ generatedTasks: 200 });
    const undisturbed = await aBackup(sandbox);
    sandbox.setSwitches(slowed);
    const out = join(aFolder(), "backup");
    await killAfter(backup(sandbox, "--out", out, "--in-flight", "5"), out, 100);
    for (const file of ["stories.jsonl.partial", "backup.journal"]) {
      writeFileSync(join(out, file), '{"gid":"half a rec', { flag: "a" });
    }

    expect(await exitCodeOf(backup(sandbox, "--out", out))).toBe(0);

    expect(sortedContentOf(out)).toEqual(sortedContentOf(undisturbed));
  });
});

describe("--verify", () => {
  test.each([
    [
      "a changed letter",
      (text: string) => text.replace("Write", "Wrote"),
      /^tasks.jsonl: its checksum is not that of manifest.json\n$/,
    ],
    [
      "a record that is missing",
      (text: string) => text.slice(text.indexOf("\n") + 1),
      /tasks.jsonl: it has 13 lines, and manifest.json says 14\n[\s\S]*stories.jsonl: line 1: its task/,
    ],
    [
      "a record twice",
      (text: string) => `${text}${text.split("\n")[0]}\n`,
      /tasks.jsonl: line 15: \d+ stands there twice/,
    ],
    ["a line that is no JSON", (text: string) => `${text}{\n`, /line 15: it is no record/],
  ])("finds %s, and names the file", async (_fault, change, says) => {
    const out = aCopyOfMade();
    const file = join(out, "tasks.jsonl");
    writeFileSync(file, change(readFileSync(file, "utf8")));

    const { code, errors } = await verified(out);

    expect([code, errors]).toEqual([1, expect.stringMatching(says)]);
  });

  test("finds a file that is missing", async () => {
    const out = aCopyOfMade();
    rmSync(join(out, "stories.jsonl"));

    const { code, errors } = await verified(out);

    expect([code, errors]).toEqual([1, expect.stringMatching(/stories.jsonl: .*it is not there/)]);
  });

  test("says so where there is no backup", async () => {
    expect(await verified(aFolder())).toMatchObject({
      code: 2,
      errors: expect.stringContaining("holds no finished backup"),
    });
  });
});

describe("refused, with exit code 2 and a line that says why:", () => {
  test.each([
    ["no folder", [], /Say where to: --out DIR/],
    ["an option that there is not", ["--where", "x"], /--where.*\n.*--help shows/],
    ["too many requests at once", ["--out", "x", "--in-flight", "51"], /1 to 50/],
    [
      "a workspace that the token does not see",
      ["--out", "x", "--workspace", "9"],
      /no workspace with that gid.*\n +1201000000000101/,
    ],
  ])("%s", async (_what, options, says) => {
    const command = backup(await aSandbox(), ...options);

    expect([await exitCodeOf(command), command.errors()]).toEqual([2, expect.stringMatching(says)]);
  });

  test("several workspaces, and they are listed", async () => {
    const sandbox = await aSandbox();
    const { access_token: token } = await tokensFor(sandbox); // one of a person with three
    const { ASANA_API_BASE_URL } = sandbox.settings;
    const settings = { ASANA_API_BASE_URL, ASANA_PAT: String(token) };

    const command = backupWith(settings, "--out", "x");

    expect([await exitCodeOf(command), command.errors()]).toEqual([
      2,
      expect.stringMatching(
        /--workspace GID\n +1201000000000101 +Example Organization\n +1201000000000102/,
      ),
    ]);
  });

  test("no token", async () => {
    const command = backupWith({}, "--out", "x");

    expect([await exitCodeOf(command), command.errors()]).toEqual([
      2,
      expect.stringMatching(/ASANA_SERVICE_ACCOUNT_TOKEN and ASANA_PAT are missing/),
    ]);
  });

  test("a folder with the beginning of another backup", async () => {
    const sandbox = await aSandbox({ generatedTasks: 200, switches: slowed });
    const out = join(aFolder(), "backup");
    await killAfter(backup(sandbox, "--out", out), out, 20);

    const another = backup(await aSandbox(), "--out", out);

    expect([await exitCodeOf(another), another.errors()]).toEqual([
      2,
      expect.stringContaining("holds another backup"),
    ]);
  });

  test("the beginning of a backup by somebody else's token", async () => {
    const sandbox = await aSandbox({ generatedTasks: 200, switches: slowed });
    const { ASANA_API_BASE_URL, ASANA_PAT } = sandbox.settings;
    const out = join(aFolder(), "backup");
    await killAfter(backup(sandbox, "--out", out), out, 20);

    const another = backupWith({ ASANA_API_BASE_URL, ASANA_PAT }, "--out", out);

    expect([await exitCodeOf(another), another.errors()]).toEqual([
      2,
      expect.stringMatching(/holds another backup: with a token of the user 1201000000000031/),
    ]);
  });

  test("a finished backup of another workspace", async () => {
    const sandbox = await aSandbox();
    const out = await aBackup(sandbox);

    const another = backup(sandbox, "--out", out, "--workspace", "1201000000000102");

    expect([await exitCodeOf(another), another.errors()]).toEqual([
      2,
      expect.stringContaining("holds another backup: of the workspace 1201000000000101"),
    ]);
  });

  test("a folder with other files, which stays as it is", async () => {
    const folder = aFolder();
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, "letter.txt"), "Dear Ana");

    const command = backup(await aSandbox(), "--out", folder);

    expect([await exitCodeOf(command), command.errors()]).toEqual([
      2,
      expect.stringContaining("holds other files and no backup"),
    ]);
    expect([readdirSync(folder), statSync(folder).mode & 0o777]).toEqual([["letter.txt"], 0o755]);
  });

  test("a folder that another process is writing to", async () => {
    const sandbox = await aSandbox();
    const out = join(aFolder(), "backup");
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, "backup.lock"), JSON.stringify({ pid: process.pid, host: hostname() }));

    const second = backup(sandbox, "--out", out);

    expect([await exitCodeOf(second), second.errors()]).toEqual([
      2,
      expect.stringContaining(`Process ${process.pid} on ${hostname()} is writing`),
    ]);
  });
});

test("a token that Asana does not accept ends it with 1, in a line, and is not printed", async () => {
  const sandbox = await aSandbox();
  const { ASANA_API_BASE_URL } = sandbox.settings;

  const command = backupWith({ ASANA_API_BASE_URL, ASANA_PAT: "2/secret-dead" }, "--out", "x");

  expect([await exitCodeOf(command), command.errors()]).toEqual([
    1,
    expect.stringMatching(/^Asana does not accept the token/),
  ]);
  expect(command.errors() + command.output()).not.toContain("secret-dead");
});

test("a folder that cannot be made ends it with 1 and a line that says why", async () => {
  const file = join(aFolder(), "file");
  writeFileSync(file, "");

  const command = backup(await aSandbox(), "--out", join(file, "backup"));

  expect([await exitCodeOf(command), command.errors()]).toEqual([
    1,
    expect.stringMatching(
      /^.*file.backup.* cannot be .*: there is a file where a folder should be\.\n$/,
    ),
  ]);
});

test("--help tells all of it and asks for no settings", async () => {
  const command = backupWith({}, "--help");

  expect([await exitCodeOf(command), command.output()]).toEqual([
    0,
    expect.stringMatching(/--out DIR[\s\S]*--workspace GID[\s\S]*--verify DIR/),
  ]);
});

test("no token is in the files or in what is printed", () => {
  const all = JSON.stringify(contentOf(out)) + made.output + made.errors;
  expect(all).not.toContain("service-account-token");
});

test("without a terminal, progress comes in plain lines", () => {
  expect(made.errors).toMatch(
    /^tasks of \d+ of 12 projects and people, \d+ tasks, \d+ requests\/s\n/,
  );
  for (const sign of ["\r", "\u001b"]) expect(made.errors).not.toContain(sign);
});

/** So slow that a run can be stopped at a place, at five requests at once. */
const slowed = { slow: { endpoint: "rest", ms: 20, path: "/tasks" } } as const;

async function aBackup(sandbox: Sandbox): Promise<string> {
  const out = join(aFolder(), "backup");
  const command = backup(sandbox, "--out", out);
  expect([await exitCodeOf(command), command.errors()]).toEqual([0, expect.any(String)]);
  return out;
}

function aCopyOfMade(): string {
  const copy = join(aFolder(), "backup");
  cpSync(out, copy, { recursive: true });
  return copy;
}

/**
 * Makes a backup in this process, with pauses that take no time.
 *
 * @param disturb happens when some stories have been read
 * @returns its folder
 */
async function backedUpHere(
  { settings }: Sandbox,
  disturb: () => void = () => undefined,
): Promise<string> {
  const { ASANA_API_BASE_URL: apiBaseUrl, ASANA_SERVICE_ACCOUNT_TOKEN: token } = settings;
  const { signal } = new AbortController();
  setMaxListeners(0, signal); // one for each call that is under way
  const inFlight = 20;
  const client = createPatientClient({ token, apiBaseUrl, signal, inFlight, firstPauseMs: 5 });
  const folder = join(aFolder(), "backup");
  const workspace = await chooseWorkspace(client, undefined);
  const user = await readMe(client);
  let isDisturbed = false;
  await backUp(client, {
    folder,
    subject: { workspace, apiBaseUrl, readAs: { gid: user.gid, name: user.name } },
    inFlight,
    pid: process.pid,
    onGoingOn: () => undefined,
    onProgress: ({ reading, done }) => {
      if (reading !== "stories" || done < 10 || isDisturbed) return;
      isDisturbed = true;
      disturb();
    },
  });
  return folder;
}

async function addTasks(sandbox: Sandbox, count: number): Promise<void> {
  const { ASANA_SERVICE_ACCOUNT_TOKEN } = sandbox.settings;
  const projects = ["1201000000000301"];
  const add = (_: unknown, number: number) =>
    api(sandbox, ASANA_SERVICE_ACCOUNT_TOKEN, "POST /tasks", {
      data: { name: `Added ${number}`, projects },
    });
  await Promise.all(Array.from({ length: count }, add));
}

async function verified(folder: string) {
  const command = backupWith({}, "--verify", folder);
  return { code: await exitCodeOf(command), errors: command.errors() };
}

/** Kills a run when so many tasks' stories are in the journal, or more. */
async function killAfter(command: Run, out: string, stories: number): Promise<void> {
  await journalHas(out, stories);
  command.kill("SIGKILL");
  await command.ended();
}

async function journalHas(out: string, stories: number): Promise<void> {
  const isThere = () => textOf(join(out, "backup.journal")).split("stories of").length > stories;
  await until(isThere, { seconds: 40 });
}

function contentOf(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((file) => [file, textOf(join(folder, file))]));
}

function sortedContentOf(folder: string): string[] {
  return files.map((file) => textOf(join(folder, file)).split("\n").sort().join("\n"));
}

function namesIn(folder: string, file: string): string[] {
  return textOf(join(folder, file))
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line).name)
    .sort();
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // not there yet
  }
}
