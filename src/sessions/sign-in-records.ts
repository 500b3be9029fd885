import type { SignInRecord } from "../auth/record/sign-in-record.ts";
import type { SessionDatabase } from "./database.ts";
import { sha256 } from "./hash.ts";
import type { Seal } from "./sealing.ts";

/** How each session's last sign-in went. All methods throw StoreError when the database fails. */
export interface SignInRecords {
  /** Keeps a record in place of the one before, for as long as the session lives. */
  put(sessionId: string, record: SignInRecord): void;
  get(sessionId: string): SignInRecord | undefined;
}

export function createSignInRecords(options: {
  readonly database: SessionDatabase;
  readonly seal: Seal;
}): SignInRecords {
  const { database, seal } = options;
  return {
    put(sessionId, record) {
      const id = sha256(sessionId);
      database.run(
        "INSERT OR REPLACE INTO sign_in_records (session, sealed) VALUES (?, ?)",
        id,
        seal.seal(record, id),
      );
    },
    get(sessionId) {
      const id = sha256(sessionId);
      const [sealed] =
        database.row("SELECT sealed FROM sign_in_records WHERE session = ?", id) ?? [];
      return sealed ? (seal.open(sealed as Buffer, id) as SignInRecord | undefined) : undefined;
    },
  };
}
