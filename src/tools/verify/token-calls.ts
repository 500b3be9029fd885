import { send } from "./contract-check.ts";
import type { ContractAnswer } from "./expectation.ts";
import type { Visit } from "./visit.ts";

/** The fields of a code exchange (RFC 6749, 4.1.3). */
export function codeFields({ parameters, settings }: Visit): Record<string, string> {
  return {
    grant_type: "authorization_code",
    code: parameters.get("code") ?? "",
    redirect_uri: settings.redirectUri,
  };
}

/** Sends a token request with the client's credentials; undefined when no answer came. */
export function tokenAnswer(
  { known, settings, signal }: Visit,
  fields: Readonly<Record<string, string>>,
): Promise<ContractAnswer | undefined> {
  const { id, secret } = settings.client;
  const form = { ...fields, client_id: id, client_secret: secret };
  return send({ method: "POST", url: known.get("token_endpoint") ?? "", form }, signal);
}

/** The members of an answer's body; none when it is no object. */
export function bodyOf(answer: ContractAnswer | undefined): Readonly<Record<string, unknown>> {
  const body = answer?.body;
  return typeof body === "object" && body !== null ? { ...body } : {};
}
