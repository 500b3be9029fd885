import type { Known } from "./expectation.ts";

/** The answer to a question that nobody could answer from outside. */
export interface Unknown {
  readonly question: string;
  /** Undefined: it was not asked, or nobody answered. */
  readonly answer: string | undefined;
}

/** How the sandbox is told to behave so. Not part of this app's concern beyond its printed form. */
export type SwitchValue = string | number | boolean;

interface Question {
  readonly question: string;
  /** Where the answer is kept. */
  readonly known: string;
  /** The sandbox's switch for it, with the value that it has by itself. */
  readonly switch?: { readonly name: string; readonly assumed: SwitchValue };
  /** What the switch is set to; the answer as it is, unless said here. */
  readonly toSwitch?: (answer: string) => SwitchValue | undefined;
}

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
];

/**
 * What was learned.
 *
 * @returns the answers in words, and the switches that make the sandbox behave so where it does not
 *   by itself
 */
export function answersFrom(known: Known): {
  readonly unknowns: readonly Unknown[];
  readonly switches: Readonly<Record<string, SwitchValue>>;
} {
  const wasRead = known.has("issuer");
  const answers = questions.map((one) => ({ ...one, answer: answerOf(one, known, wasRead) }));
  const switches = answers.flatMap(({ switch: known, answer, toSwitch = (text) => text }) => {
    const value = answer === undefined ? undefined : toSwitch(answer);
    const isUsual = known === undefined || value === undefined || value === known.assumed;
    return isUsual ? [] : [[known.name, value] as const];
  });
  const unknowns = answers.map(({ question, answer }) => ({ question, answer }));
  return { unknowns, switches: Object.fromEntries(switches) };
}

/** What a discovery document that was read does not have is an answer, too. */
function answerOf({ known: name }: Question, known: Known, wasRead: boolean): string | undefined {
  return known.get(name) ?? (wasRead && name.endsWith("_supported") ? "not named" : undefined);
}
