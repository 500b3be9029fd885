/** Every request, answer and redirect of a sign-in, by the specifications' names for them. */
export const messages = {
  "sign-in-link": { title: "The sign-in link", from: "browser", to: "app" },
  "redirect-to-provider": { title: "Redirect to Asana", from: "app", to: "browser" },
  "authorization-request": { title: "Authorization request", from: "browser", to: "asana" },
  "redirect-to-app": { title: "Redirect to this app", from: "asana", to: "browser" },
  "authorization-response": { title: "Authorization response", from: "browser", to: "app" },
  "token-request": { title: "Token request", from: "app", to: "asana" },
  "token-response": { title: "Token response", from: "asana", to: "app" },
  "keys-request": { title: "Request for the signing keys", from: "app", to: "asana" },
  "keys-response": { title: "Signing keys", from: "asana", to: "app" },
  "userinfo-request": { title: "UserInfo request", from: "app", to: "asana" },
  "userinfo-response": { title: "UserInfo response", from: "asana", to: "app" },
  "signed-in": { title: "Redirect to your page", from: "app", to: "browser" },
  "not-signed-in": { title: "Redirect, and nobody signed in", from: "app", to: "browser" },
} as const;

/** What the parties do between the messages. */
export const notes = {
  "values-made": { title: "The app makes up state and code verifier", at: "app" },
  "at-provider": { title: "You and Asana, without this app", at: "asana" },
  "code-verified": { title: "Asana checks the code verifier", at: "asana" },
  "id-token-header": { title: "The ID token's header, decoded", at: "app" },
  "id-token-claims": { title: "The ID token's claims, decoded", at: "app" },
  "new-key-needed": { title: "No key that the app knows fits the signature", at: "app" },
  "without-userinfo": { title: "The app goes on without UserInfo", at: "app" },
  "session-started": { title: "The app starts a session", at: "app" },
} as const;

/**
 * Every check that a sign-in can meet: what must be true, who looks, and the rule that asks for it.
 * The checks of openid-client stand in its order, so that a failed one shows how far it got.
 */
export const checks = {
  state: {
    what: "The state was given to this browser, and comes back for the first time",
    by: "This app",
    source: "RFC 6749, 10.12; RFC 9700, 4.7",
  },
  "parameters-once": {
    what: "No parameter comes twice",
    by: "This app",
    source: "RFC 6749, 3.1",
  },
  "response-issuer": {
    what: "The answer is from the issuer that was asked",
    by: "This app",
    source: "RFC 9207, 2.4",
  },
  "code-or-error": {
    what: "There is a code or an error, not both",
    by: "This app",
    source: "RFC 6749, 4.1.2",
  },
  "token-response": {
    what: "The token response can be read and lacks nothing",
    by: "openid-client",
    source: "RFC 6749, 5.1",
  },
  algorithm: {
    what: "The ID token is signed with an algorithm that Asana lists",
    by: "openid-client",
    source: "OpenID Connect Core 1.0, 3.1.3.7, 7 and 8",
  },
  expiry: {
    what: "The ID token has not expired",
    by: "openid-client",
    source: "OpenID Connect Core 1.0, 3.1.3.7, 9",
  },
  "not-before": {
    what: "The ID token is valid already",
    by: "openid-client",
    source: "RFC 7519, 4.1.5",
  },
  "claims-present": {
    what: "The claims that an ID token must have are there",
    by: "openid-client",
    source: "OpenID Connect Core 1.0, 2",
  },
  issuer: {
    what: "The issuer is the one that was discovered",
    by: "openid-client",
    source: "OpenID Connect Core 1.0, 3.1.3.7, 2",
  },
  audience: {
    what: "The ID token is for this app",
    by: "openid-client",
    source: "OpenID Connect Core 1.0, 3.1.3.7, 3",
  },
  "token-type": {
    what: "The access token is a bearer token",
    by: "openid-client",
    source: "OpenID Connect Core 1.0, 3.1.3.3",
  },
  nonce: {
    what: "There is no nonce, because none was sent",
    by: "openid-client",
    source: "OpenID Connect Core 1.0, 3.1.3.7, 11",
  },
  "id-token-present": {
    what: "There is an ID token",
    by: "This app",
    source: "OpenID Connect Core 1.0, 3.1.3.3",
  },
  "audience-alone": {
    what: "The ID token is for nobody else",
    by: "This app",
    source: "OpenID Connect Core 1.0, 3.1.3.7, 3",
  },
  "authorized-party": {
    what: "An authorized party, if one is named, is this app",
    by: "This app",
    source: "OpenID Connect Core 1.0, 3.1.3.7, 4 and 5",
  },
  subject: {
    what: "The ID token says who signed in",
    by: "This app",
    source: "OpenID Connect Core 1.0, 2",
  },
  "issued-at": {
    what: "The ID token was not issued in the future",
    by: "This app",
    source: "OpenID Connect Core 1.0, 3.1.3.7, 10",
  },
  "signature-algorithm": {
    what: "The algorithm is one that proves who signed: not none, not HS256",
    by: "jose",
    source: "OpenID Connect Core 1.0, 3.1.3.7, 7; RFC 8725, 3.1",
  },
  signature: {
    what: "The signature is by one of Asana's keys",
    by: "jose",
    source: "OpenID Connect Core 1.0, 3.1.3.7, 6",
  },
  "userinfo-subject": {
    what: "UserInfo is about the person of the ID token",
    by: "openid-client",
    source: "OpenID Connect Core 1.0, 5.3.2",
  },
} as const;

/** The name of a request, an answer or a redirect. */
export type MessageName = keyof typeof messages;
/** The name of what happens between them. */
export type NoteName = keyof typeof notes;
/** The name of a check. */
export type CheckName = keyof typeof checks;
