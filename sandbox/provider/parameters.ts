import express, { type RequestHandler } from "express";
import { OAuthError, refuseUnless, textsOf } from "./oauth-error.ts";
import type { Provider } from "./provider.ts";

export type Parameters = Readonly<Record<string, string | undefined>>;

/** Each parameter once; one without a value counts as omitted. @see RFC 6749, 3.1 and 3.2 */
export function readParameters(encoded: string): Parameters {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(encoded)) {
    refuseUnless(!parameters.has(name), `The \`${name}\` parameter is repeated.`);
    parameters.set(name, value);
  }
  return Object.fromEntries([...parameters].filter(([, value]) => value !== ""));
}

/** @throws OAuthError when it is missing */
export function required(parameters: Parameters, name: string): string {
  const value = parameters[name];
  refuseUnless(value, `The \`${name}\` parameter is missing.`);
  return value;
}

/**
 * Answers a form with JSON. Anything else, a JSON body above all, ends in a bare 400, as integrators
 * report; the texts of a refusal are those that they have seen.
 * @see RFC 6749, 4.1.3 and 5.2
 */
export function formEndpoint(
  provider: Provider,
  answer: (provider: Provider, form: Parameters, authorization?: string) => unknown,
): RequestHandler[] {
  const { switches } = provider;
  const handler: RequestHandler = async ({ body, headers }, res) => {
    if (typeof body !== "string") {
      res.status(400).end();
      return;
    }
    try {
      res.json(await answer(provider, readParameters(body), headers.authorization));
    } catch (error) {
      if (!(error instanceof OAuthError)) {
        throw error;
      }
      const status = error.code === "invalid_client" ? switches.invalidClientStatus : 400;
      if (status === 401 && headers.authorization !== undefined) {
        res.set("WWW-Authenticate", 'Basic realm="sandbox"');
      }
      const texts = switches.errorText === "off" ? {} : textsOf(error.message);
      res.status(status).json({ error: error.code, ...texts });
    }
  };
  return [express.text({ type: "application/x-www-form-urlencoded", limit: "32kb" }), handler];
}
