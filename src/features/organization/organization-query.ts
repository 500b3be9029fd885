import { isPastDay, monthsBefore } from "../../asana/days.ts";

/**
 * The day since which nothing has happened, as the address says it.
 *
 * @param now epoch milliseconds
 * @returns `YYYY-MM-DD`; half a year ago when the address names no day in the past
 */
export function sinceIn(
  query: URLSearchParams,
  now: number,
): { readonly since: string; readonly sinceProblem: string | undefined } {
  const wanted = query.get("since") ?? "";
  if (isPastDay(wanted, now)) return { since: wanted, sinceProblem: undefined };
  return {
    since: monthsBefore(now, 6),
    sinceProblem: wanted
      ? "That is no day in the past, written as in 2026-05-24. These are the last six months."
      : undefined,
  };
}

/** How many days back; a week when the address names no number from 1 to 90. */
export function daysIn(query: URLSearchParams): {
  readonly days: number;
  readonly daysProblem: string | undefined;
} {
  const wanted = query.get("days") ?? "";
  const days = /^\d{1,2}$/.test(wanted) ? Number(wanted) : 0;
  if (days >= 1 && days <= auditLogDays) return { days, daysProblem: undefined };
  return {
    days: 7,
    daysProblem: wanted
      ? `That is no number of days from 1 to ${auditLogDays}, for which Asana keeps events. This is the last week.`
      : undefined,
  };
}

const auditLogDays = 90;
