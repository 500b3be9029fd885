import { setImmediate, setTimeout } from "node:timers/promises";
import { StoreError } from "../../store-error.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { saysLocked } from "./sqlite-failure.ts";
import { busyTimeoutMs } from "./sqlite-opening.ts";
import { expiringTables } from "./sqlite-schema.ts";

/**
 * Deletes the rows that have expired, then gives the space back, a little at a time. Between two
 * steps requests are served, and other processes find the file unlocked for as long as a step took.
 *
 * @returns how many sessions are left
 * @throws StoreError; the next sweep goes on
 */
export async function sweepRows(
  connection: SqliteConnection,
  now: number,
): Promise<{ readonly sessions: number }> {
  for (const { table, key } of expiringTables) {
    await inSteps(
      connection,
      () => connection.run(deleteSql(table, key), now, rowsAStep) === rowsAStep,
    );
  }
  await giveSpaceBack(connection);
  const row = connection.first<{ readonly count: number }>("SELECT count FROM session_count");
  return { sessions: row?.count ?? 0 };
}

/** The file gets shorter when the log is written back into it, which `PASSIVE` does without waiting. */
async function giveSpaceBack(connection: SqliteConnection): Promise<void> {
  let free = freePages(connection);
  if (free === 0) return;
  await inSteps(connection, () => {
    connection.exec(`PRAGMA incremental_vacuum(${pagesAStep})`);
    const before = free;
    free = freePages(connection);
    return free > 0 && free < before;
  });
  connection.exec("PRAGMA wal_checkpoint(PASSIVE)");
}

function freePages(connection: SqliteConnection): number {
  const row = connection.first<{ readonly pages: number }>(
    "SELECT freelist_count AS pages FROM pragma_freelist_count",
  );
  return row?.pages ?? 0;
}

/**
 * Takes a step until that says that there is no more to do. While another connection holds the lock,
 * requests are served until it is free.
 */
async function inSteps(connection: SqliteConnection, step: () => boolean): Promise<void> {
  let lastStepAt = performance.now();
  for (;;) {
    const startedAt = performance.now();
    const outcome = stepOrLock(connection, step);
    await setImmediate();
    if (outcome === "done") return;
    if (outcome === "more") lastStepAt = performance.now();
    else if (performance.now() - lastStepAt > busyTimeoutMs) throw outcome;
    await setTimeout(outcome === "more" ? performance.now() - startedAt : lookAgainMs);
  }
}

function stepOrLock(
  connection: SqliteConnection,
  step: () => boolean,
): "more" | "done" | StoreError {
  try {
    return connection.withoutWaiting(step) ? "more" : "done";
  } catch (error) {
    if (error instanceof StoreError && saysLocked(error.cause)) return error;
    throw error;
  }
}

const rowsAStep = 50;
const pagesAStep = 100;
const lookAgainMs = 10;

function deleteSql(table: string, key: string): string {
  return `
    DELETE FROM ${table} WHERE ${key} IN (
      SELECT ${key} FROM ${table} WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)`;
}
