import type { KeptTokens } from "../../auth/tokens.ts";
import type { SignedIn } from "../../sessions/session.ts";
import type { OwnToken } from "../../web/asana-calls/asana-as-app.ts";
import type { Dependencies } from "../../web/dependencies.ts";
import type { Notice } from "../../web/page/link.ts";
import { allowedPhotoUrl, initialsOf } from "../../web/page/photo.ts";
import { type Fact, idTokenFacts, oauthFacts, ownTokenFacts } from "./method-facts.ts";
import { oauthNotices, patNotices, serviceAccountNotices } from "./method-notices.ts";
import { methodWords, type TakeBack } from "./method-words.ts";
import type { OwnTokenFindings, TokenFindings } from "./token-findings.ts";

/** The four methods side by side, as far as this person may see them. */
export interface MethodsPage {
  readonly title: string;
  /** The note that a redirect left. */
  readonly note: Notice | undefined;
  readonly methods: readonly MethodColumn[];
  /** Shown in place of the app's own tokens, to people who are no administrators. */
  readonly hiddenText: string | undefined;
}

export interface MethodColumn {
  readonly id: string;
  readonly name: string;
  readonly actsAs: string;
  /** The user that Asana names as the caller. */
  readonly caller: Caller | undefined;
  readonly facts: readonly Fact[];
  /** What is wrong, or worth knowing. */
  readonly notices: readonly Notice[];
  /** How the operator gets one, when there is none. */
  readonly steps: readonly string[];
  readonly takeBack: TakeBack | undefined;
}

interface Caller {
  readonly name: string;
  readonly detail: string;
  readonly photoUrl: string | undefined;
  readonly initials: string;
}

/** What Asana said to one of the app's own tokens; undefined when it is not set. */
export type OwnFindings = OwnTokenFindings | undefined;

interface MethodsFacts {
  readonly signedIn: SignedIn;
  readonly kept: KeptTokens | undefined;
  readonly note: Notice | undefined;
  readonly person: TokenFindings;
  /** Undefined for a person who may not see the app's own tokens at work. */
  readonly own: Readonly<Record<OwnToken, OwnFindings>> | undefined;
}

type Surroundings = Pick<Dependencies, "config" | "now" | "permissions">;

/** Puts the comparison into words. */
export function methodsPage(about: MethodsFacts, dependencies: Surroundings): MethodsPage {
  const { own, note } = about;
  return {
    title: "The four methods at work",
    note,
    methods: [
      openIdConnect(about.signedIn, dependencies),
      oauth(about, dependencies),
      ...(own
        ? [
            personalAccessToken(own.ASANA_PAT, about.signedIn, dependencies),
            serviceAccount(own.ASANA_SERVICE_ACCOUNT_TOKEN, dependencies),
          ]
        : []),
    ],
    hiddenText: own ? undefined : hiddenText,
  };
}

const hiddenText =
  "This app may also have a bot's personal access token and a service account's. What they see is shown to its administrators alone.";

function openIdConnect(signedIn: SignedIn, { config }: Surroundings): MethodColumn {
  const { name, email, picture } = signedIn;
  return {
    ...methodWords["openid-connect"],
    id: "openid-connect",
    caller: callerOf({ name, email, photoUrl: picture }, config.asana.issuer),
    facts: idTokenFacts(signedIn),
    notices: [],
    steps: [],
  };
}

function oauth({ person, kept }: MethodsFacts, dependencies: Surroundings): MethodColumn {
  return {
    ...methodWords.oauth,
    id: "oauth",
    caller: callerIn(person, dependencies),
    facts: oauthFacts(person, kept, dependencies.now()),
    notices: oauthNotices(person, dependencies),
    steps: [],
  };
}

function personalAccessToken(
  findings: OwnFindings,
  signedIn: SignedIn,
  dependencies: Surroundings,
): MethodColumn {
  if (!findings) return notSetUp("pat");
  return {
    ...methodWords.pat,
    id: "pat",
    caller: callerIn(findings, dependencies),
    facts: ownTokenFacts("pat", findings, dependencies.now()),
    notices: patNotices(findings, signedIn, dependencies),
    steps: [],
  };
}

function serviceAccount(findings: OwnFindings, dependencies: Surroundings): MethodColumn {
  if (!findings) return notSetUp("service-account");
  return {
    ...methodWords["service-account"],
    id: "service-account",
    caller: callerIn(findings, dependencies),
    facts: ownTokenFacts("service-account", findings, dependencies.now()),
    notices: serviceAccountNotices(findings),
    steps: [],
  };
}

function notSetUp(id: "pat" | "service-account"): MethodColumn {
  const nothing = { caller: undefined, facts: [], notices: [], takeBack: undefined };
  return { ...methodWords[id], id, ...nothing };
}

function callerIn({ user }: TokenFindings, { config }: Surroundings): Caller | undefined {
  return user.outcome === "answered" ? callerOf(user.answer, config.asana.issuer) : undefined;
}

function callerOf(
  user: {
    readonly name: string;
    readonly email: string | undefined;
    readonly photoUrl: string | undefined;
  },
  issuer: string,
): Caller {
  const name = user.name || "Somebody without a name";
  return {
    name,
    detail: user.email ?? "no e-mail address",
    photoUrl: allowedPhotoUrl(user.photoUrl, issuer),
    initials: initialsOf(name),
  };
}
