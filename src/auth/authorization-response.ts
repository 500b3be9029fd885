import { ensure } from "./check.ts";
import type { DiscoveredProvider } from "./discovered-provider.ts";
import type { SignInAttempt } from "./sign-in-attempt.ts";
import { ScopeRefused, SignInError } from "./sign-in-error.ts";
import type { SignInObserver } from "./sign-in-observer.ts";

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
  context: {
    readonly discovered: DiscoveredProvider;
    readonly attempt: SignInAttempt;
    readonly observer: SignInObserver;
  },
): string | undefined {
  const { discovered, attempt, observer } = context;
  const expected = discovered.metadata.issuer;
  const names = [...parameters.keys()];
  ensure(new Set(names).size === names.length, {
    name: "parameters-once", // RFC 6749, 3.1
    saw: names.join(", "),
    otherwise: "response-malformed",
    observer,
  });
  const issuer = parameters.get("iss") ?? undefined;
  ensure(issuer === undefined || issuer === expected, {
    name: "response-issuer", // RFC 9207, 2.4
    saw: issuer,
    expected,
    otherwise: "issuer-mismatch",
    observer,
  });
  const error = parameters.get("error");
  ensure(Boolean(error) !== Boolean(parameters.get("code")), {
    name: "code-or-error",
    saw: names.filter((name) => name === "code" || name === "error").join(", ") || "neither",
    otherwise: "response-malformed",
    observer,
  });
  if (error) return refusal(error, { parameters, attempt });
  return undefined;
}

/**
 * What an `error` of the authorization response means. Which code Asana sends when the person
 * presses Deny is not documented, so each code that is not plainly a fault counts as a no.
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
