import type { ErrorRequestHandler } from "express";
import type { Provider } from "./provider.ts";

const errorUri = "https://asana.com/developers/documentation/getting-started/authentication";

export type OAuthErrorCode =
  | "invalid_request"
  | "invalid_client"
  | "invalid_grant"
  | "unsupported_grant_type";

/** A refusal at the token, revocation or introspection endpoint. @see RFC 6749, 5.2 */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode;
  constructor(code: OAuthErrorCode, text: string) {
    super(text);
    this.code = code;
  }
}

/** `error_uri` and `error_description` as integrators have seen them; `errorText=off` drops both. */
export function oauthErrorHandler({ switches }: Provider): ErrorRequestHandler {
  return (error, req, res, next) => {
    if (!(error instanceof OAuthError)) {
      next(error);
      return;
    }
    const texts = { error_uri: errorUri, error_description: error.message };
    const status = error.code === "invalid_client" ? switches.invalidClientStatus : 400;
    if (status === 401 && req.headers.authorization !== undefined) {
      res.set("WWW-Authenticate", 'Basic realm="sandbox"');
    }
    res.status(status).json({ error: error.code, ...(switches.errorText === "on" ? texts : {}) });
  };
}
