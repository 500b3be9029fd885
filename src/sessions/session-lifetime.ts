/** How long a session lives: since it was last used, and since the sign-in (OWASP ASVS 5, 7.3). */
export const sessionLifetime = {
  idleMs: 24 * 60 * 60 * 1000,
  absoluteMs: 7 * 24 * 60 * 60 * 1000,
};

/** When a session ends by itself if nobody uses it again; epoch milliseconds. */
export function endOf(session: { readonly createdAt: number; readonly seenAt: number }): number {
  const { idleMs, absoluteMs } = sessionLifetime;
  return Math.min(session.seenAt + idleMs, session.createdAt + absoluteMs);
}
