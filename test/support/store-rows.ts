import { createHash } from "node:crypto";
import type { NewSession, SharedStore } from "../../src/store/shared-store.ts";
import { day, minute } from "./clock.ts";

/** An id as the layer above makes it, always the same for the same words. */
export function idOf(words: string): string {
  return createHash("sha256").update(words).digest("hex");
}

/** Bytes that are no text, as sealed rows are. */
export function sealed(words: string): Uint8Array {
  return Uint8Array.of(0x00, 0xff, 0x80, 0x0a, ...Buffer.from(words));
}

export const ana = [idOf("Ana")] as const;

/** A session of Ana's that begins now and lives a day. */
export function aSession(name: string, changes: Partial<NewSession> = {}): NewSession {
  const createdAt = changes.createdAt ?? Date.now();
  return {
    id: idOf(name),
    person: ana[0],
    sealed: sealed(`session ${name}`),
    createdAt,
    seenAt: createdAt,
    seenProof: sealed(`proof ${name}`),
    tokens: sealed(`tokens ${name}`),
    expiresAt: createdAt + day,
    ...changes,
  };
}

/** Begins it in a store; gives its id. */
export async function begun(store: SharedStore, session: NewSession): Promise<string> {
  if ((await store.sessions.begin(session)) !== "begun") throw new Error("it has not begun");
  return session.id;
}

/** A form of a session that was sent now. */
export function aForm(name: string, session: string, begunAt = Date.now()) {
  return {
    id: idOf(name),
    session,
    sealed: sealed(`form ${name}`),
    begunAt,
    expiresAt: begunAt + 10 * minute,
  };
}

/** An attempt that begins now. */
export function anAttempt(name: string, browser = idOf("browser"), begunAt = Date.now()) {
  return {
    id: idOf(name),
    browser,
    sealed: sealed(`attempt ${name}`),
    expiresAt: begunAt + 10 * minute,
  };
}

/** The version that the tokens of a session have now. */
export async function versionOf(store: SharedStore, session: string): Promise<number> {
  const tokens = await store.tokens.get(session);
  if (!tokens) throw new Error("the session has no tokens");
  return tokens.version;
}

/** Does all that a store can do, and leaves rows of every kind. */
export async function walkStore(store: SharedStore): Promise<void> {
  const old = await begun(store, aSession("old"));
  await store.attachments.put(old, "account", sealed("account"));
  await store.sessions.update(old, sealed("other"));
  const seen = { seenAt: Date.now() + minute, seenProof: sealed("seen") };
  await store.sessions.touch(old, { ...seen, expiresAt: Date.now() + day });
  await store.forms.begin(aForm("comment", old), 20);
  const version = await versionOf(store, old);
  await store.tokens.lease(old, { version, owner: "a", forMs: 10_000 });
  await store.tokens.release(old, "a");
  await store.tokens.lease(old, { version, owner: "a", forMs: 10_000 });
  await store.tokens.write(old, { owner: "a" }, sealed("refreshed"));
  const previous = { id: old, version: await versionOf(store, old), keepsForms: true };
  await store.sessions.begin(aSession("new"), previous);
  await store.forms.finish(idOf("comment"), sealed("done"));
  await store.forms.get(idOf("comment"), idOf("new"));
  await store.sessions.get(idOf("new"));
  for (const name of ["first", "second"]) await store.attempts.add(anAttempt(name), 5);
  await store.attempts.take(idOf("second"));
  await begun(store, aSession("phone", { createdAt: Date.now() - minute }));
  await store.sessions.end(idOf("phone"), ana);
  await store.sessions.listOf(ana);
  await store.sessions.endAllOf(ana, 1);
  await store.sweep();
  await store.ping();
}

/** A value with text in place of bytes, so that it does not matter what kind of array holds them. */
export function readable(value: unknown): unknown {
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString("latin1")}`;
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, readable(one)]));
}
