import type { FaultEndpoint, FaultKind } from "../fault-rules.ts";
import { type Switches, switchTable } from "../switches.ts";

export type SwitchName = keyof Switches;

const signIn = {
  consent: "Whether somebody who allowed the same before is asked again.",
  workspaces: "Which workspaces an app gets into. pick: those that the person chooses.",
  grant: "Which of the scopes that the app asked for it really gets.",
  denyError: "Which error the app is told when somebody presses Deny.",
  scopeError:
    "Where a scope that the app may not ask for ends: on a page here, or back at the app.",
  identityScopes: "Whether openid, email and profile are allowed to apps not registered for them.",
  pkce: "Whether an app has to send a code challenge (PKCE).",
  metadataPkce: "Whether the metadata says that code challenges are understood.",
  issuerSlash: "Whether the name of the issuer ends with a slash, which makes it another name.",
  idToken: "Whether the app gets an ID token, which says who signed in.",
  idTokenAlg: "The algorithm that signs the ID token.",
  idTokenClaims: "What the ID token says. profile: name, e-mail address and photo too.",
  idTokenOverrides:
    "Claims to put into the ID token in place of the true ones; null leaves one out.",
  nonce: "Whether the ID token repeats the nonce that the app sent.",
  signature: "Whether the ID token's signature is right. wrong: made with a stranger's key.",
  kid: "Whether ID tokens name the key that signed them.",
  rotateKeys: "now: ID tokens get a new key, and those signed before can no longer be checked.",
  sub: "Whether UserInfo tells of the same person as the ID token.",
  emailVerified: "Whether UserInfo says that the e-mail address is verified. string: in quotes.",
  picture: "What UserInfo says of somebody without a photo: nothing, or null.",
} as const;

const tokens = {
  expireTokens: "now: every access token handed out so far has expired; refreshing still works.",
  revokeTokens: "now: all access is taken away, as if everybody had deauthorized every app.",
  expiresIn: "After how many seconds an access token expires, or how else the answer says so.",
  refreshToken: "Whether an app gets a refresh token when it signs somebody in.",
  refresh: "What a refresh returns. rotate: a new refresh token, and the one before is dead.",
  refreshTtlSeconds: "After how many seconds a refresh token expires.",
  tokenType: "How the answer spells the type of the token.",
  tokenScope: "Whether the answer with the tokens says which scopes they have.",
  tokenData: "Whether the answer with the tokens says whose they are.",
  dataEmail: "Whether it gives the e-mail address to apps that have not asked for it.",
  codeTtlSeconds: "After how many seconds a code can no longer be exchanged for tokens.",
  codeReuse:
    "What happens when a code is used twice. revoke: the tokens of the first time die too.",
  clientAuth: "Whether an app may send its secret in a header too, or in the form only.",
  resetSecret: "yes: the apps' secrets have been reset, and the ones you know no longer work.",
  invalidClientStatus: "The status of the answer to a wrong secret.",
  errorText: "Whether errors are explained. everywhere: in what the app's callback gets as well.",
  introspectUnknown: "The answer to the question what an unknown token may do.",
} as const;

const api = {
  rateLimit: "How many calls each token may make in a minute. free: 150; paid: 1500.",
  force429: "So many of the next calls are refused because of the rate limit.",
  retryAfter: "How such a refusal says when to try again.",
  retryAfterSeconds: "After how many seconds it says to try again.",
  scopeStatus: "The status of the answer when the token lacks a scope.",
  saStatus: "The status of the answer to others where only service accounts may ask.",
  optFieldsType: "Whether records say their type although only other fields were asked for.",
  offsetTtlSeconds: "After how many seconds the way to the next page of a list expires.",
  offsetStatus: "The status of the answer to an expired way to the next page.",
  asanaChange: "A header that announces changes of the API to the app.",
} as const;

const trouble = {
  fail: "Some of the next requests fail.",
  slow: "Some requests take longer.",
} as const;

/** Every switch in one sentence: what it changes. */
export const switchWords = { ...signIn, ...tokens, ...api, ...trouble } satisfies Readonly<
  Record<SwitchName, string>
>;

/** The switches in the order of the page. */
export const switchGroups = [
  { id: "sign-in", title: "Signing in", names: namesOf(signIn) },
  { id: "tokens", title: "Tokens", names: namesOf(tokens) },
  { id: "api", title: "The API", names: namesOf(api) },
  { id: "trouble", title: "Trouble", names: namesOf(trouble) },
] as const;

/** What the parts of a switch are called. */
export const partLabels: Readonly<Record<string, string>> = {
  endpoint: "Which requests",
  kind: "How they fail",
  times: "How many of them",
  ms: "How many milliseconds longer",
  method: "Only with this method",
  path: "Only API calls whose path begins with, such as /tasks",
};

const endpointWords: Readonly<Record<FaultEndpoint, string>> = {
  authorize: "the page where people sign in and allow access",
  token: "getting and refreshing tokens",
  revoke: "taking access back",
  token_info: "asking what a token may do",
  discovery: "the metadata",
  jwks: "the keys of ID tokens",
  userinfo: "UserInfo",
  rest: "calls to the API",
};

const kindWords: Readonly<Record<FaultKind, string>> = {
  500: "an error with Asana's phrase, as JSON",
  "502html": "an error as a page",
  reset: "no answer, the connection breaks",
  slow: "silence for 30 seconds",
  "cut-off": "JSON that ends in the middle",
  truncated: "the connection breaks in the middle of the answer",
  huge: "12 megabytes of JSON",
  html: "a page where JSON is expected, and no error",
  "no-errors": "an error as JSON, not in Asana's form",
  empty: "an error without a word",
};

/** What some values mean, for those whose name does not tell. */
export const valueWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  endpoint: endpointWords,
  kind: kindWords,
};

function namesOf(words: Partial<Record<SwitchName, string>>): readonly SwitchName[] {
  return Object.keys(words).filter(isSwitchName);
}

function isSwitchName(name: string): name is SwitchName {
  return Object.hasOwn(switchTable, name);
}
