import { knownScopes } from "./scope-names.ts";

export const faultEndpoints = [
  "authorize",
  "token",
  "revoke",
  "token_info",
  "discovery",
  "jwks",
  "userinfo",
  "rest",
] as const;
export type FaultEndpoint = (typeof faultEndpoints)[number];

const faultKinds = [500, "502html", "reset", "slow"] as const;

/**
 * Every switch of the sandbox: its default first, and what it accepts.
 * The defaults are the poorest answers that still fit Asana's documents; README.md says what each
 * one changes and where Asana is silent.
 */
const switchTable = {
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
  emailVerified: choice("absent", true, false),
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
  errorText: choice("on", "off"),
  // introspection
  introspectUnknown: choice("inactive", 400),
  // REST
  scopeStatus: choice(403, 401),
  optFieldsType: choice("absent", "present"),
  offsetTtlSeconds: count<never>(1800),
  force429: count<never>(0),
  asanaChange: text("none", 'the value of an "Asana-Change" header'),
  // faults
  fail: fault(),
  slow: delay(),
};

type Rules = typeof switchTable;
export type Switches = {
  -readonly [Name in keyof Rules]: Rules[Name] extends Rule<infer Value> ? Value : never;
};

/** The next `times` requests to `endpoint` fail in this way. */
export interface Fault {
  readonly endpoint: FaultEndpoint;
  readonly kind: (typeof faultKinds)[number];
  readonly times: number;
}

/** Every request to `endpoint` is answered `ms` later than it would be. */
export interface Delay {
  readonly endpoint: FaultEndpoint;
  readonly ms: number;
}

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

interface Rule<Value> {
  readonly initial: Value;
  readonly allowed: string;
  accepts(value: unknown): value is Value;
}

function rule<Value>(
  initial: NoInfer<Value>,
  allowed: string,
  accepts: (value: unknown) => value is Value,
): Rule<Value> {
  return { initial, allowed, accepts };
}

type Primitive = string | number | boolean;

function choice<const Initial extends Primitive, const Other extends Primitive>(
  initial: Initial,
  ...others: Other[]
) {
  const values: readonly unknown[] = [initial, ...others];
  const allowed = values.map((value) => JSON.stringify(value)).join(" or ");
  return rule<Initial | Other>(initial, allowed, (value): value is Initial | Other =>
    values.includes(value),
  );
}

function count<const Word extends string>(initial: number | Word, ...rest: Word[]) {
  const words: readonly unknown[] = typeof initial === "string" ? [initial, ...rest] : rest;
  const allowed = ["a whole number from 0", ...words.map((word) => JSON.stringify(word))];
  return rule<number | Word>(
    initial,
    allowed.join(" or "),
    (value): value is number | Word => isCount(value) || words.includes(value),
  );
}

function text(initial: string, meaning: string) {
  return rule<string>(
    initial,
    `${JSON.stringify(initial)} or ${meaning}`,
    (value): value is string => typeof value === "string" && /^[\x20-\x7e]+$/.test(value),
  );
}

function scopeList() {
  return rule<string>(
    "all",
    '"all" or a space-separated list of scopes',
    (value): value is string =>
      value === "all" ||
      (typeof value === "string" && value.split(" ").every((scope) => knownScopes.has(scope))),
  );
}

function claimOverrides() {
  return rule<Readonly<Record<string, unknown>>>(
    {},
    "an object of claims to set in the ID token; null leaves a claim out",
    isObject,
  );
}

function fault() {
  const endpoints = faultEndpoints.join(", ");
  return rule<Fault | "off">(
    "off",
    `"off" or { endpoint, kind, times }, endpoint one of ${endpoints}, kind one of ${faultKinds.join(", ")}`,
    (value): value is Fault | "off" =>
      value === "off" ||
      (isObject(value) &&
        isFaultEndpoint(value.endpoint) &&
        faultKinds.some((kind) => kind === value.kind) &&
        isCount(value.times)),
  );
}

function delay() {
  return rule<Delay | "off">(
    "off",
    `"off" or { endpoint, ms }, endpoint one of ${faultEndpoints.join(", ")}`,
    (value): value is Delay | "off" =>
      value === "off" || (isObject(value) && isFaultEndpoint(value.endpoint) && isCount(value.ms)),
  );
}

function isFaultEndpoint(value: unknown): boolean {
  return faultEndpoints.some((endpoint) => endpoint === value);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
