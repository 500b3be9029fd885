import { shownText } from "../command-line/shown-text.ts";
import type { BackupProgress } from "./backup/back-up.ts";
import type { Manifest } from "./backup/manifest.ts";
import type { JobSettings } from "./job-settings.ts";
import type { Wait } from "./patient-client.ts";

/** How many requests, seconds and pauses a run has taken so far. */
interface Spending {
  readonly onCall: () => void;
  readonly onWait: (wait: Wait) => void;
  requests(): number;
  seconds(): number;
  /** How many times the run waited: Asana was out of reach, or asked to slow down. */
  pauses(): number;
}

/** @param now milliseconds, of a clock that never jumps */
export function createSpending(now: () => number = () => performance.now()): Spending {
  const startedAt = now();
  let [requests, pauses] = [0, 0];
  return {
    onCall() {
      requests += 1;
    },
    onWait() {
      pauses += 1;
    },
    requests: () => requests,
    seconds: () => (now() - startedAt) / 1000,
    pauses: () => pauses,
  };
}

/** How far a backup is, in a line: counts, speed, and how long it may still take. */
export function progressWords(
  spending: Pick<Spending, "requests" | "seconds">,
): (progress: BackupProgress) => string {
  let first: { readonly reading: string; readonly at: number; readonly done: number } | undefined;
  return ({ reading, done, ofAll, tasks }) => {
    if (reading === "checksums") return "Making checksums";
    const seconds = spending.seconds();
    if (first?.reading !== reading) first = { reading, at: seconds, done };
    const read = done - first.done;
    const secondsLeft = read > 0 ? ((seconds - first.at) / read) * (ofAll - done) : undefined;
    const rest = secondsLeft === undefined ? "" : `, about ${durationInWords(secondsLeft)} left`;
    const rate = `${Math.round(spending.requests() / Math.max(0.001, seconds))} requests/s`;
    const where =
      reading === "stories"
        ? `stories of ${done} of ${ofAll} tasks (${Math.floor((done / ofAll) * 100)} %)`
        : `${reading} of ${done} of ${ofAll} ${listWords[reading]}, ${tasks} tasks`;
    return `${where}, ${rate}${reading === "subtasks" ? "" : rest}`;
  };
}

const listWords = { tasks: "projects and people", subtasks: "tasks" } as const;

/** What a backup holds, what it cost, and what is missing, in lines. */
export function summaryOf(
  manifest: Manifest,
  about: {
    readonly folder: string;
    readonly spending: Spending;
    readonly tokenName: JobSettings["tokenName"];
  },
): string {
  const { workspace, missing, readAs } = manifest;
  const { folder, spending, tokenName } = about;
  const waits = spending.pauses() === 0 ? "" : `, ${spending.pauses()} times waited`;
  return [
    `Backed up ${shownText(workspace.name)} (${workspace.gid}) to ${folder}: ${countsOf(manifest)}.`,
    `${spending.requests()} requests in ${Math.round(spending.seconds())} s${waits}.`,
    ...(missing.length > 0
      ? [`${missing.length} things could not be read; manifest.json lists them under "missing".`]
      : []),
    ...(tokenName === "ASANA_PAT"
      ? [
          `Read with a personal access token: what ${shownText(readAs.name)} does not see is missing, such as private projects of others.`,
        ]
      : []),
    "",
  ].join("\n");
}

/** The line for a backup that is whole. */
export function verdictOf(folder: string, manifest: Manifest): string {
  return `${folder} is whole: ${countsOf(manifest)}, finished at ${manifest.finishedAt}.\n`;
}

/** A pause and its reason, in a line. */
export function waitWords({ reason, milliseconds }: Wait): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  return reason === "rate-limited"
    ? `Asana asks for a pause: ${seconds} s`
    : `Asana cannot be reached or has trouble; trying again in ${seconds} s`;
}

function countsOf({ files }: Manifest): string {
  return Object.entries(files)
    .map(([file, { count }]) => `${count} ${file.replace(".jsonl", "")}`)
    .join(", ");
}

function durationInWords(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
