/** A moment in epoch milliseconds as people read it, "Nov 23, 2026, 09:05 UTC". */
export function inWords(at: number): string {
  return `${moment.format(at)} UTC`;
}

/** A time of Asana's (ISO 8601) as people read it; a text of another form as it is. */
export function timeInWords(time: string): string {
  const at = Date.parse(time);
  return Number.isNaN(at) ? time : inWords(at);
}

/** How far a moment is away: "in 59 minutes", "3 hours ago". Both in epoch milliseconds. */
export function fromNow(at: number, now: number): string {
  const minutes = (at - now) / 60_000;
  const hours = minutes / 60;
  if (Math.abs(minutes) < 90) return relative.format(Math.round(minutes), "minutes");
  if (Math.abs(hours) < 36) return relative.format(Math.round(hours), "hours");
  return relative.format(Math.round(hours / 24), "days");
}

/** How long to wait, rounded up: "Wait 30 seconds", "Wait 2 minutes". */
export function waitInWords(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  if (seconds > 90) return `Wait ${Math.ceil(seconds / 60)} minutes`;
  return `Wait ${seconds} ${seconds === 1 ? "second" : "seconds"}`;
}

/** A date of Asana's (`YYYY-MM-DD`) as people read it, "Nov 23, 2026". */
export function dateInWords(date: string): string {
  const parsed = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) ? date : day.format(parsed);
}

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const day = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" });
const moment = new Intl.DateTimeFormat("en", {
  dateStyle: "medium",
  timeStyle: "short",
  hourCycle: "h23",
  timeZone: "UTC",
});
