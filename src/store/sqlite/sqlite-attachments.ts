import type { AttachmentRows } from "../shared-store.ts";
import { attachmentsJson } from "./attachments-json.ts";
import { isSession, keyAndId } from "./session-key.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";

/** What else is kept beside a session, in its row. */
export function sqliteAttachments(connection: SqliteConnection): AttachmentRows {
  return {
    async put(session, name, sealed) {
      connection.run(putSql, attachmentsJson([{ name, sealed }]), ...keyAndId(session));
    },
  };
}

const putSql = `UPDATE sessions SET attachments = json_patch(attachments, ?) WHERE ${isSession}`;
