/** How long a session lives: since it was last used, and since the sign-in (OWASP ASVS 5, 7.3). */
export const sessionLifetime = {
  idleMs: 24 * 60 * 60 * 1000,
  absoluteMs: 7 * 24 * 60 * 60 * 1000,
};

/** The condition, in SQL, that a session has not ended; its values come from `aliveAt`. */
export const aliveSql = "last_seen_at > ? AND created_at > ?";

/** The values of `aliveSql`. */
export function aliveAt(now: number): [lastSeenAfter: number, createdAfter: number] {
  return [now - sessionLifetime.idleMs, now - sessionLifetime.absoluteMs];
}
