import type { Id } from "../shared-store.ts";

/**
 * The number by which a session's row is found, and the id that has to stand in it. Beside a million
 * sessions, one in four thousand million would get the number of another: its sign-in fails.
 */
export function keyAndId(id: Id): readonly [key: number, id: Id] {
  return [sessionKey(id), id];
}

/**
 * The number that stands for a session: the first 52 bits of its id, which is a hash in hex. What
 * somebody made up, and is no hash, has a number that no session has.
 */
export function sessionKey(id: Id): number {
  return /^[0-9a-f]{13}/.test(id) ? Number.parseInt(id.slice(0, 13), 16) : -1;
}

/** The condition that a row is a session's; its values are `keyAndId`. */
export const isSession = "sessions.key = ? AND sessions.id = ?";
