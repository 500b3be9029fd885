import { createHash, randomBytes } from "node:crypto";
import { send } from "./contract-check.ts";
import type { Known, KnownName } from "./expectation.ts";
import { learnFromFirst } from "./sign-in-answers.ts";
import { bodyOf, codeFields, tokenAnswer } from "./token-calls.ts";
import type { SignInSettings, Visit } from "./visit.ts";

/** One sign-in of the walk, which answers some of the questions. */
export interface SignIn {
  readonly title: string;
  /** The instruction to the person. */
  readonly task: string;
  readonly scope: (settings: SignInSettings) => string;
  readonly hasChallenge: boolean;
  readonly hasNonce: boolean;
  /** The page asks it after the sign-in; `yes` and `no` are the answers to keep. */
  readonly question?: {
    readonly text: string;
    readonly known: KnownName;
    readonly yes: string;
    readonly no: string;
  };
  learn(visit: Visit): Promise<void>;
}

/**
 * The sign-ins of the walk. The second asks for the scopes of the first: a consent to others in
 * between would replace the first one.
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

/** The authorization request of a sign-in, and what its response is compared with. */
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

/** Learns from a sign-in without PKCE, a code that is used twice, and a token with few scopes. */
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
  known.set("wrongVerifier", answer.status === 200 ? "accepted" : "refused");
  const { refresh_token: refreshToken } = bodyOf(answer);
  if (typeof refreshToken === "string") handedOut.push(refreshToken);
}
