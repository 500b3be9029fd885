import type { SharedStore } from "../shared-store.ts";
import { sqliteAttachments } from "./sqlite-attachments.ts";
import { sqliteAttempts } from "./sqlite-attempts.ts";
import { connect } from "./sqlite-connection.ts";
import { loadSqliteDriver } from "./sqlite-driver.ts";
import { sqliteForms } from "./sqlite-forms.ts";
import { sqliteSessions } from "./sqlite-sessions.ts";
import { sweepRows } from "./sqlite-sweep.ts";
import { sqliteTokens } from "./sqlite-tokens.ts";
import type { TakeOver } from "./taking-over.ts";

/**
 * Opens the store in a SQLite file, and makes the file when there is none. SQLite's calls are
 * synchronous: what a method does is done when it returns its promise.
 *
 * @param options `now` gives epoch milliseconds; `takeOver` is asked for a file of version 3 only
 * @throws StoreError when the file is no database of ours or cannot be written, or SQLite is missing
 */
export async function openSqliteStore(options: {
  readonly file: string;
  readonly now: () => number;
  readonly takeOver: TakeOver;
}): Promise<SharedStore> {
  const { file, now, takeOver } = options;
  const connection = connect({ file, takeOver, driver: await loadSqliteDriver() });
  return {
    sessions: sqliteSessions(connection),
    tokens: sqliteTokens(connection),
    attachments: sqliteAttachments(connection),
    forms: sqliteForms(connection, now),
    attempts: sqliteAttempts(connection, now),
    ping: async () => void connection.first("SELECT 1 FROM sessions LIMIT 1"),
    sweep: () => sweepRows(connection, now()),
    close: async () => connection.close(),
  };
}
