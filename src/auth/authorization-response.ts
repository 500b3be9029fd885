import type { SignInAttempt } from "./authorization-request.ts";
import type { DiscoveredProvider } from "./provider.ts";
import { ScopeRefused, SignInError } from "./sign-in-error.ts";

/**
 * Checks all of an authorization response but its state, which was checked when the attempt was
 * taken: an attempt is found by its state only.
 *
 * @returns the `error` code of a response that says no; undefined when there is a code to exchange
 * @throws SignInError
 * @see RFC 6749, 4.1.2; RFC 9207, 2.4
 */
export function checkAuthorizationResponse(
  parameters: URLSearchParams,
  { provider, attempt }: { provider: DiscoveredProvider; attempt: SignInAttempt },
): string | undefined {
  const names = [...parameters.keys()];
  if (new Set(names).size < names.length) throw new SignInError("response-malformed"); // RFC 6749, 3.1

  const issuer = parameters.get("iss");
  if (issuer !== null && issuer !== provider.metadata.issuer) {
    throw new SignInError("issuer-mismatch"); // RFC 9207, 2.4
  }
  const error = parameters.get("error");
  if (Boolean(error) === Boolean(parameters.get("code"))) {
    throw new SignInError("response-malformed"); // neither, or both
  }
  if (error) return refusal(error, { parameters, attempt });
  return undefined;
}

/**
 * What an `error` of the authorization response means. Which code Asana sends when the person
 * presses Deny is not documented: whatever is not plainly a fault counts as a no.
 */
function refusal(
  error: string,
  { parameters, attempt }: { parameters: URLSearchParams; attempt: SignInAttempt },
): string {
  switch (error) {
    case "forbidden_scopes": // Asana's own
    case "invalid_scope":
      throw new ScopeRefused(
        refusedScopes(attempt.scope.split(" "), parameters.get("error_description") ?? ""),
      );
    case "invalid_request":
    case "unauthorized_client":
    case "unsupported_response_type":
      throw new SignInError("request-refused");
    case "server_error":
    case "temporarily_unavailable":
      throw new SignInError("provider-failed");
    default:
      return error;
  }
}

/** The requested scopes that Asana's text names; all of them when it names none. Only shown. */
function refusedScopes(requested: readonly string[], description: string): readonly string[] {
  const words = new Set(description.split(/[^\w:.]+/));
  const named = requested.filter((scope) => words.has(scope));
  return named.length > 0 ? named : requested;
}
