import type { KnownName } from "./expectation.ts";

/** The value of a switch of the sandbox; the app only prints it. */
export type SwitchValue = string | number | boolean;

/** A question that Asana's documents leave open. */
export interface Question {
  readonly question: string;
  /** The name by which the answer is known. */
  readonly known: KnownName;
  /** The sandbox's switch for it, with the switch's default. */
  readonly switch?: { readonly name: string; readonly assumed: SwitchValue };
  /** The switch's value for an answer; without it, the answer as it is. */
  readonly toSwitch?: (answer: string) => SwitchValue | undefined;
}

/** What Asana's documents leave open, in the order in which it is printed. */
export const questions: readonly Question[] = [
  {
    question: "the issuer",
    known: "issuer",
    switch: { name: "issuerSlash", assumed: "no" },
    toSwitch: (issuer) => (issuer.endsWith("/") ? "yes" : "no"),
  },
  {
    question: "PKCE methods in the discovery document",
    known: "code_challenge_methods_supported",
    switch: { name: "metadataPkce", assumed: "absent" },
    toSwitch: (methods) => (methods.includes("S256") ? "S256" : "absent"),
  },
  {
    question: "signing algorithms of ID tokens",
    known: "id_token_signing_alg_values_supported",
    switch: { name: "idTokenAlg", assumed: "RS256" },
    toSwitch: (list) => ["RS256", "ES256", "PS256"].find((algorithm) => list.includes(algorithm)),
  },
  { question: "scopes that the discovery document names", known: "scopes_supported" },
  { question: "claims that the discovery document names", known: "claims_supported" },
  {
    question: "authentication methods that the discovery document names",
    known: "token_endpoint_auth_methods_supported",
  },
  {
    question:
      "credentials at the token endpoint: in the form (post), or in a header as well (both)",
    known: "clientAuth",
    switch: { name: "clientAuth", assumed: "both" },
  },
  {
    question: "status for a wrong client secret",
    known: "invalidClientStatus",
    switch: { name: "invalidClientStatus", assumed: 401 },
    toSwitch: Number,
  },
  {
    question: "explanations with the token endpoint's errors",
    known: "errorText",
    switch: { name: "errorText", assumed: "on" },
  },
  {
    question: "introspection of a token that there is not",
    known: "introspectUnknown",
    switch: { name: "introspectUnknown", assumed: "inactive" },
    toSwitch: (answer) => (answer === "inactive" ? answer : 400),
  },
  {
    question: "resource_type beside the fields that were asked for",
    known: "optFieldsType",
    switch: { name: "optFieldsType", assumed: "absent" },
  },
  {
    question: "status of operations for service accounts, with another token",
    known: "saStatus",
    switch: { name: "saStatus", assumed: 403 },
    toSwitch: Number,
  },
  { question: "whether a sign-in's answer holds an ID token", ...plain("idToken", "present") },
  {
    question: "the algorithm of the ID token",
    known: "algorithm",
    switch: { name: "idTokenAlg", assumed: "RS256" },
  },
  { question: "whether the ID token names its key (kid)", ...plain("kid", "present") },
  { question: "claims of the ID token", known: "claims" },
  {
    question: "whether claims about the person are among them",
    ...plain("idTokenClaims", "minimal"),
  },
  { question: "a nonce that was sent", ...plain("nonce", "omit") },
  { question: "claims at UserInfo", known: "userInfoClaims" },
  { question: "sub at UserInfo, against the ID token's", ...plain("sub", "match") },
  {
    question: "email_verified at UserInfo",
    ...plain("emailVerified", "absent"),
    toSwitch: (answer) => (/^(true|false)$/.test(answer) ? answer === "true" : answer),
  },
  { question: "picture of a person without a photo", ...plain("picture", "absent") },
  { question: "token_type", ...plain("tokenType", "bearer") },
  {
    question: "expires_in",
    known: "expiresIn",
    switch: { name: "expiresIn", assumed: 3600 },
    toSwitch: (answer) => (/^\d+$/.test(answer) ? Number(answer) : answer),
  },
  { question: "scope in the token response", ...plain("tokenScope", "absent") },
  { question: "data in the token response", ...plain("tokenData", "present") },
  { question: "data.email without the scope email", ...plain("dataEmail", "present") },
  { question: "whether there is a refresh token", ...plain("refreshToken", "present") },
  { question: "the refresh token in the answer to a refresh", ...plain("refresh", "keep") },
  { question: "PKCE", ...plain("pkce", "optional") },
  { question: "a wrong code verifier", known: "wrongVerifier" },
  {
    question: "a code that was used before",
    ...plain("codeReuse", "reject"),
    toSwitch: (answer) => (answer === "accepted" ? undefined : answer),
  },
  {
    question: "status of a call without its scope",
    known: "scopeStatus",
    switch: { name: "scopeStatus", assumed: 403 },
    toSwitch: Number,
  },
  { question: "consent for what was allowed before", ...plain("consent", "remember") },
  { question: "the error of a no", ...plain("denyError", "access_denied") },
];

/** A question whose answer is the value of the switch of the same name. */
function plain(name: KnownName, assumed: SwitchValue) {
  return { known: name, switch: { name, assumed } };
}
