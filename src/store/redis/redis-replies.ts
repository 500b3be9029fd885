import { StoreError } from "../../store-error.ts";
import type { EndedTokens, SessionRow, TokensRow, WholeSession } from "../shared-store.ts";

/** A hash, by field. */
export type Fields = Readonly<Record<string, unknown>>;

/** Reads a script's yes or no. */
export function isDone(reply: unknown): boolean {
  return reply === 1;
}

/** Reads a session from its hash; undefined when there is none. */
export function wholeSessionOf(id: string, fields: Fields): WholeSession | undefined {
  const { person, sealed, created, seen, proof, tokens, version, failures } = fields;
  if (person === undefined) return undefined;
  const start = attachmentField("");
  const attachments = Object.entries(fields)
    .filter(([field]) => field.startsWith(start))
    .map(([field, value]) => [field.slice(start.length), bytesOf(value)]);
  return {
    ...sessionRowOf([person, sealed, created, seen, proof, Buffer.from(id)]),
    tokens: tokensOf([tokens, version, failures]),
    attachments: Object.fromEntries(attachments),
  };
}

/** Names the field of an attachment in the hash of its session. */
export function attachmentField(name: string): string {
  return `a:${name}`;
}

/** Reads sealed, version and failures; undefined when the session has no tokens. */
export function tokensOf(reply: readonly unknown[]): TokensRow | undefined {
  const [sealed, version, failures] = reply;
  if (sealed === undefined || sealed === null) return undefined;
  return { sealed: bytesOf(sealed), version: numberOf(version), failures: numberOf(failures) };
}

/** Reads person, sealed, created, seen, proof and id. */
export function sessionRowOf(reply: unknown): SessionRow {
  const [person, sealed, created, seen, proof, id] = listOf(reply);
  return {
    id: textOf(id),
    person: textOf(person),
    sealed: bytesOf(sealed),
    createdAt: numberOf(created),
    seenAt: numberOf(seen),
    seenProof: bytesOf(proof),
  };
}

/** Reads session, tokens, session, tokens … */
export function endedTokensOf(reply: unknown): readonly EndedTokens[] {
  const values = listOf(reply);
  return values.flatMap((session, at) =>
    at % 2 === 0 ? [{ session: textOf(session), sealed: bytesOf(values[at + 1]) }] : [],
  );
}

/** Reads an array. */
export function listOf(reply: unknown): readonly unknown[] {
  if (!Array.isArray(reply)) throw unreadable();
  return reply;
}

/** Reads bytes. */
export function bytesOf(reply: unknown): Uint8Array {
  if (!(reply instanceof Uint8Array)) throw unreadable();
  return reply;
}

/** Reads a number, as a number or in digits. */
export function numberOf(reply: unknown): number {
  return Number(typeof reply === "number" ? reply : textOf(reply));
}

function textOf(reply: unknown): string {
  return Buffer.from(bytesOf(reply)).toString();
}

/** Somebody else has written to our keys. */
function unreadable(): StoreError {
  return new StoreError(new TypeError("a row in Redis is not as the app writes it"));
}
