import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Request, Response } from "express";
import * as v from "valibot";
import { AsanaApiError } from "../../asana/api-error.ts";
import { AccessError } from "../../auth/access-error.ts";
import { type CallCard, callCard } from "../../features/requests/call-card.ts";
import type { Submission } from "../../sessions/submissions.ts";
import { type AsanaAccess, asanaAccess } from "../asana-calls/asana-as-person.ts";
import type { Dependencies } from "../dependencies.ts";
import { errorPages } from "../errors/error-pages.ts";
import { failureInWords } from "../errors/failure-words.ts";
import { HttpError } from "../errors/http-error.ts";
import type { Link } from "../page/link.ts";
import { queryOf, withQuery } from "../page/query.ts";

/** What came of a form, as the page after it tells. */
export interface FormResult {
  /** Which form of the page it was. */
  readonly form: string;
  readonly text: string;
  readonly link?: Link | undefined;
  /** Nothing was done, or it is not known: what was typed is shown again. */
  readonly isProblem: boolean;
  readonly calls: readonly CallCard[];
}

/** What a form asked for, once it is done. */
export interface Done {
  readonly text: string;
  readonly link?: Link | undefined;
  /** The page that shows it. */
  readonly location: string;
}

export type Fields = Submission["fields"];

/** What a form asked for was not done; the text says why, and what to do. */
export class NotDone extends Error {}

/** What was typed cannot be used as it is. Nothing was sent. */
export class UnusableInput extends NotDone {}

/** The one-time key of a form that is about to be shown. */
export function newFormKey(): string {
  return randomBytes(16).toString("base64url");
}

/**
 * Does what a form asks for, once, however often it is sent, and always answers with a redirect: so
 * that neither a reload nor a double click does it again. The second of two clicks waits for the
 * first and leads to the same page. What came of it, and what was typed, is kept for that page.
 *
 * @param form its name, the page that it stands on, and the names of its fields
 * @see OWASP ASVS 5, 2.3.4
 */
export async function submitOnce(
  { request, response, dependencies }: Exchange,
  form: { readonly name: string; readonly page: string; readonly fields: readonly string[] },
  perform: (access: AsanaAccess, fields: Fields) => Promise<Done>,
): Promise<void> {
  const { submissions } = dependencies.sessions;
  const { sessionID } = request;
  const key = /^[\w-]{22}$/.exec(String(request.body?.key ?? ""))?.[0];
  if (!key) throw new HttpError("request-malformed");
  const fields = pick(request.body, form.fields);
  if (Buffer.byteLength(JSON.stringify(fields)) > keptBytes) throw new HttpError("form-too-large");

  if (submissions.begin(sessionID, key, fields)) {
    const access = asanaAccess(request, response, dependencies);
    const { location, ...result } = await attempt(() => perform(access, fields), { form, access });
    const calls = access.calls.map(callCard);
    submissions.finish(key, keptResult({ ...result, form: form.name, calls, location }, fields));
    response.redirect(303, withQuery(location, { result: key }));
    return;
  }
  await untilDone(sessionID, key, dependencies);
  const before = submissions.read(sessionID, key);
  const isOther = before?.isDone && readResult(before)?.form !== form.name;
  if (before && (isOther || !isDeepStrictEqual(before.fields, fields))) {
    // A page that a browser brought back with its key, and that was filled in anew.
    const newKey = newFormKey();
    submissions.begin(sessionID, newKey, fields);
    submissions.finish(
      newKey,
      keptResult({ ...sentBefore, form: form.name, location: form.page }, fields),
    );
    response.redirect(303, withQuery(form.page, { result: newKey }));
    return;
  }
  const location = readResult(before)?.location ?? form.page;
  response.redirect(303, withQuery(location, { result: key }));
}

const keptBytes = 16 * 1024;

const sentBefore = {
  text: "This page was sent before with other words, so these were not sent. Check them, and send them now.",
  isProblem: true,
  calls: [],
};

function keptResult(result: KeptResult, fields: Fields): Submission {
  return { fields, result };
}

interface Exchange {
  readonly request: Request;
  readonly response: Response;
  readonly dependencies: Dependencies;
}

/** What came of the form that led to this page, with what was typed, if the page has one. */
export function formResultOf(
  request: Request,
  { sessions }: Pick<Dependencies, "sessions">,
): { readonly result: FormResult; readonly fields: Fields } | undefined {
  const key = queryOf(request).get("result");
  const submission = key ? sessions.submissions.read(request.sessionID, key) : undefined;
  if (!submission) return undefined;
  return { result: readResult(submission) ?? stillUnderWay, fields: submission.fields };
}

const stillUnderWay: FormResult = {
  form: "",
  text: "This was sent, and Asana has not answered yet. Look whether it was done before you send it again.",
  isProblem: true,
  calls: [],
};

type KeptResult = v.InferOutput<typeof KeptResult>;

const Text = v.string();
const KeptResult = v.object({
  form: Text,
  text: Text,
  link: v.optional(v.object({ href: Text, label: Text })),
  isProblem: v.boolean(),
  location: Text,
  calls: v.array(
    v.object({
      method: Text,
      url: Text,
      status: Text,
      duration: Text,
      scope: Text,
      token: Text,
      json: Text,
      curl: Text,
    }),
  ),
});

function readResult(submission: Submission | undefined): KeptResult | undefined {
  const parsed = v.safeParse(KeptResult, submission?.result);
  return parsed.success ? parsed.output : undefined;
}

async function attempt(
  perform: () => Promise<Done>,
  { form, access }: { form: { readonly page: string }; access: AsanaAccess },
): Promise<Done & { readonly isProblem: boolean }> {
  try {
    return { ...(await perform()), isProblem: false };
  } catch (error) {
    const text = problemInWords(error, access);
    if (text === undefined) throw error;
    return { text, location: form.page, isProblem: true };
  }
}

function problemInWords(error: unknown, { calls }: AsanaAccess): string | undefined {
  if (error instanceof NotDone) return error.message;
  const isAccessError = error instanceof AccessError;
  if (!isAccessError && !(error instanceof AsanaApiError)) return undefined;
  if (error.kind === "access-ended" || error.kind === "unauthorized") return accessHadEnded;
  if (isAccessError) return `${errorPages[error.kind].whatHappened} Nothing was done.`;
  const wasSent = calls.some(({ method }) => method !== "GET");
  return failureInWords(error, { mayHaveBeenDone: wasSent });
}

/** Read after the person has connected again. */
const accessHadEnded =
  "Asana had stopped accepting this app's access, so nothing was done. Check what you typed, and send it again.";

/** No longer than a page may take: then whoever began it has died, or its result was lost. */
async function untilDone(
  sessionId: string,
  key: string,
  { sessions, pageTimeMs, now }: Dependencies,
): Promise<void> {
  const { begunAt = 0 } = sessions.submissions.read(sessionId, key) ?? {};
  const giveUpAt = performance.now() + Math.min(pageTimeMs, begunAt + pageTimeMs - now());
  while (sessions.submissions.read(sessionId, key)?.isDone === false) {
    if (performance.now() > giveUpAt) return;
    await setTimeout(pollMs);
  }
}

const pollMs = 50;

function pick(body: unknown, names: readonly string[]): Fields {
  const sent = v.parse(v.optional(v.record(v.string(), v.unknown()), {}), body);
  return Object.fromEntries(names.map((name) => [name, textOf(sent[name])]));
}

/** Browsers end lines with CR LF in forms; a field that is sent twice is no text. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
}
