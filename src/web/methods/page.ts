import type { KeptTokens } from "../../auth/token-ledger.ts";
import type { SignedIn } from "../../sessions/session.ts";
import { type CallCard, callCard } from "../call-card.ts";
import type { Dependencies } from "../dependencies.ts";
import type { OwnToken } from "../own-access.ts";
import type { PageCall } from "../page-calls.ts";
import { allowedPhotoUrl, initialsOf } from "../photo.ts";
import { fromNow, inWords } from "../times.ts";
import type { Asked, TokenFindings } from "./findings.ts";
import {
  methodWords,
  notAServiceAccount,
  patOfPerson,
  patOfServiceAccount,
  refusedWords,
  type TokenMethod,
} from "./words.ts";

/** The four methods side by side, as far as whoever looks may see them. */
export interface MethodsPage {
  readonly title: string;
  readonly methods: readonly MethodColumn[];
  /** What others see in place of the app's own tokens. */
  readonly hiddenText: string | undefined;
  readonly calls: readonly CallCard[];
}

export interface MethodColumn {
  readonly id: string;
  readonly name: string;
  readonly actsAs: string;
  readonly person:
    | {
        readonly name: string;
        readonly detail: string;
        readonly photoUrl: string | undefined;
        readonly initials: string;
      }
    | undefined;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** What is wrong, or worth knowing. */
  readonly notes: readonly string[];
  /** How to get one, when there is none. */
  readonly steps: readonly string[];
  readonly takeBack: string;
}

/** What was found out with one of the app's own tokens; undefined: it is not set. */
export type OwnFindings =
  | (TokenFindings & { readonly isServiceAccount: boolean | undefined })
  | undefined;

/** Puts the comparison into words. */
export function methodsPage(about: MethodsFacts, dependencies: Surroundings): MethodsPage {
  const { signedIn, kept, person, own, calls } = about;
  return {
    title: "The four methods at work",
    methods: [
      openIdConnect(signedIn, dependencies),
      {
        ...tokenColumn("oauth", person, dependencies),
        facts: [...factsOf("oauth", person, dependencies), refreshFact(kept)],
      },
      ...(own ? ownColumns(own, signedIn, dependencies) : []),
    ],
    hiddenText: own ? undefined : hiddenText,
    calls: calls.map(callCard),
  };
}

interface MethodsFacts {
  readonly signedIn: SignedIn;
  readonly kept: KeptTokens | undefined;
  readonly person: TokenFindings;
  /** Undefined for whoever may not see the app's own tokens at work. */
  readonly own: Readonly<Record<OwnToken, OwnFindings>> | undefined;
  readonly calls: readonly PageCall[];
}

type Surroundings = Pick<Dependencies, "config" | "now">;

const hiddenText =
  "This app may also have a bot's personal access token and a service account's. What they see is shown to its administrators alone.";

function openIdConnect(signedIn: SignedIn, { config }: Surroundings): MethodColumn {
  const { name, email, picture, idTokenClaims } = signedIn;
  const claims = Object.entries(idTokenClaims).map(([claim, value]) => ({
    name: `Claim ${claim}`,
    value: typeof value === "string" ? value : JSON.stringify(value),
  }));
  return {
    ...methodWords["openid-connect"],
    id: "openid-connect",
    person: personOf({ name, detail: email, photoUrl: picture }, config.asana.issuer),
    facts: claims,
    notes: ["No call is made: an ID token says who somebody is, and opens nothing."],
    steps: [],
  };
}

function ownColumns(
  own: Readonly<Record<OwnToken, OwnFindings>>,
  signedIn: SignedIn,
  dependencies: Surroundings,
): readonly MethodColumn[] {
  const { ASANA_PAT: pat, ASANA_SERVICE_ACCOUNT_TOKEN: service } = own;
  const patNotes = pat ? notesOnPat(pat, signedIn, dependencies) : [];
  const serviceNotes = service?.isServiceAccount === false ? [notAServiceAccount] : [];
  return [
    withNotes(ownColumn("pat", pat, dependencies), patNotes),
    withNotes(ownColumn("service-account", service, dependencies), serviceNotes),
  ];
}

function ownColumn(
  id: "pat" | "service-account",
  findings: OwnFindings,
  dependencies: Surroundings,
): MethodColumn {
  if (findings) return tokenColumn(id, findings, dependencies);
  const { name, actsAs, steps } = methodWords[id];
  return { id, name, actsAs, takeBack: "", person: undefined, facts: [], notes: [], steps };
}

function tokenColumn(
  id: TokenMethod,
  findings: TokenFindings,
  dependencies: Surroundings,
): MethodColumn {
  const { user } = findings;
  const { issuer } = dependencies.config.asana;
  return {
    ...methodWords[id],
    id,
    person:
      user.outcome === "answered"
        ? personOf({ ...user.answer, detail: user.answer.email }, issuer)
        : undefined,
    facts: factsOf(id, findings, dependencies),
    notes: problemsOf(id, findings),
    steps: [],
  };
}

function factsOf(
  id: TokenMethod,
  { workspaces, introspection }: TokenFindings,
  { now }: Surroundings,
): MethodColumn["facts"] {
  const names = workspaces.outcome === "answered" ? workspaces.answer : [];
  const isActive = introspection.outcome === "active";
  const expiresAt = isActive ? introspection.expiresAt : undefined;
  return [
    ...(workspaces.outcome === "answered"
      ? [
          {
            name: "Sees",
            value: seen(
              id,
              names.map((one) => one.name),
            ),
          },
        ]
      : []),
    ...(isActive
      ? [{ name: "Scopes", value: scopesInWords(id, introspection.scope) }]
      : [{ name: "Scopes", value: "Asana did not say this time" }]),
    ...(expiresAt === undefined
      ? []
      : [{ name: "Ends", value: `${inWords(expiresAt)}, ${fromNow(expiresAt, now())}` }]),
  ];
}

function seen(id: TokenMethod, names: readonly string[]): string {
  const list = names.length > 0 ? names.join(", ") : "no workspace";
  return id === "service-account" ? `everything in: ${list}` : list;
}

/** Scopes limit OAuth tokens alone. */
function scopesInWords(id: TokenMethod, scope: string | undefined): string {
  return id === "oauth" ? (scope ?? "none that Asana names") : "not limited by scopes";
}

function refreshFact(kept: KeptTokens | undefined): { name: string; value: string } {
  const canRefresh = kept?.tokens?.refreshToken !== undefined;
  return {
    name: "After that",
    value: canRefresh ? "the app refreshes it by itself" : "you connect again",
  };
}

function problemsOf(id: TokenMethod, { user, workspaces }: TokenFindings): readonly string[] {
  if ([user, workspaces].some(({ outcome }) => outcome === "token-refused")) {
    return [refusedWords[id]];
  }
  return [...new Set([user, workspaces].flatMap((asked) => problemIn(asked)))];
}

function problemIn(asked: Asked<unknown>): string[] {
  return asked.outcome === "failed" ? [asked.problem] : [];
}

function notesOnPat(
  { user, isServiceAccount }: NonNullable<OwnFindings>,
  { subject }: SignedIn,
  { config }: Surroundings,
): readonly string[] {
  if (isServiceAccount) return [patOfServiceAccount];
  if (user.outcome !== "answered") return [];
  const { gid } = user.answer;
  const isPersons = gid === subject || config.administrators.includes(gid);
  return isPersons ? [patOfPerson] : [];
}

function withNotes(column: MethodColumn, notes: readonly string[]): MethodColumn {
  return { ...column, notes: [...column.notes, ...notes] };
}

function personOf(
  user: {
    readonly name: string;
    readonly detail: string | undefined;
    readonly photoUrl: string | undefined;
  },
  issuer: string,
): MethodColumn["person"] {
  const name = user.name || "Somebody without a name";
  return {
    name,
    detail: user.detail ?? "no e-mail address",
    photoUrl: allowedPhotoUrl(user.photoUrl, issuer),
    initials: initialsOf(name),
  };
}
