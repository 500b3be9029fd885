/** Where an authorization response goes, known once the redirect URI is trusted. */
export interface ResponseTarget {
  readonly redirectUri: string;
  /** The words of `response_type`, sorted. */
  readonly responseType: string;
  readonly state: string | undefined;
}

/** A refusal; the app learns of it by redirect when it has a `target`. @see RFC 6749, 4.1.2.1 */
export class OAuthError extends Error {
  readonly code: string;
  readonly target: ResponseTarget | undefined;
  constructor(text: string, code: string, target: ResponseTarget | undefined) {
    super(text);
    this.code = code;
    this.target = target;
  }
}

/** What may explain an `error`. @see RFC 6749, 5.2 */
export function textsOf(message: string) {
  return {
    error_uri: "https://asana.com/developers/documentation/getting-started/authentication",
    error_description: message,
  };
}

/** One rule of the protocol: it holds, or the request is refused. @throws OAuthError */
export function refuseUnless(
  holds: unknown,
  text: string,
  code = "invalid_request",
  target?: ResponseTarget,
): asserts holds {
  if (!holds) {
    throw new OAuthError(text, code, target);
  }
}
