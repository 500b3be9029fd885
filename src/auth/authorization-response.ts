import type { DiscoveredProvider } from "./discovered-provider.ts";
import type { SignInAttempt } from "./sign-in-attempt.ts";
import { ensure, ScopeRefused, SignInError } from "./sign-in-error.ts";
import type { SignInObserver } from "./sign-in-observer.ts";

/**
 * Checks an authorization response, except its state: only its state finds the attempt.
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
  const malformed = { otherwise: "response-malformed", observer } as const;
  const isEachOnce = new Set(names).size === names.length; // RFC 6749, 3.1
  ensure(isEachOnce, { name: "parameters-once", saw: names.join(", "), ...malformed });
  const issuer = parameters.get("iss") ?? undefined; // RFC 9207, 2.4
  const mismatch = { otherwise: "issuer-mismatch", observer } as const;
  const isIssuer = issuer === undefined || issuer === expected;
  ensure(isIssuer, { name: "response-issuer", saw: issuer, expected, ...mismatch });
  const error = parameters.get("error");
  const saw = names.filter((name) => ["code", "error"].includes(name)).join(", ") || "neither";
  const isOneOfThem = Boolean(error) !== Boolean(parameters.get("code"));
  ensure(isOneOfThem, { name: "code-or-error", saw, ...malformed });
  return error ? refusal(error, parameters, attempt) : undefined;
}

/**
 * What an `error` of the authorization response means. Which code Asana sends when the person
 * presses Deny is not documented, so each code that is not plainly a fault counts as a no.
 */
function refusal(error: string, parameters: URLSearchParams, attempt: SignInAttempt): string {
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
