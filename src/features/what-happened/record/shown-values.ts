import type { Parameter } from "./sign-in-record.ts";

/** The only parameters and fields whose values are shown: a thief could do nothing with them. */
const harmless = new Set([
  "client_id",
  "code_challenge_method",
  "data.email",
  "data.gid",
  "data.id",
  "data.name",
  "error",
  "expires_in",
  "grant_type",
  "iss",
  "redirect_uri",
  "response_type",
  "scope",
  "token_type",
]);

/** Shown by their beginning, so that a reader recognizes the value when it comes back. */
const recognizable = new Set(["code_challenge", "state"]);

const beginning = 6;
const longestValue = 200;
const longestName = 60;
const mostParameters = 50;

/** Parameters of a request or fields of an answer; all but the harmless ones are blanked here. */
export function parametersOf(entries: Iterable<readonly [string, unknown]>): Parameter[] {
  return limited(entries).map(([name, value]) => {
    if (harmless.has(name)) return shown(name, value);
    const text = textOf(value);
    return {
      name: cut(name, longestName),
      ...(recognizable.has(name) && { value: text.slice(0, beginning) }),
      length: text.length,
    };
  });
}

/** The fields of a token response; those of Asana's `data` stand beside the others. */
export function tokenResponseParameters(body: object): Parameter[] {
  const entries = Object.entries(body).flatMap(([name, value]): [string, unknown][] =>
    name === "data" && typeof value === "object" && value !== null
      ? Object.entries(value).map(([field, inner]) => [`data.${field}`, inner])
      : [[name, value]],
  );
  return parametersOf(entries);
}

/** Claims and the header of the ID token: they are about the person, who may see them. */
export function claimsShown(claims: object): Parameter[] {
  return limited(Object.entries(claims)).map(([name, value]) => shown(name, value));
}

/** A claim that is a time, and how far away it is. */
export function timeSeen(value: unknown, now: number): unknown {
  if (typeof value !== "number") return value;
  const seconds = Math.round(value - now / 1000);
  return `${value}, ${seconds < 0 ? `${-seconds} s ago` : `in ${seconds} s`}`;
}

/** A value as text, cut to what fits a page. */
export function seen(value: unknown): string {
  return cut(textOf(value), longestValue);
}

function shown(name: string, value: unknown): Parameter {
  return { name: cut(name, longestName), value: seen(value) };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "none");
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

function limited<Entry>(entries: Iterable<Entry>): Entry[] {
  return [...entries].slice(0, mostParameters);
}
