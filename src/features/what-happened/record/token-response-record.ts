import { decodeJwt, decodeProtectedHeader, type JWTPayload } from "jose";
import { jsonObject } from "./json-object.ts";
import { type CodeExchanged, type LibraryView, recordLibraryChecks } from "./library-checks.ts";
import { claimsShown, tokenResponseParameters } from "./shown-values.ts";
import type { SignInRecorder } from "./sign-in-recorder.ts";
import { type Answer, recordAnswer } from "./wire-messages.ts";

/** Records the token response, and how openid-client's checks of it ended. */
export interface TokenResponseRecord {
  answered(answer: Answer): void;
  exchanged(ended: CodeExchanged): void;
}

/**
 * The part of a sign-in's record that is about the token response.
 *
 * @param now epoch milliseconds
 */
export function tokenResponseRecord(
  recorder: SignInRecorder,
  now: () => number,
): TokenResponseRecord {
  let status: number | undefined;
  let seen: LibraryView = { body: {}, header: undefined, claims: undefined };

  return {
    answered(answer) {
      ({ status } = answer);
      if (status === 200) recorder.note("code-verified");
      const body = jsonObject(answer.body);
      recordAnswer(recorder, answer, body && tokenResponseParameters(body));
      if (!body) return;
      const idToken = typeof body.id_token === "string" ? body.id_token : undefined;
      seen = { body, header: headerOf(idToken), claims: claimsOf(idToken) };
      if (seen.header) recorder.note("id-token-header", claimsShown(seen.header));
      if (seen.claims) recorder.note("id-token-claims", claimsShown(seen.claims));
    },
    exchanged(ended) {
      if (status !== 200) return; // the answer is a failure, so there is nothing to check
      recordLibraryChecks(recorder, { ...ended, seen, now: now() });
    },
  };
}

function headerOf(idToken: string | undefined): object | undefined {
  try {
    return idToken === undefined ? undefined : decodeProtectedHeader(idToken);
  } catch {
    return undefined; // it is no token: the check that fails says so
  }
}

function claimsOf(idToken: string | undefined): JWTPayload | undefined {
  try {
    return idToken === undefined ? undefined : decodeJwt(idToken);
  } catch {
    return undefined;
  }
}
