import { AsanaApiError } from "../../../asana/api-error.ts";
import type { Answer, AsanaClient } from "../../../asana/client.ts";
import type { Contents } from "./backup-contents.ts";
import { fieldsOf, type Kind, type RawRecord, RawRecords } from "./backup-records.ts";
import type { Store } from "./backup-store.ts";
import type { Journal, Reason } from "./journal.ts";

/** A list at Asana that the backup reads to its end. */
export interface List<ListKind extends Kind = Kind> {
  /** Its name in the journal. */
  readonly unit: string;
  readonly kind: ListKind;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** What reads lists: a client, and the parts of the backup. */
export interface Reader {
  readonly client: AsanaClient;
  readonly store: Store;
  readonly journal: Journal;
  readonly contents: Contents;
}

/**
 * Reads a list page by page into the backup, from where an earlier run ended. A task can be in several
 * lists; records that are there already are left out.
 *
 * @throws AsanaApiError; BackupProblem
 */
export async function readList(
  list: List<Exclude<Kind, "stories">>,
  { client, store, journal, contents }: Reader,
): Promise<void> {
  const { unit, kind } = list;
  if (journal.finished.has(unit)) return;
  const pages = pagesOf(client, list, journal.next.get(unit));
  for await (const { data, nextOffset: next } of pages) {
    await store.add({ unit, kind, records: contents.take(kind, data), next });
    if (next !== undefined) journal.next.set(unit, next);
  }
  journal.finished.add(unit);
}

/**
 * Reads a task's stories into the backup, all in one step.
 *
 * @throws AsanaApiError; BackupProblem
 */
export async function readStories(list: List<"stories">, reader: Reader): Promise<void> {
  const { client, store, journal } = reader;
  const { unit, kind } = list;
  const stories = new Map<string, RawRecord>(); // a list that began anew gives some of them twice
  for await (const { data } of pagesOf(client, list, undefined)) {
    for (const story of data) stories.set(story.gid, story);
  }
  await store.add({ unit, kind, records: [...stories.values()] });
  journal.finished.add(unit);
}

/**
 * Reads one list. Where Asana refuses it, the backup notes it as missing and continues.
 *
 * @throws AsanaApiError for a failure that concerns other lists as well; BackupProblem
 */
export async function readOrMiss(
  { unit, kind }: Pick<List, "unit" | "kind">,
  { store, journal }: Reader,
  read: () => Promise<void>,
): Promise<void> {
  try {
    await read();
  } catch (error) {
    const missing = reasonOf(error);
    if (!missing) throw error;
    await store.add({ unit, kind, records: [], missing });
    journal.finished.add(unit);
    journal.missing.push({ what: unit, reason: missing });
  }
}

function reasonOf(error: unknown): Reason | undefined {
  if (!(error instanceof AsanaApiError)) return undefined;
  switch (error.kind) {
    case "forbidden":
    case "not-found":
    case "refused":
    case "page-expired":
      return error.kind;
    case "unreadable":
      return isTooLarge(error) ? "unreadable" : undefined;
    default:
      return undefined;
  }
}

/** Begins the list anew when its offset has expired; how long Asana keeps one is undocumented. */
async function* pagesOf(
  client: AsanaClient,
  list: List,
  startAt: string | undefined,
): AsyncGenerator<Answer<readonly RawRecord[]>> {
  let offset = startAt;
  let freshStarts = 0;
  for (;;) {
    const page = await readPage(client, list, offset).catch((error: unknown) => {
      if (!isExpired(error) || freshStarts === mostFreshStarts) throw error;
    });
    if (page) {
      yield page;
      if (page.nextOffset === undefined) return;
    } else {
      freshStarts += 1;
    }
    offset = page?.nextOffset;
  }
}

const mostFreshStarts = 5;

function isExpired(error: unknown): boolean {
  return error instanceof AsanaApiError && error.kind === "page-expired";
}

/** Asks for fewer records at once where a page is too large to be read. */
async function readPage(
  client: AsanaClient,
  { kind, path, query }: List,
  offset: string | undefined,
): Promise<Answer<readonly RawRecord[]>> {
  for (const limit of [100, 10, 1]) {
    try {
      return await client.call({
        method: "GET",
        path,
        query: { ...query, limit: String(limit), ...(offset !== undefined && { offset }) },
        fields: fieldsOf[kind],
        scope: scopeOf[kind],
        schema: RawRecords,
      });
    } catch (error) {
      if (limit === 1 || !isTooLarge(error)) throw error;
    }
  }
  throw new RangeError("unreachable: the last limit returns or throws");
}

function isTooLarge(error: unknown): boolean {
  if (!(error instanceof AsanaApiError) || error.kind !== "unreadable") return false;
  return error.cause instanceof RangeError;
}

const scopeOf: Readonly<Record<Kind, string>> = {
  users: "users:read",
  teams: "teams:read",
  projects: "projects:read",
  tasks: "tasks:read",
  stories: "stories:read",
};
