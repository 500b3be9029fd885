import type { StoreContext } from "./database.ts";
import { sha256 } from "./sealing.ts";

/** Names what a feature keeps beside a session, and says of which type that is. */
interface AttachmentKey<Value> {
  readonly name: string;
  /** Only in the type: two keys of different values are different. */
  readonly valueType?: (value: Value) => Value;
}

/**
 * The one place for what hangs on a session and is a feature's: plain JSON, sealed for its session
 * and name, and gone when the session ends. All methods throw StoreError when the database fails.
 */
export interface SessionAttachments {
  /** Keeps a value in place of the one before; does nothing when the session has ended. */
  put<Value>(sessionId: string, key: AttachmentKey<Value>, value: Value): void;
  get<Value>(sessionId: string, key: AttachmentKey<Value>): Value | undefined;
}

/** Makes the key of an attachment; no two features use the same name. */
export function attachment<Value>(name: string): AttachmentKey<Value> {
  return { name };
}

/** Keeps attachments in the table of that name. */
export function createSessionAttachments({ database, seal }: StoreContext): SessionAttachments {
  return {
    put(sessionId, { name }, value) {
      const session = sha256(sessionId);
      database.run(
        `INSERT INTO attachments (session, name, sealed)
         SELECT id, ?, ? FROM sessions WHERE id = ?
         ON CONFLICT (session, name) DO UPDATE SET sealed = excluded.sealed`,
        ...[name, seal.seal(value, `${session} ${name}`), session],
      );
    },

    get<Value>(sessionId: string, { name }: AttachmentKey<Value>) {
      const session = sha256(sessionId);
      const sql = "SELECT sealed FROM attachments WHERE session = ? AND name = ?";
      const [sealed] = database.row(sql, session, name);
      return seal.open<Value>(sealed, `${session} ${name}`);
    },
  };
}
