import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createTakeOver } from "../../src/sessions/version-3.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { SharedStore } from "../../src/store/shared-store.ts";
import { afterThisTest } from "./cleanup.ts";
import { aFolder } from "./folder.ts";
import { aRedisPlace, keyCounts, type RedisPlace, savedBytes } from "./redis-place.ts";
import { openFile } from "./sqlite.ts";

/** Where a store keeps its rows: several may be open on one place, as by several processes. */
export type StorePlace = SqlitePlace | RedisPlace;

export interface SqlitePlace {
  readonly kind: "sqlite";
  readonly file: string;
}

/** How many there are of each in a store. */
export type Counts = Readonly<
  Record<"sessions" | "tokens" | "attachments" | "forms" | "attempts", number>
>;

/** What a store holds when nobody has signed in. */
export const noRows: Counts = { sessions: 0, tokens: 0, attachments: 0, forms: 0, attempts: 0 };

/** An empty place of the kind that the running Jest project is about: SQLite unless it says Redis. */
export async function aStorePlace(): Promise<StorePlace> {
  return Reflect.get(globalThis, "storeKind") === "redis"
    ? aRedisPlace()
    : sqlitePlace(join(aFolder(), "sessions.db"));
}

/** The place of a SQLite file. */
export function sqlitePlace(file: string): SqlitePlace {
  return { kind: "sqlite", file };
}

/** The settings that lead a server there. */
export function settingsOf(place: StorePlace): Readonly<Record<string, string>> {
  return place.kind === "sqlite"
    ? { SESSION_DB: place.file }
    : { REDIS_URL: place.server.url, REDIS_PREFIX: place.prefix };
}

/** Opens the store of a place as the server does. Closed after the test, if not before. */
export async function openPlace(
  place: StorePlace,
  {
    now = Date.now,
    secrets = ["x".repeat(32)],
  }: { readonly now?: () => number; readonly secrets?: readonly string[] } = {},
): Promise<SharedStore> {
  const redis =
    place.kind === "redis" ? { url: place.server.url, prefix: place.prefix } : undefined;
  const databaseFile = place.kind === "sqlite" ? place.file : "/nowhere/sessions.db";
  const store = await openStore({
    config: { databaseFile, redis },
    takeOver: createTakeOver(secrets, now),
    now,
    onProblem: () => undefined, // the calls that fail tell
    onBack: () => undefined,
  });
  afterThisTest(() => store.close());
  return store;
}

/** A store of that kind, on a place of its own. */
export async function aStore(options?: { readonly now?: () => number }): Promise<SharedStore> {
  return openPlace(await aStorePlace(), options);
}

/** How many sessions, forms … a store holds, asked of the database itself. */
export async function rowCounts({ place }: { readonly place: StorePlace }): Promise<Counts> {
  if (place.kind === "redis") return keyCounts(place);
  const database = await openFile(place.file);
  const [counts] = database
    .prepare(
      `SELECT (SELECT count(*) FROM sessions) AS sessions, (SELECT count(tokens) FROM sessions) AS tokens,
         (SELECT count(*) FROM sessions, json_each(attachments)) AS attachments, (SELECT count(*) FROM forms) AS forms,
         (SELECT count(*) FROM attempts) AS attempts`,
    )
    .all();
  database.close();
  return { ...noRows, ...(counts as Counts) };
}

/** Everything that the store has written down: its files, or Redis' memory. */
export async function storedBytes({ place }: { readonly place: StorePlace }): Promise<Buffer> {
  if (place.kind === "redis") return savedBytes(place);
  const folder = dirname(place.file);
  return Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
}

/** From now on the store refuses to end a session, until what this returns is called. SQLite only. */
export async function refuseEndings(place: StorePlace): Promise<() => Promise<void>> {
  await execute(
    place,
    `CREATE TRIGGER refuse BEFORE DELETE ON sessions BEGIN SELECT RAISE(ABORT, 'refused'); END`,
  );
  return () => execute(place, "DROP TRIGGER refuse");
}

/** From now on the store has no place for forms. SQLite only. */
export function dropForms(place: StorePlace): Promise<void> {
  return execute(place, "DROP TABLE forms");
}

/** Runs SQL on the file behind the app's back. SQLite only. */
export async function execute(place: StorePlace, sql: string): Promise<void> {
  if (place.kind !== "sqlite") throw new Error("this is about the SQLite file");
  const database = await openFile(place.file);
  database.exec(sql);
  database.close();
}
