import type { SessionDatabase } from "./database.ts";
import { sha256 } from "./hash.ts";
import type { Seal } from "./sealing.ts";

/** Names what a feature keeps beside a session, and says of which type that is. */
export interface AttachmentKey<Value> {
  readonly name: string;
  /** Only in the type: two keys of different values are different. */
  readonly valueType?: (value: Value) => Value;
}

/** What features keep beside sessions. All methods throw StoreError when the database fails. */
export interface SessionAttachments {
  /** Keeps a value in place of the one before; does nothing when the session has ended. */
  put<Value>(sessionId: string, key: AttachmentKey<Value>, value: Value): void;
  get<Value>(sessionId: string, key: AttachmentKey<Value>): Value | undefined;
}

/**
 * Makes the key of an attachment.
 *
 * @param name no two features use the same
 */
export function attachment<Value>(name: string): AttachmentKey<Value> {
  return { name };
}

/**
 * The one place for what hangs on a session and is a feature's: plain JSON, sealed for its session
 * and name, and gone when the session ends.
 */
export function createSessionAttachments(options: {
  readonly database: SessionDatabase;
  readonly seal: Seal;
}): SessionAttachments {
  const { database, seal } = options;
  return {
    put(sessionId, { name }, value) {
      const session = sha256(sessionId);
      database.run(
        `INSERT INTO attachments (session, name, sealed)
         SELECT id, ?, ? FROM sessions WHERE id = ?
         ON CONFLICT (session, name) DO UPDATE SET sealed = excluded.sealed`,
        name,
        seal.seal(value, rowId(session, name)),
        session,
      );
    },

    get<Value>(sessionId: string, { name }: AttachmentKey<Value>) {
      const session = sha256(sessionId);
      const [sealed] =
        database.row(
          "SELECT sealed FROM attachments WHERE session = ? AND name = ?",
          session,
          name,
        ) ?? [];
      return sealed
        ? (seal.open(sealed as Buffer, rowId(session, name)) as Value | undefined)
        : undefined;
    },
  };
}

function rowId(session: string, name: string): string {
  return `${session} ${name}`;
}
