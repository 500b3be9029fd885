/**
 * How long Asana asks to wait, in milliseconds, a quarter of an hour at most. The header holds seconds,
 * as Asana documents, or a date, as HTTP allows. Without a usable value it is a minute, since Asana
 * counts requests by the minute.
 *
 * @param value the `Retry-After` header
 * @param now epoch milliseconds
 * @see RFC 9110, 10.2.3; Asana's page "Rate limits"
 */
export function retryAfterMs(value: string | null, now: number): number {
  const text = value?.trim() ?? "";
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  if (!text || Number.isNaN(waitMs)) return defaultWaitMs;
  return Math.min(Math.max(waitMs, 0), longestWaitMs);
}

const defaultWaitMs = 60_000;
const longestWaitMs = 15 * 60_000;
