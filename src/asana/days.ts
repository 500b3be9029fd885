/**
 * The day so many months before a time, in UTC, as `YYYY-MM-DD`. Where that month is shorter, it is
 * the month's last day: half a year before 31 August is 28 or 29 February.
 */
export function monthsBefore(now: number, months: number): string {
  const today = new Date(now);
  const month = today.getUTCMonth() - months;
  const last = new Date(Date.UTC(today.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(today.getUTCDate(), last);
  return dayOf(Date.UTC(today.getUTCFullYear(), month, day));
}

/** Whether a text is a day of the past or today, written `YYYY-MM-DD`. */
export function isPastDay(text: string, now: number): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return at <= now && dayOf(at) === text; // no February 30
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
