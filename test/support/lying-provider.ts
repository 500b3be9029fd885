import type { IncomingMessage, ServerResponse } from "node:http";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { startApp } from "./app.ts";
import { aBrowser, type Browser } from "./browser.ts";
import { aLocalServer } from "./local-server.ts";

const [ownKey, foreignKey] = await Promise.all([makeKey(), makeKey()]);

/** What this provider does differently from an honest one. An empty lie is the truth. */
export interface Lie {
  /** Claims of the ID token, over the honest ones; undefined leaves one out. */
  readonly claims?: Record<string, unknown>;
  /** Claims that are times, in seconds from the moment the token is made. */
  readonly times?: Record<string, number>;
  readonly signedBy?: "own key" | "foreign key" | "client secret" | "nobody";
  readonly keyId?: string;
  readonly idToken?: string | null;
  readonly userInfo?: Record<string, unknown>;
  readonly tokenResponse?: Record<string, unknown>;
  readonly algorithmsListed?: readonly string[];
  /** Whole answers by path, the API's included, instead of honest ones. */
  readonly answers?: Readonly<Record<string, Answer>>;
}

interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body: string | object;
}

export const lyingProviderClient = {
  id: "1201",
  secret: "the secret of the lying provider's client",
};
export const honestSubject = "4673218951";

/** Settings that point an app at an OpenID Provider which lies in exactly one way. */
export async function aLyingProvider(lie: Lie): Promise<Record<string, string>> {
  return (await aRecordingProvider(lie)).settings;
}

/** The same, with the forms that its token endpoint was sent. */
export async function aRecordingProvider(lie: Lie): Promise<{
  settings: Record<string, string>;
  tokenRequests: readonly URLSearchParams[];
}> {
  const tokenRequests: URLSearchParams[] = [];
  const origin = await aLocalServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "", origin).pathname;
    const form = await textOf(request);
    if (path === "/token") tokenRequests.push(new URLSearchParams(form));
    const body = await bodyFor(path);
    const honest: Answer = { status: body ? 200 : 404, body: body ?? {} };
    const { status = 200, type = "application/json", body: sent } = lie.answers?.[path] ?? honest;
    response.writeHead(status, { "content-type": type });
    response.end(typeof sent === "string" ? sent : JSON.stringify(sent));
  }

  async function bodyFor(path: string): Promise<object | undefined> {
    switch (path) {
      case "/.well-known/openid-configuration":
        return {
          issuer: origin,
          authorization_endpoint: `${origin}/authorize`,
          token_endpoint: `${origin}/token`,
          userinfo_endpoint: `${origin}/userinfo`,
          jwks_uri: `${origin}/jwks`,
          id_token_signing_alg_values_supported: lie.algorithmsListed ?? ["RS256"],
        };
      case "/jwks":
        return { keys: [{ ...ownKey.jwk, kid: "own", use: "sig", alg: "RS256" }] };
      case "/token":
        return {
          access_token: "an access token",
          token_type: "bearer",
          expires_in: 3600,
          ...(lie.idToken !== null && { id_token: lie.idToken ?? (await idToken(origin, lie)) }),
          ...lie.tokenResponse,
        };
      case "/userinfo":
        return { sub: honestSubject, name: "Greg Sanchez", ...lie.userInfo };
      default:
        return undefined;
    }
  }

  const settings = {
    ASANA_ISSUER: origin,
    ASANA_API_BASE_URL: origin,
    ASANA_CLIENT_ID: lyingProviderClient.id,
    ASANA_CLIENT_SECRET: lyingProviderClient.secret,
  };
  return { settings, tokenRequests };
}

/** An app that such a provider stands behind, and a browser that has signed in there, if it could. */
export async function signInAtLiar(lie: Lie) {
  const app = await startApp({ settings: await aLyingProvider(lie) });
  const browser = aBrowser();
  return { app, browser, page: await signInAtLyingProvider(app.origin, browser) };
}

/** Signs in at an app that such a provider stands behind; returns the page where it ends. */
export async function signInAtLyingProvider(origin: string, browser: Browser) {
  const started = await browser.get(`${origin}/auth/login`);
  const state = new URL(started.headers.location ?? "").searchParams.get("state");
  return browser.open(`${origin}/auth/callback?code=a-code&state=${state}`);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function idToken(issuer: string, lie: Lie): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer,
    sub: honestSubject,
    aud: lyingProviderClient.id,
    iat: now,
    exp: now + 3600,
    ...lie.claims,
    ...Object.fromEntries(
      Object.entries(lie.times ?? {}).map(([claim, seconds]) => [claim, now + seconds]),
    ),
  } as JWTPayload;
  const kid = lie.keyId ?? "own";

  switch (lie.signedBy ?? "own key") {
    case "nobody":
      return `${base64url({ alg: "none" })}.${base64url(claims)}.`;
    case "client secret":
      return new SignJWT(claims)
        .setProtectedHeader({ alg: "HS256" })
        .sign(new TextEncoder().encode(lyingProviderClient.secret));
    case "foreign key":
      return new SignJWT(claims)
        .setProtectedHeader({ alg: "RS256", kid })
        .sign(foreignKey.privateKey);
    case "own key":
      return new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid }).sign(ownKey.privateKey);
  }
}

async function makeKey() {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  return { privateKey, jwk: await exportJWK(publicKey) };
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
