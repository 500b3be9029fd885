import { createHash, randomBytes } from "node:crypto";
import { send } from "./contract-check.ts";
import type { Known } from "./expectation.ts";
import { learnFromFirst } from "./sign-in-answers.ts";
import { bodyOf, codeFields, tokenAnswer } from "./token-calls.ts";
import type { SignInSettings, Visit } from "./visit.ts";

/** One sign-in that a person goes through, to find out something. */
export interface SignIn {
  readonly title: string;
  /** What the person is to do. */
  readonly task: string;
  readonly scope: (settings: SignInSettings) => string;
  readonly hasChallenge: boolean;
  readonly hasNonce: boolean;
  /** Asked on the page afterwards; yes and no are what is learned. */
  readonly question?: {
    readonly text: string;
    readonly known: string;
    readonly yes: string;
    readonly no: string;
  };
  learn(visit: Visit): Promise<void>;
}

/**
 * The sign-ins that answer what only a sign-in can. The second asks for what the first was allowed,
 * since a consent in between would replace that one.
 */
export const signIns: readonly SignIn[] = [
  {
    title: "Sign in and allow",
    task: "Sign in at Asana and allow what the app asks for.",
    scope: ({ scope }) => scope,
    hasChallenge: true,
    hasNonce: true,
    learn: learnFromFirst,
  },
  {
    title: "Sign in the same way, to be refused at the end",
    task: "The app will send a wrong code verifier. Allow it if Asana asks, and remember whether it did.",
    scope: ({ scope }) => scope,
    hasChallenge: true,
    hasNonce: false,
    question: {
      text: "Did Asana ask you to allow the app again, this time?",
      known: "consent",
      yes: "always",
      no: "remember",
    },
    learn: learnFromWrongVerifier,
  },
  {
    title: "Sign in without PKCE",
    task: "The app asks for nothing but who you are, and leaves PKCE out. Allow it.",
    scope: () => "openid",
    hasChallenge: false,
    hasNonce: false,
    learn: learnWithoutChallenge,
  },
  {
    title: "Say no",
    task: "This time press Deny, or Cancel, when Asana asks.",
    scope: () => "openid email",
    hasChallenge: true,
    hasNonce: false,
    learn: async ({ parameters, known }) => {
      const error = parameters.get("error");
      if (error) known.set("denyError", error);
      if (error && parameters.has("error_description")) known.set("errorText", "everywhere");
    },
  },
];

/** What goes over the browser for a sign-in. */
export function startSignIn(
  { scope, hasChallenge, hasNonce }: SignIn,
  { settings, known }: { readonly settings: SignInSettings; readonly known: Known },
) {
  const [state, codeVerifier, nonce] = [1, 2, 3].map(() => randomBytes(32).toString("base64url"));
  const challenge = createHash("sha256")
    .update(codeVerifier ?? "")
    .digest("base64url");
  const query = new URLSearchParams({
    client_id: settings.client.id,
    redirect_uri: settings.redirectUri,
    response_type: "code",
    scope: scope(settings),
    state: state ?? "",
    ...(hasChallenge && { code_challenge: challenge, code_challenge_method: "S256" }),
    ...(hasNonce && { nonce: nonce ?? "" }),
  });
  const address = `${known.get("authorization_endpoint")}?${query}`.replaceAll("+", "%20");
  return { address, state: state ?? "", codeVerifier: codeVerifier ?? "", nonce: nonce ?? "" };
}

/** PKCE left out, codes used twice, and what a token with few scopes gets. */
async function learnWithoutChallenge(visit: Visit): Promise<void> {
  const { known, parameters, settings, signal, handedOut } = visit;
  if (parameters.has("error")) {
    known.set("pkce", "required");
    return;
  }
  const fields = codeFields(visit);
  const answer = await tokenAnswer(visit, fields);
  const body = bodyOf(answer);
  const accessToken = body.access_token;
  known.set("pkce", typeof accessToken === "string" ? "optional" : "required");
  if (typeof accessToken !== "string") return;
  if (typeof body.refresh_token === "string") handedOut.push(body.refresh_token);
  if (typeof body.data === "object" && body.data !== null) {
    known.set("dataEmail", "email" in body.data ? "present" : "absent");
  }
  const ask = () =>
    send({ method: "GET", url: known.get("userinfo_endpoint") ?? "", token: accessToken }, signal);
  const url = `${settings.apiBaseUrl}/users/me`;
  const refused = await send({ method: "GET", url, token: accessToken }, signal);
  if (refused && refused.status >= 400) known.set("scopeStatus", String(refused.status));

  const again = await tokenAnswer(visit, fields);
  if (again?.status === 200) known.set("codeReuse", "accepted");
  else if (again) known.set("codeReuse", (await ask())?.status === 200 ? "reject" : "revoke");
}

async function learnFromWrongVerifier(visit: Visit): Promise<void> {
  const { known, parameters, handedOut } = visit;
  if (parameters.has("error")) return;
  const answer = await tokenAnswer(visit, {
    ...codeFields(visit),
    code_verifier: randomBytes(32).toString("base64url"),
  });
  if (!answer) return;
  known.set("wrong verifier", answer.status === 200 ? "accepted" : "refused");
  const { refresh_token: refreshToken } = bodyOf(answer);
  if (typeof refreshToken === "string") handedOut.push(refreshToken);
}
