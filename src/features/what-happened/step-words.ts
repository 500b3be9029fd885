import type { MessageName, NoteName } from "./record/step-names.ts";

/** What each step is for, in words for a person who sees the flow for the first time. */
export const explanations: Readonly<Record<MessageName | NoteName, string>> = {
  "sign-in-link": "It starts with an ordinary link of this app.",
  "values-made":
    "For this one sign-in. The code verifier stays here; only its hash, the code challenge, travels. That is PKCE (RFC 7636).",
  "redirect-to-provider":
    "The app cannot send you to Asana itself: it asks your browser to go there.",
  "authorization-request":
    "All of it stands in the browser's address bar, where anybody can see it. So nothing in it is secret.",
  "at-provider":
    "You say who you are and what this app may do. The app sees nothing of that, your password least of all.",
  "code-verified":
    "Its hash must be the code challenge that came with the authorization request (RFC 7636, 4.6). Only the answer tells the app that it was.",
  "redirect-to-app": "Asana sends your browser to the redirect URI that the app has registered.",
  "authorization-response":
    "Your browser brings a code, not a token. It is worth nothing alone: using it takes the code verifier and the client secret too.",
  "token-request":
    "From server to server, past the browser. The app sends the code. Code verifier and client secret prove that this app began the sign-in.",
  "token-response":
    "An access token to call Asana with, a refresh token to get the next one, and the ID token, which says who you are.",
  "keys-request":
    "A signature is checked with Asana's public keys. The app remembers them, so most sign-ins go without this.",
  "keys-response": "Anybody may read these: they verify signatures, and cannot make them.",
  "new-key-needed": "Asana may have changed its keys since the app read them. It reads them again.",
  "id-token-header": "How it is signed, and with which of Asana's keys.",
  "id-token-claims":
    "What Asana says of this sign-in. The app believes it only after the checks that follow.",
  "userinfo-request":
    "The ID token says little more than an id. Name, e-mail and photo come extra.",
  "userinfo-response": "For showing only: who you are has been settled by the ID token.",
  "without-userinfo":
    "There was no usable answer. The app still knows who signed in; the page has to do without some of name, e-mail and photo.",
  "session-started":
    "Under a new id, so that nobody who knew the old one is signed in with you (OWASP ASVS 5, 7.2.4). Tokens stay on the server; the browser gets a cookie.",
  "signed-in": "The code leaves the address bar, and you are where you wanted to be.",
  "not-signed-in":
    "The code leaves the address bar. You stay signed in as you were before this attempt.",
};

/** The same for steps that failed. */
export const explanationsOfFailure: Readonly<Partial<Record<MessageName, string>>> = {
  "authorization-response": "Your browser brings an error in place of a code.",
  "token-response": "No tokens. What Asana says is all that the app knows.",
  "keys-response": "Without the keys no signature can be checked, so the sign-in ends.",
  "userinfo-response": "Nothing that can be used. The ID token has said who you are already.",
};

/** The messages whose parameters are shown unfolded: they carry the idea of the flow. */
export const unfolded: ReadonlySet<MessageName> = new Set(["authorization-request"]);

/** Where a new chapter of the sign-in begins. */
export const chapters: Readonly<Partial<Record<MessageName | NoteName, string>>> = {
  "sign-in-link": "Off to Asana",
  "at-provider": "At Asana, and back with a code",
  "token-request": "The code becomes tokens",
  "id-token-header": "Can the ID token be believed?",
  "userinfo-request": "Name, e-mail and photo",
  "session-started": "Signed in",
  "not-signed-in": "Nobody signed in",
};

/** What the claims and header parameters of an ID token mean. */
export const claimMeanings: Readonly<Record<string, string | undefined>> = {
  alg: "the algorithm that it is signed with",
  kid: "the key that it is signed with",
  typ: "what it is: a JSON Web Token",
  iss: "who says so",
  sub: "who signed in",
  aud: "for which app",
  azp: "to which app it was given",
  iat: "issued at",
  exp: "not to be believed after",
  nbf: "not to be believed before",
  auth_time: "when the person proved who they are",
  nonce: "repeats a value of the authorization request",
  name: "full name",
  email: "e-mail address",
  email_verified: "whether Asana has checked the address",
  picture: "address of a photo",
};
