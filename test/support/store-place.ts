import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Config } from "../../src/config.ts";
import { createTakeOver } from "../../src/sessions/version-3.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { SharedStore } from "../../src/store/shared-store.ts";
import { aFolder } from "./folder.ts";
import { keysAt, type RedisPlace, redisPlace, savedBytes } from "./redis-place.ts";
import { openFile } from "./sqlite.ts";

/** Where a store is: a SQLite file, or a Redis and a prefix there. */
export type StorePlace = { readonly kind: "sqlite"; readonly file: string } | RedisPlace;

/** How many there are of each in a store. */
export type Counts = Readonly<
  Record<"sessions" | "tokens" | "attachments" | "forms" | "attempts", number>
>;

/** What a store holds when nobody has signed in. */
export const noRows: Counts = { sessions: 0, tokens: 0, attachments: 0, forms: 0, attempts: 0 };

/** The kind of store that this run of the tests is about; `jest.config.js` says which. */
export const storeKind = Reflect.get(globalThis, "storeKind") === "redis" ? "redis" : "sqlite";

/** A place that holds nothing yet, gone after the test. */
export async function aStorePlace(): Promise<StorePlace> {
  return storeKind === "redis" ? redisPlace() : sqlitePlace(join(aFolder(), "sessions.db"));
}

/** The place of a SQLite file. */
export function sqlitePlace(file: string): StorePlace {
  return { kind: "sqlite", file };
}

/** The settings that lead a server there. */
export function settingsOf(place: StorePlace): Readonly<Record<string, string>> {
  return place.kind === "sqlite"
    ? { SESSION_DB: place.file }
    : { REDIS_URL: place.url, REDIS_PREFIX: place.prefix };
}

/** Opens the store of a place, as the server does. */
export function openPlace(
  place: StorePlace,
  {
    now = Date.now,
    secrets = [],
  }: { readonly now?: () => number; readonly secrets?: readonly string[] } = {},
): Promise<SharedStore> {
  const config: Config["sessions"] = {
    databaseFile: place.kind === "sqlite" ? place.file : "/nowhere/sessions.db",
    secrets: undefined,
  };
  const takeOver = createTakeOver(secrets.length > 0 ? secrets : ["x".repeat(32)]);
  return openStore({ config, takeOver, now, onProblem: () => undefined });
}

/** How many sessions, forms … a store holds, asked of the database itself. */
export async function rowCounts({ place }: { readonly place: StorePlace }): Promise<Counts> {
  if (place.kind === "redis") return keysAt(place);
  const database = await openFile(place.file);
  const [counts] = database
    .prepare(
      `SELECT (SELECT count(*) FROM sessions) AS sessions, (SELECT count(tokens) FROM sessions) AS tokens,
         (SELECT count(*) FROM attachments) AS attachments, (SELECT count(*) FROM forms) AS forms,
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
