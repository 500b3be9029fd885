import { sha256 } from "../../src/sessions/sealing.ts";
import type { AttachmentKey } from "../../src/sessions/session-attachments.ts";
import type { RunningApp } from "./app.ts";

/** What the store keeps beside a session by now; undefined when the session has ended. */
export async function attachmentOf<Value>(
  { sessions, store }: Pick<RunningApp, "sessions" | "store">,
  sessionId: string,
  key: AttachmentKey<Value>,
): Promise<Value | undefined> {
  const session = await store.sessions.get(sha256(sessionId));
  return session && sessions.attachments.in(session, key);
}
