import type { JWTPayload } from "jose";
import * as v from "valibot";
import type { SignInEvent } from "../../../auth/sign-in-observer.ts";
import { timeSeen } from "./shown-values.ts";
import type { Finding, SignInRecorder } from "./sign-in-recorder.ts";
import type { CheckName } from "./step-names.ts";

/** How openid-client ended a code exchange, and what it compared the answer with. */
export type CodeExchanged = Extract<SignInEvent, { event: "code-exchanged" }>;

/** What openid-client saw of a token response. */
export interface LibraryView {
  readonly body: Record<string, unknown>;
  readonly header: object | undefined;
  readonly claims: JWTPayload | undefined;
}

type Looked = Omit<CodeExchanged, "event"> & {
  readonly seen: LibraryView;
  /** Epoch milliseconds. */
  readonly now: number;
};

/**
 * Records the checks that openid-client made in a code exchange. The library does not report them;
 * they follow from its order and its error. A failed check is the last one, and those before it
 * have passed.
 */
export function recordLibraryChecks(recorder: SignInRecorder, looked: Looked): void {
  const all = findings(looked);
  const failed = looked.error === undefined ? undefined : failedCheck(looked.error);
  const isMade = all.some(([name]) => name === failed);
  for (const [name, { saw, ...rest }] of all) {
    const hasFailed = name === failed || (failed !== undefined && !isMade);
    if (failed === "claims-present" && isUncertain(name)) continue;
    const passed = saw === undefined ? "not-applicable" : "passed";
    recorder.check(name, { outcome: hasFailed ? "failed" : passed, saw, ...rest });
    if (hasFailed) return;
  }
}

type Findings = readonly (readonly [CheckName, Omit<Finding, "outcome">])[];

/** What openid-client looks at, in its order. Without an ID token that is little. */
function findings({ seen, expected, now }: Looked): Findings {
  const { body, header, claims } = seen;
  const { issuer, clientId, algorithms = ["RS256"] } = expected;
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
    ["audience", { saw: claims.aud, expected: clientId }],
    ...ofType,
    ["nonce", { saw: claims.nonce ?? "no nonce" }],
  ];
}

/** OpenID Connect Core 1.0, 2. */
const requiredClaims = ["iss", "sub", "aud", "exp", "iat"];

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

/** Finds the failed check by the cause of openid-client's error; messages may change. */
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

function algorithmOf(header: object): unknown {
  return "alg" in header ? header.alg : undefined;
}
