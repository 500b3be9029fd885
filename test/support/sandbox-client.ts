import { createHash, randomBytes } from "node:crypto";
import { afterEach } from "@jest/globals";
import { fullPermissionsClient } from "../../sandbox/fixed-values.ts";
import { makeSigningKey } from "../../sandbox/provider/id-token.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox/sandbox.ts";
import type { Switches } from "../../sandbox/switches.ts";
import { aFreePort } from "./ports.ts";

export const callback = "http://localhost:3000/auth/callback";

export const allScopes =
  "openid email profile users:read workspaces:read projects:read tasks:read tasks:write " +
  "tasks:delete stories:read stories:write teams:read";

/** How the second client, registered with full permissions, authenticates. */
export const fullPermissionsCredentials = {
  client_id: fullPermissionsClient.id,
  client_secret: fullPermissionsClient.secret,
};

const signingKey = makeSigningKey("RS256");
const opened: Sandbox[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((sandbox) => sandbox.close()));
});

/** A sandbox of its own, closed after the test; another may then take its place at the same port. */
export async function aSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const port = options.port ?? (await aFreePort());
  const sandbox = await startSandbox({ signingKey, ...options, port });
  opened.push(sandbox);
  return sandbox;
}

/** A clock that stands still until it is moved. */
export function aClock() {
  let time = Date.parse("2026-11-23T12:00:00Z");
  return {
    now: () => time,
    moveSeconds: (seconds: number) => {
      time += seconds * 1000;
    },
  };
}

export type Parameters = Readonly<Record<string, string | undefined>>;

/** Parameters of the authorization request, and which of the people signs in: the first. */
export interface SignIn {
  readonly person?: number;
  readonly decision?: "allow" | "deny";
  readonly [parameter: string]: string | number | undefined;
}

/** Sends the app's authorization request; a parameter set to undefined is left out. */
export async function request(sandbox: Sandbox, parameters: SignIn = {}, cookie = "") {
  const query = formOf({
    client_id: sandbox.settings.ASANA_CLIENT_ID,
    redirect_uri: callback,
    response_type: "code",
    state: "the state",
    scope: allScopes,
    ...parameters,
  });
  return get(`${sandbox.origin}/-/oauth_authorize?${query}`, { cookie });
}

/** The browser's cookie after one of the people signed in at the sandbox. */
export async function cookieOf(sandbox: Sandbox, person: number): Promise<string> {
  const page = await (await request(sandbox)).text();
  const answer = await submit(sandbox, page, { person: sandbox.people[person]?.gid });
  return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
}

/** Signs a person in, answers the consent page, returns where the browser is sent in the end. */
export async function respond(
  sandbox: Sandbox,
  { person = 0, decision = "allow", ...parameters }: SignIn = {},
): Promise<URL> {
  const signInPage = await request(sandbox, parameters);
  const gid = sandbox.people[person]?.gid;
  const signedIn = await submit(sandbox, await signInPage.text(), { person: gid });
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  const next = await get(sandbox.origin + signedIn.headers.get("location"), { cookie });
  const answer =
    next.status === 200 ? await submit(sandbox, await next.text(), { decision }, cookie) : next;
  return new URL(answer.headers.get("location") ?? "about:blank");
}

/** Submits the only form of a page. */
export async function submit(
  sandbox: Sandbox,
  page: string,
  fields: Parameters,
  cookie = "",
): Promise<Response> {
  const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1]?.replaceAll("&amp;", "&");
  return fetch(sandbox.origin + action, {
    method: "POST",
    body: formOf(fields),
    headers: { cookie },
    redirect: "manual",
  });
}

/** A code, for the person's consent to these parameters. */
export async function codeFor(sandbox: Sandbox, parameters: SignIn = {}): Promise<string> {
  const response = await respond(sandbox, parameters);
  return response.searchParams.get("code") ?? "";
}

/** Calls the token endpoint as the app; a field set to undefined is left out. */
export async function tokenRequest(sandbox: Sandbox, fields: Parameters) {
  const response = await post(`${sandbox.origin}/-/oauth_token`, {
    client_id: sandbox.settings.ASANA_CLIENT_ID,
    client_secret: sandbox.settings.ASANA_CLIENT_SECRET,
    ...fields,
  });
  return { status: response.status, headers: response.headers, body: await jsonOf(response) };
}

export async function exchange(sandbox: Sandbox, code: string, fields: Parameters = {}) {
  const grant = { grant_type: "authorization_code", redirect_uri: callback, code };
  return tokenRequest(sandbox, { ...grant, ...fields });
}

export async function refresh(sandbox: Sandbox, refreshToken: unknown, fields: Parameters = {}) {
  const grant = { grant_type: "refresh_token", refresh_token: String(refreshToken) };
  return tokenRequest(sandbox, { ...grant, ...fields });
}

/** The token response of a whole sign-in. */
export async function tokensFor(
  sandbox: Sandbox,
  parameters: SignIn = {},
): Promise<Record<string, unknown>> {
  return (await exchange(sandbox, await codeFor(sandbox, parameters))).body;
}

/** Calls the app's other form endpoints. */
export async function revoke(sandbox: Sandbox, token: unknown, fields: Parameters = {}) {
  return post(`${sandbox.origin}/-/oauth_revoke`, {
    client_id: sandbox.settings.ASANA_CLIENT_ID,
    client_secret: sandbox.settings.ASANA_CLIENT_SECRET,
    token: String(token),
    ...fields,
  });
}

/** The switches as a program reads them while the sandbox runs. */
export async function switchesOf({ origin }: Sandbox): Promise<Switches> {
  return (await get(`${origin}/sandbox/switches`)).json() as Promise<Switches>;
}

export async function introspect(sandbox: Sandbox, token: unknown) {
  const response = await post(`${sandbox.origin}/-/token_info`, { token: String(token) });
  return { status: response.status, body: await jsonOf(response) };
}

/** Calls anything under `/api/1.0` with a bearer token. */
export async function api(
  sandbox: Sandbox,
  token: unknown,
  call: string,
  body?: unknown,
): Promise<ApiAnswer> {
  const [method = "GET", path = ""] = call.includes(" ") ? call.split(" ") : ["GET", call];
  const response = await fetch(`${sandbox.origin}/api/1.0${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, ...JSON.parse(text) };
}

/** Records are read loosely here: each test says what it expects of them. */
interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data: Rec & Rec[];
  readonly next_page?: { offset: string; path: string; uri: string } | null;
  readonly errors: { message: string; help: string }[];
}

interface Rec {
  readonly [name: string]: string & Rec & Rec[];
}

export function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}

export function aVerifier(): string {
  return randomBytes(32).toString("base64url");
}

export async function get(url: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { headers, redirect: "manual" });
}

export async function post(url: string, fields: Parameters): Promise<Response> {
  return fetch(url, { method: "POST", body: formOf(fields) });
}

export async function jsonOf(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  return text === "" ? {} : JSON.parse(text);
}

function formOf(fields: Readonly<Record<string, string | number | undefined>>): URLSearchParams {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return new URLSearchParams(present.map(([name, value]) => [name, String(value)]));
}
