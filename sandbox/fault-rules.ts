import { choice, count, isPrintable, offOr, plain, type Rule } from "./switch-rules.ts";

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

export const faultKinds = [
  500,
  "502html",
  "reset",
  "slow",
  "cut-off",
  "truncated",
  "huge",
  "html",
  "no-errors",
  "empty",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Which requests are meant. */
export interface Target {
  readonly endpoint: FaultEndpoint;
  /** Absent: any. */
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  /** Of a call to the REST API, what it begins with after `/api/1.0`; absent: any. */
  readonly path?: string;
}

/** The next `times` of these requests fail in this way. */
export interface Fault extends Target {
  readonly kind: FaultKind;
  readonly times: number;
}

/** All of these requests are answered `ms` later than they would be. */
export interface Delay extends Target {
  readonly ms: number;
}

export function fault() {
  const kind = choice(...faultKinds);
  return restPathsOnly(
    offOr<Fault>({ endpoint, kind, times: count<never>(1), method, path }, rest),
  );
}

export function delay() {
  return restPathsOnly(offOr<Delay>({ endpoint, ms: count<never>(1000), method, path }, rest));
}

const rest = ["method", "path"] as const;
const endpoint = choice(...faultEndpoints);
const method = choice("GET", "POST", "PUT", "DELETE");
const path = plain<string>({
  initial: "/",
  allowed: 'the beginning of a path after /api/1.0, such as "/tasks", for the endpoint rest only',
  accepts: (value): value is string => isPrintable(value) && value.startsWith("/"),
});

/** A path at another endpoint would never be met, and nobody would notice. */
function restPathsOnly<Value extends Target>(rule: Rule<Value | "off">): Rule<Value | "off"> {
  const isMet = (value: Value | "off") =>
    value === "off" || value.path === undefined || value.endpoint === "rest";
  return {
    ...rule,
    accepts: (value): value is Value | "off" => rule.accepts(value) && isMet(value),
  };
}
