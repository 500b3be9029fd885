import type { SharedStore, WholeSession } from "../store/shared-store.ts";
import { type Seal, sha256 } from "./sealing.ts";

/** Names what a feature keeps beside a session, and says of which type that is. */
export interface AttachmentKey<Value> {
  readonly name: string;
  /** Only in the type: two keys of different values are different. */
  readonly valueType?: (value: Value) => Value;
}

/**
 * The one place for what hangs on a session and is a feature's: plain JSON, sealed for its session
 * and name, and gone when the session ends.
 */
export interface SessionAttachments {
  /**
   * Keeps a value in place of the one before; does nothing when the session has ended. Rejects with
   * StoreError.
   */
  put<Value>(sessionId: string, key: AttachmentKey<Value>, value: Value): Promise<void>;
  /** The value in a session that was read. */
  in<Value>(session: WholeSession, key: AttachmentKey<Value>): Value | undefined;
}

/** Makes the key of an attachment; no two features use the same name. */
export function attachment<Value>(name: string): AttachmentKey<Value> {
  return { name };
}

/** Keeps attachments in the store, beside their sessions. */
export function createSessionAttachments(options: {
  readonly store: SharedStore;
  readonly seal: Seal;
}): SessionAttachments {
  const { store, seal } = options;
  return {
    put(sessionId, { name }, value) {
      const session = sha256(sessionId);
      return store.attachments.put(session, name, seal.seal(value, `${session} ${name}`));
    },
    in: <Value>({ id, attachments }: WholeSession, { name }: AttachmentKey<Value>) =>
      seal.open<Value>(attachments[name], `${id} ${name}`),
  };
}
