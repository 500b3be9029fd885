import { delay, fault } from "./fault-rules.ts";
import {
  choice,
  claimOverrides,
  count,
  isObject,
  type Rule,
  scopeList,
  text,
} from "./switch-rules.ts";

/**
 * Every switch of the sandbox: its default first, and what it accepts.
 * The defaults are the poorest answers that still fit Asana's documents; README.md says what each
 * one changes and where Asana is silent.
 */
export const switchTable = {
  // ID token and metadata
  nonce: choice("omit", "echo"),
  idTokenAlg: choice("RS256", "ES256", "PS256"),
  kid: choice("present", "absent"),
  rotateKeys: choice("no", "now"),
  signature: choice("good", "wrong"),
  idToken: choice("present", "absent"),
  idTokenClaims: choice("minimal", "profile"),
  idTokenOverrides: claimOverrides(),
  metadataPkce: choice("absent", "S256"),
  issuerSlash: choice("no", "yes"),
  // UserInfo
  emailVerified: choice("absent", true, false, "string"),
  sub: choice("match", "mismatch"),
  picture: choice("absent", "null"),
  // authorization endpoint
  pkce: choice("optional", "required"),
  scopeError: choice("page", "redirect"),
  denyError: text("access_denied", "an error code"),
  grant: scopeList(),
  consent: choice("remember", "always"),
  identityScopes: choice("allowed", "must-register"),
  workspaces: choice("all", "pick"),
  // token endpoint
  expiresIn: count(3600, "absent", "string"),
  tokenType: choice("bearer", "Bearer"),
  tokenScope: choice("absent", "present"),
  tokenData: choice("present", "absent"),
  dataEmail: choice("present", "absent"),
  refreshToken: choice("present", "absent"),
  refresh: choice("keep", "return-same", "rotate"),
  refreshTtlSeconds: count("never"),
  codeTtlSeconds: count<never>(900),
  codeReuse: choice("reject", "revoke"),
  clientAuth: choice("both", "post"),
  invalidClientStatus: choice(401, 400),
  resetSecret: choice("no", "yes"),
  errorText: choice("on", "off", "everywhere"),
  expireTokens: choice("no", "now"),
  revokeTokens: choice("no", "now"),
  // introspection
  introspectUnknown: choice("inactive", 400),
  // REST
  scopeStatus: choice(403, 401),
  saStatus: choice(403, 402, 404),
  optFieldsType: choice("absent", "present"),
  offsetTtlSeconds: count<never>(1800),
  offsetStatus: choice(400, 412),
  rateLimit: choice("off", "free", "paid"),
  force429: count<never>(0),
  retryAfter: choice("seconds", "date", "absent"),
  retryAfterSeconds: count<never>(30),
  asanaChange: text("none", 'the value of an "Asana-Change" header'),
  // faults
  fail: fault(),
  slow: delay(),
};

type Rules = typeof switchTable;
export type Switches = {
  -readonly [Name in keyof Rules]: Rules[Name] extends Rule<infer Value> ? Value : never;
};

/** Switches or values that do not exist; `problems` has one sentence for each. */
export class SwitchError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join(" "));
    this.problems = problems;
  }
}

/** @returns all switches at their defaults */
export function defaultSwitches(): Switches {
  const defaults = Object.entries(switchTable).map(([name, rule]) => [name, rule.initial]);
  return Object.fromEntries(defaults) as Switches;
}

/**
 * Checks switches that come from outside. Either all of them are good or none is taken.
 *
 * @throws SwitchError naming what is allowed
 */
export function parseSwitches(change: unknown): Partial<Switches> {
  if (!isObject(change)) {
    throw new SwitchError(["Switches are an object of names and values."]);
  }
  const problems = Object.entries(change).flatMap(([name, value]) => problemOf(name, value));
  if (problems.length > 0) {
    throw new SwitchError(problems);
  }
  return change as Partial<Switches>;
}

function problemOf(name: string, value: unknown): string[] {
  const rule = Object.hasOwn(switchTable, name) ? switchTable[name as keyof Rules] : undefined;
  if (!rule) {
    return [`There is no switch ${name}; there are: ${Object.keys(switchTable).join(", ")}.`];
  }
  return rule.accepts(value) ? [] : [`${name} is ${rule.allowed}.`];
}
