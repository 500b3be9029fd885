import { decodeJwt, decodeProtectedHeader, type JWTPayload } from "jose";
import type * as client from "openid-client";
import * as v from "valibot";
import type { DiscoveredProvider } from "../provider.ts";
import type { Finding, SignInRecorder } from "./sign-in-recorder.ts";
import type { CheckName } from "./steps.ts";
import { claimsShown, tokenResponseParameters } from "./values.ts";
import { quietly, watchedFetch } from "./watched-fetch.ts";

/**
 * Watches a code exchange that openid-client makes: its request, the answer, and from the way it
 * ended which of its checks it got to, with the values that it saw.
 *
 * @param now epoch milliseconds
 * @returns the configuration to make the exchange with, and what to call when it has ended
 */
export function recordCodeExchange(
  recorder: SignInRecorder,
  { provider, now }: { readonly provider: DiscoveredProvider; readonly now: () => number },
): { configuration: client.Configuration; ended: (error?: unknown) => void } {
  let status: number | undefined;
  let body: Record<string, unknown> = {};
  let header: object | undefined;
  let claims: JWTPayload | undefined;
  let addToResponse: ReturnType<SignInRecorder["message"]> = () => undefined;

  const configuration = provider.configurationWith((fetch) =>
    watchedFetch(
      {
        sent: (request) => void recorder.message("token-request", request),
        answered(answer) {
          status = answer.status;
          if (status === 200) recorder.note("code-verified");
          addToResponse = recorder.message("token-response", answer);
        },
        read(text) {
          body = v.parse(v.record(v.string(), v.unknown()), JSON.parse(text));
          addToResponse({ parameters: tokenResponseParameters(body) });
          if (typeof body.id_token !== "string") return;
          header = headerOf(body.id_token);
          claims = claimsOf(body.id_token);
          if (header) recorder.note("id-token-header", claimsShown(header));
          if (claims) recorder.note("id-token-claims", claimsShown(claims));
        },
      },
      fetch,
    ),
  );

  function ended(error?: unknown): void {
    if (status !== 200) return; // nothing to check: the answer itself is the trouble
    recordChecks(findings({ body, header, claims, provider, now: now() }), { recorder, error });
  }
  return { configuration, ended: (error) => quietly(() => ended(error)) };
}

type Findings = readonly (readonly [CheckName, Omit<Finding, "outcome">])[];

/** What openid-client looks at, in its order. Without an ID token that is little. */
function findings(seen: {
  readonly body: Record<string, unknown>;
  readonly header: object | undefined;
  readonly claims: JWTPayload | undefined;
  readonly provider: DiscoveredProvider;
  readonly now: number;
}): Findings {
  const { body, header, claims, provider, now } = seen;
  const { issuer, id_token_signing_alg_values_supported: algorithms = ["RS256"] } =
    provider.metadata;
  const ofResponse: Findings = [["token-response", { saw: Object.keys(body).join(", ") }]];
  const ofType: Findings = [["token-type", { saw: body.token_type, expected: "bearer" }]];
  if (!header || !claims) return [...ofResponse, ...ofType];

  const present = requiredClaims.filter((name) => claims[name] !== undefined);
  return [
    ...ofResponse,
    ["algorithm", { saw: algorithmOf(header), expected: algorithms.join(", ") }],
    ["expiry", { saw: timeSeen(claims.exp, now) }],
    ["not-before", { saw: timeSeen(claims.nbf, now) }],
    ["claims-present", { saw: present.join(", "), expected: requiredClaims.join(", ") }],
    ["issuer", { saw: claims.iss, expected: issuer }],
    ["audience", { saw: claims.aud, expected: provider.clientId }],
    ...ofType,
    ["nonce", { saw: claims.nonce ?? "no nonce" }],
  ];
}

/** OpenID Connect Core 1.0, 2. */
const requiredClaims = ["iss", "sub", "aud", "exp", "iat"];

/** A check that failed is the last one made; those before it in the library's order have passed. */
function recordChecks(
  all: Findings,
  { recorder, error }: { readonly recorder: SignInRecorder; readonly error: unknown },
): void {
  const failed = error === undefined ? undefined : failedCheck(error);
  const isMade = all.some(([name]) => name === failed);
  for (const [name, { saw, ...rest }] of all) {
    const hasFailed = name === failed || (failed !== undefined && !isMade);
    if (failed === "claims-present" && isUncertain(name)) continue;
    const passed = saw === undefined ? "not-applicable" : "passed";
    recorder.check(name, { outcome: hasFailed ? "failed" : passed, saw, ...rest });
    if (hasFailed) return;
  }
}

/** The library looks at claims' types before the times and at their presence after them. */
function isUncertain(name: CheckName): boolean {
  return name === "expiry" || name === "not-before";
}

const Failure = v.object({
  code: v.optional(v.string()),
  cause: v.object({
    cause: v.object({
      claim: v.optional(v.string()),
      claims: v.optional(v.unknown()),
      header: v.optional(v.unknown()),
      expected: v.optional(v.unknown()),
    }),
  }),
});

const checksOfClaims: Readonly<Record<string, CheckName>> = {
  exp: "expiry",
  nbf: "not-before",
  iss: "issuer",
  aud: "audience",
  azp: "audience", // looked at only when there are several audiences
  nonce: "nonce",
};

/** Which check it was, by what openid-client's errors carry as cause; their messages may change. */
function failedCheck(error: unknown): CheckName {
  const failure = v.safeParse(Failure, error);
  if (!failure.success) return "token-response";
  const { code, cause } = failure.output;
  const { claim, claims, header, expected } = cause.cause;
  if (claim !== undefined) return checksOfClaims[claim] ?? "token-response";
  if (claims !== undefined) return "claims-present";
  if (header !== undefined && expected !== undefined) return "algorithm";
  return code === "OAUTH_UNSUPPORTED_OPERATION" ? "token-type" : "token-response";
}

/** A claim that is a time, and how far away it is. */
export function timeSeen(value: unknown, now: number): unknown {
  if (typeof value !== "number") return value;
  const seconds = Math.round(value - now / 1000);
  return `${value}, ${seconds < 0 ? `${-seconds} s ago` : `in ${seconds} s`}`;
}

function algorithmOf(header: object): unknown {
  return "alg" in header ? header.alg : undefined;
}

function headerOf(idToken: string): object | undefined {
  try {
    return decodeProtectedHeader(idToken);
  } catch {
    return undefined; // it is no token: the check that fails says so
  }
}

function claimsOf(idToken: string): JWTPayload | undefined {
  try {
    return decodeJwt(idToken);
  } catch {
    return undefined;
  }
}
