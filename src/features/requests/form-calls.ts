import { attachment } from "../../sessions/session-attachments.ts";
import { callsOf } from "../../web/asana-calls/page-calls.ts";
import type { Dependencies, FinishedForm } from "../../web/dependencies.ts";
import type { PageRequest } from "../../web/feature.ts";
import { queryOf } from "../../web/page/query.ts";
import { type CallCard, callCard } from "./call-card.ts";

/** The requests that the session's last form made, with the form's key. */
export const callsOfLastForm = attachment<{
  readonly key: string;
  readonly calls: readonly CallCard[];
}>("form-calls");

/** Keeps the requests of a form for the page that its redirect leads to. */
export async function keepFormCalls(
  { key, request, response }: FinishedForm,
  { sessions }: Pick<Dependencies, "sessions">,
): Promise<void> {
  const calls = callsOf(response).map(callCard);
  await sessions.attachments.put(request.sessionID, callsOfLastForm, { key, calls });
}

/** The requests of the form that led to this page; none after a later form, or without one. */
export function formCallsOf({ request, dependencies }: PageRequest): readonly CallCard[] {
  const key = request.session?.signedIn && queryOf(request).get("result");
  const kept = key
    ? dependencies.sessions.readWith(request.session).attachment(callsOfLastForm)
    : undefined;
  return kept?.key === key ? (kept?.calls ?? []) : [];
}
