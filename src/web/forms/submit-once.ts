import { setTimeout } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { RequestHandler, Response } from "express";
import * as v from "valibot";
import { AsanaApiError } from "../../asana/api-error.ts";
import { AccessError } from "../../auth/access-error.ts";
import { asanaAsPerson } from "../asana-calls/asana-as-person.ts";
import { callsOf } from "../asana-calls/page-calls.ts";
import type { Dependencies } from "../dependencies.ts";
import { errorPages, HttpError } from "../errors/error-pages.ts";
import { failureInWords } from "../errors/failure-words.ts";
import { unlessStoreFails } from "../errors/unless-store-fails.ts";
import type { PageRequest } from "../feature.ts";
import { withQuery } from "../page/query.ts";
import { type Done, type Fields, type Form, NotDone, newFormKey } from "./form.ts";
import { keptResultOf } from "./form-result.ts";
import { receiveForm } from "./receive-form.ts";

/** The handlers of a form: they read it, refuse a foreign one, do it once, and redirect. */
export function formRoute(form: Form, dependencies: Dependencies): RequestHandler[] {
  return [
    ...receiveForm,
    async (request, response) => {
      const location = await submitOnce(form, { request, response, dependencies });
      response.redirect(303, location);
    },
  ];
}

/**
 * Runs a form's action at most once for each key (Post/Redirect/Get): neither a reload nor a double
 * click does it again. The second of two clicks waits for the first and leads to the same page. The
 * result, and what was typed, are kept for that page.
 *
 * @returns the address to redirect to
 * @see OWASP ASVS 5, 2.3.4
 */
async function submitOnce(form: Form, post: PageRequest): Promise<string> {
  const { request, response, dependencies } = post;
  const { submissions } = dependencies.sessions;
  const { sessionID } = request;
  const key = /^[\w-]{22}$/.exec(String(request.body?.key ?? ""))?.[0];
  if (!key) throw new HttpError("request-malformed");
  const fields = pick(request.body, form.fields);
  if (Buffer.byteLength(JSON.stringify(fields)) > keptBytes) throw new HttpError("form-too-large");

  if (await submissions.begin(sessionID, key, fields)) {
    const result = await attempt(form, fields, post);
    await submissions
      .finish(key, { fields, result: { ...result, form: form.name } })
      .catch(unlessStoreFails(response.locals.log)); // it was done: the page after it says to look
    await dependencies.formFinished({ key, request, response });
    return withQuery(result.location, { result: key });
  }
  await untilDone(sessionID, key, dependencies);
  const page = form.pageOf(request);
  const before = await submissions.read(sessionID, key);
  const isOther = before?.isDone && keptResultOf(before)?.form !== form.name;
  if (before && (isOther || !isDeepStrictEqual(before.fields, fields))) {
    // The browser brought back a page with its key, and the person filled it in anew.
    const newKey = newFormKey();
    await submissions.begin(sessionID, newKey, fields);
    const result = { ...sentBefore, form: form.name, location: page };
    await submissions.finish(newKey, { fields, result });
    return withQuery(page, { result: newKey });
  }
  return withQuery(keptResultOf(before)?.location ?? page, { result: key });
}

const keptBytes = 16 * 1024;

const sentBefore = {
  text: "This page was sent before with other words, so these were not sent. Check them, and send them now.",
  isProblem: true,
};

async function attempt(
  form: Form,
  fields: Fields,
  { request, response, dependencies }: PageRequest,
): Promise<Done & { readonly isProblem: boolean }> {
  try {
    const asana = asanaAsPerson(request, response, dependencies);
    return { ...(await form.perform({ asana, fields, request, response })), isProblem: false };
  } catch (error) {
    const text = problemInWords(error, response);
    if (text === undefined) throw error;
    return { text, location: form.pageOf(request), isProblem: true };
  }
}

function problemInWords(error: unknown, response: Response): string | undefined {
  if (error instanceof NotDone) return error.message;
  const isAccessError = error instanceof AccessError;
  if (!isAccessError && !(error instanceof AsanaApiError)) return undefined;
  if (error.kind === "access-ended" || error.kind === "unauthorized") return accessHadEnded;
  if (isAccessError) return `${errorPages[error.kind].whatHappened} Nothing was done.`;
  const wasSent = callsOf(response).some(({ method }) => method !== "GET");
  return failureInWords(error, { mayHaveBeenDone: wasSent });
}

/** The person reads it after connecting again. */
const accessHadEnded =
  "Asana had stopped accepting this app's access, so nothing was done. Check what you typed, and send it again.";

/** Waits as long as a page may take. Then the process that began it has died, or lost the result. */
async function untilDone(sessionId: string, key: string, about: Dependencies): Promise<void> {
  const { sessions, now } = about;
  const pageTimeMs = about.pageTimeMs();
  const { begunAt = 0 } = (await sessions.submissions.read(sessionId, key)) ?? {};
  const giveUpAt = performance.now() + Math.min(pageTimeMs, begunAt + pageTimeMs - now());
  while ((await sessions.submissions.read(sessionId, key))?.isDone === false) {
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
