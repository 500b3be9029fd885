import * as v from "valibot";
import { readWhole } from "../../limits/read-whole.ts";
import { withTimeLimit } from "../../limits/time-limit.ts";
import type {
  ContractAnswer,
  ContractRequest,
  ContractSettings,
  Expectation,
  Known,
  Part,
} from "./expectation.ts";

/** The result of one expectation. */
export interface Checked {
  readonly part: string;
  readonly name: string;
  readonly source: string;
  readonly verdict: "as expected" | "differs" | "not checked" | "no answer";
  /** Method and address without its query; undefined when no request was sent. */
  readonly request: string | undefined;
  /** The differences, a line each, or why it was not checked. They hold no value of Asana's. */
  readonly details: readonly string[];
}

const callMs = 10_000;
const answerLimitBytes = 5_000_000;
const shownDifferences = 10;

/** Checks a part, one expectation after the other: one may need what an earlier answer held. */
export async function* checkPart(
  part: Part,
  { known, settings, signal }: { known: Known; settings: ContractSettings; signal: AbortSignal },
): AsyncGenerator<Checked> {
  const isReady = isThere(part.needs, settings);
  for (const expectation of part.expectations) {
    const { name, source } = expectation;
    const about = { part: part.title, name, source };
    const nothing = { ...about, verdict: "not checked" as const, request: undefined };
    if (!isReady) {
      yield { ...nothing, details: [`needs ${part.needs}`] };
      continue;
    }
    const request = expectation.request(known, settings);
    if (!request) {
      yield { ...nothing, details: ["there is nothing at Asana to try it with"] };
      continue;
    }
    const shown = `${request.method} ${new URL(request.url).pathname}`;
    const answer = await send(request, signal);
    if (!answer) {
      signal.throwIfAborted();
      yield { ...about, verdict: "no answer", request: shown, details: ["no answer came"] };
      continue;
    }
    expectation.keep?.(answer, known);
    const details = differences(expectation, answer, { known, settings });
    const verdict = details.length > 0 ? "differs" : "as expected";
    yield { ...about, verdict, request: shown, details };
  }
}

function isThere(needs: Part["needs"], settings: ContractSettings): boolean {
  switch (needs) {
    case "ASANA_CLIENT_ID":
      return settings.client !== undefined;
    case "ASANA_PAT":
      return settings.personalAccessToken !== undefined;
    case "ASANA_SERVICE_ACCOUNT_TOKEN":
      return settings.serviceAccountToken !== undefined;
    case undefined:
      return true;
  }
}

/** The differences by path, with types in place of values: an answer may hold tokens or people's data. */
function differences(
  { statuses, body, learn }: Expectation,
  answer: ContractAnswer,
  { known, settings }: { known: Known; settings: ContractSettings },
): readonly string[] {
  if (!statuses.includes(answer.status)) {
    return [`status: expected ${statuses.join(" or ")}, received ${answer.status}`];
  }
  const { issues } = body ? v.safeParse(body(known, settings), answer.body) : { issues: undefined };
  if (issues) {
    const lines = issues.map((issue) => {
      const path = pathOf(issue);
      const place = path === "" ? "the body" : path;
      return `${place}: expected ${issue.message}, received ${described(issue.input)}`;
    });
    const more = lines.length - shownDifferences;
    return [...lines.slice(0, shownDifferences), ...(more > 0 ? [`and ${more} more`] : [])];
  }
  return learn?.(answer, known) ?? [];
}

function pathOf(issue: v.BaseIssue<unknown>): string {
  return (issue.path ?? [])
    .map(({ key }) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}

/** A value by its type only, since it may be a secret or people's data. */
export function described(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (value === "") return "an empty string";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "boolean") return String(value);
  const article = typeof value === "object" ? "an" : "a";
  return `${article} ${typeof value === "string" ? "string of another form" : typeof value}`;
}

/**
 * Sends a request.
 *
 * @returns undefined when no answer came in time
 */
export async function send(
  { method, url, token, form, json, authorization }: ContractRequest,
  outer: AbortSignal,
): Promise<ContractAnswer | undefined> {
  const credentials = token === undefined ? authorization : `Bearer ${token}`;
  const body = form ? new URLSearchParams(form) : json === undefined ? null : JSON.stringify(json);
  const askAndRead = async (signal: AbortSignal) => {
    const answer = await fetch(url, {
      method,
      body,
      headers: {
        accept: "application/json",
        ...(credentials && { authorization: credentials }),
        ...(json !== undefined && { "content-type": "application/json" }),
      },
      redirect: "manual",
      signal,
    });
    const whole = await readWhole(answer, { limitBytes: answerLimitBytes, signal });
    const location = answer.headers.get("location") ?? undefined;
    return { status: answer.status, location, body: parsed(whole.toString()) };
  };
  try {
    return await withTimeLimit(callMs, askAndRead, outer);
  } catch {
    return undefined; // there is no answer to compare with the contract
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
