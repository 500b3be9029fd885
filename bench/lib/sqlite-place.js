// A SQLite file of the app's, with as many sessions as wanted.

import { closeSync, fsyncSync, openSync, statfsSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { openStore } from "../../dist/store/open-store.js";
import { attachmentsJson } from "../../dist/store/sqlite/attachments-json.js";
import { keyAndId } from "../../dist/store/sqlite/session-key.js";
import { loadSqliteDriver } from "../../dist/store/sqlite/sqlite-driver.js";
import { openSqliteFile } from "../../dist/store/sqlite/sqlite-opening.js";
import { temporaryFolder } from "./cleanup.js";
import { createRowMaker } from "./made-up-sessions.js";
import { CannotMeasure } from "./measured.js";
import { progress } from "./table.js";

export const kind = "SQLite";

/** @throws CannotMeasure where so many sessions have no room on the disk */
export function requireRoom(sessions) {
  const needed = (sessions * bytesASession) / 1e9;
  const { bavail, bsize } = statfsSync(tmpdir());
  const free = (bavail * bsize) / 1e9;
  if (free > needed) return;
  throw new CannotMeasure(
    `${needed.toFixed(1)} GB are needed in ${tmpdir()} for the SQLite file, ${free.toFixed(1)} GB are free; TMPDIR names another folder`,
  );
}

/** An empty one. */
export async function place() {
  const { folder, remove } = temporaryFolder();
  const file = join(folder, "sessions.db");
  const stores = [];
  const open = async (now = Date.now) => {
    const store = await openStore({
      config: { databaseFile: file, redis: undefined },
      takeOver: undefined, // there is no file of an earlier version
      now,
      onProblem() {},
    });
    stores.push(store);
    return store;
  };
  return {
    open,
    fill: (groups) => insert(file, groups),
    bytes: async () => statSync(file).size,
    cpuOfServer: undefined,
    async close() {
      for (const store of stores.splice(0)) await store.close();
      remove();
    },
  };
}

/**
 * Inserts rows that the app has sealed, by SQL of its own: in the app's store each would be a
 * transaction, and take hours. The look-ups go through the store, and so tell whether they are right.
 */
async function insert(file, groups) {
  const opening = { file, driver: await loadSqliteDriver(), takeOver: undefined };
  const { database } = openSqliteFile(opening, undefined);
  // Without the log, and with what is needed often in memory, or every page is written many times.
  database.exec(
    "PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000",
  );
  const session = database.prepare(insertSession);
  database.exec("BEGIN");
  for (const { from, count, signedInAt } of groups) {
    const makeRows = createRowMaker(() => signedInAt);
    const tell = progress(`SQLite, ${count} sessions`, count);
    for (let done = 0; done < count; done += 1) {
      const rows = await makeRows(from + done);
      const { id, person, sealed, createdAt, seenAt, seenProof, expiresAt, tokens } = rows.session;
      session.run(
        ...[...keyAndId(id), person, sealed, createdAt, seenAt, seenProof, expiresAt, tokens],
        ...[done, attachmentsJson([rows.attachment])],
      );
      tell(done + 1);
      if (done % 1_000 === 0) await setImmediate(); // so that Ctrl-C is heard
    }
  }
  database.exec("COMMIT");
  database.close();
  writeToDisk(file);
}

/** Or the store's first write to the disk would wait for all that is inserted here. */
function writeToDisk(file) {
  const descriptor = openSync(file, "r+");
  fsyncSync(descriptor);
  closeSync(descriptor);
}

const insertSession = `
  INSERT INTO sessions (key, id, person, sealed, created_at, seen_at, seen_proof, expires_at,
    tokens, number, attachments, version, failures, lease_owner, lease_expires_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, NULL, 0)`;

const bytesASession = 5_000;
