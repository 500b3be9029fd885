import type { AttachmentRows, Sealed } from "../shared-store.ts";
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

/** How attachments stand in a session's row: sealed, in base64, by name. */
export function attachmentsJson(
  all: readonly { readonly name: string; readonly sealed: Sealed }[],
): string {
  return JSON.stringify(
    Object.fromEntries(
      all.map(({ name, sealed }) => [name, Buffer.from(sealed).toString("base64")]),
    ),
  );
}

/** The attachments in a session's row, by name. */
export function openAttachments(json: string): Readonly<Record<string, Sealed>> {
  const all = Object.entries<string>(JSON.parse(json));
  return Object.fromEntries(all.map(([name, text]) => [name, Buffer.from(text, "base64")]));
}
