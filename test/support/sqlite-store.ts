import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import type { TakeOver } from "../../src/store/sqlite/taking-over.ts";
import { afterThisTest } from "./cleanup.ts";
import { aFolder } from "./folder.ts";
import { type Run, repository, runProgram } from "./process.ts";
import { openFile } from "./sqlite.ts";

/** For files that have nothing to take over. */
export const nothing: TakeOver = { session: () => undefined, tokens: () => undefined };

/** Where a store's file would be; the folder is there. */
export function aStoreFile(): string {
  return join(aFolder(), "sessions.db");
}

/** Opens the store of a file. Closed after the test, if not before. */
export async function openStoreFile(
  file: string,
  { now = Date.now, takeOver = nothing }: { now?: () => number; takeOver?: TakeOver } = {},
) {
  const store = await openSqliteStore({ file, now, takeOver });
  afterThisTest(() => store.close());
  return store;
}

/** What a statement gives, asked by a connection of its own. */
export async function asked(file: string, sql: string): Promise<readonly unknown[]> {
  const database = await openFile(file);
  const rows = database.prepare(sql).all();
  database.close();
  return rows.map((row) => ({ ...Object(row) }));
}

/** Digests of the database and its log: to tell whether somebody wrote to them. */
export function digestsOf(file: string): readonly string[] {
  return [file, `${file}-wal`]
    .filter((path) => existsSync(path) && statSync(path).isFile())
    .map((path) => createHash("sha256").update(readFileSync(path)).digest("hex"));
}

/**
 * Runs a program that has `openSqliteStore` and `file`, as a process of its own.
 *
 * @param options `through` is what starts it, such as a shell; `build` holds another copy of the app
 */
export function runWithStore(
  program: string,
  file: string,
  { through = [], build = repository }: { through?: readonly string[]; build?: string } = {},
): Run {
  const module = pathToFileURL(join(build, "dist", "store", "sqlite", "sqlite-store.js")).href;
  const code = `
    const { openSqliteStore } = await import(${JSON.stringify(module)});
    const file = ${JSON.stringify(file)};
    ${program}`;
  const [first = process.execPath, ...others] = [...through, process.execPath];
  return runProgram([first, ...others, "--input-type=module", "--eval", code], {});
}
