import { type Request, Router } from "express";
import type { Provider } from "../../auth/provider.ts";
import { confineReturnTo } from "../../auth/return-to.ts";
import type { Dependencies } from "../dependencies.ts";
import type { Feature, LandingCard, LandingNote, Pages } from "../feature.ts";
import type { Notice } from "../page/link.ts";
import { queryOf } from "../page/query.ts";
import { scopeInWords } from "../page/scope-words.ts";
import { pageView } from "../page/show.ts";
import { signInAddress } from "../sign-in/sign-in-address.ts";
import { page, type Row } from "../who-may/row.ts";

const show = pageView<ReturnType<typeof landingPage>>("landing");

/** `GET /`: who you are, or what signing in means and the link that does it. */
export function landingPages(features: readonly Feature[]): Pages {
  const rows = features.flatMap((feature) => feature.rows ?? []);
  const cards = [profileCard, ...features.flatMap(({ landingCard }) => landingCard ?? [])];
  const notes = new Map([
    ...Object.entries(ownNotes),
    ...features.flatMap(({ landingNotes = {} }) => Object.entries(landingNotes)),
  ]);
  return {
    rows: [page("/", "anybody", { session: "optional" })],
    routes: (dependencies) =>
      Router().get("/", (request, response) => {
        show(response, landingPage(request, { ...dependencies, rows, cards, notes }));
      }),
  };
}

function landingPage(
  request: Request,
  about: Pick<Dependencies, "config" | "provider"> & {
    readonly rows: readonly Row[];
    readonly cards: readonly LandingCard[];
    readonly notes: ReadonlyMap<string, LandingNote>;
  },
) {
  const { config, provider, rows, cards, notes } = about;
  const { issuer, sandboxAddress, scope } = config.asana;
  const asanaAddress = new URL(issuer).origin;
  const query = queryOf(request);
  const returnTo = confineReturnTo(query.get("returnTo"), { ...config, fallback: "" });
  const note = query.get("note") ?? "";
  const signedIn = request.session?.signedIn; // without a session, because the store failed
  return {
    title: "Sign in with Asana",
    notice: signedIn
      ? noteToSignedIn(note)
      : (noteToStranger(notes.get(note), asanaAddress) ?? asanaIsAway(provider)),
    signedInAs: signedIn && { name: signedIn.name, email: signedIn.email },
    cards,
    signInUrl: signInAddress(returnTo),
    wantedPage: wantedPage(returnTo, rows),
    willRead: scope.split(" ").map(scopeInWords),
    asanaAddress,
    /** For the developer, while the sandbox is in use: what to register at Asana later. */
    redirectUri: sandboxAddress && config.redirectUri,
  };
}

const profileCard: LandingCard = {
  href: "/profile",
  title: "Your profile",
  text: "Who Asana says you are, and what this app may do for you.",
};

/** Notes that a redirect leaves on the landing page, by the name in its address. */
const ownNotes: Readonly<Record<string, LandingNote>> = {
  cancelled: {
    text: "You were not signed in, and nothing was read. You can sign in whenever you like.",
  },
  "signed-out": {
    text: "You are signed out here. You may still be signed in at Asana, where this app cannot sign you out.",
  },
  disconnected: {
    text: "Disconnected. Asana no longer lets this app act for you through your sessions here, and you are signed out on all your devices. If you had signed out of a session earlier, see at Asana whether the app is still listed: profile settings, Apps.",
    isAboutAsana: true,
  },
  "disconnected-nothing-to-revoke": {
    text: "You are signed out here and the app has forgotten its access. Asana gave it nothing that can be withdrawn; what it had runs out by itself.",
    isAboutAsana: true,
  },
  "disconnected-here-only": {
    text: "You are signed out here and the app has forgotten its access, but Asana did not confirm that it is withdrawn: it may not have been reached. To be sure, remove the app at Asana yourself: profile settings, Apps, Deauthorize.",
    isAboutAsana: true,
  },
};

function noteToSignedIn(note: string): Notice | undefined {
  if (note !== "cancelled") return undefined;
  return { text: "Nothing has changed: you are still signed in." };
}

function noteToStranger(note: LandingNote | undefined, asanaAddress: string): Notice | undefined {
  if (!note?.isAboutAsana) return note;
  return { text: note.text, link: { href: asanaAddress, label: "Open Asana" } };
}

function asanaIsAway(provider: Provider): Notice | undefined {
  const { wasDiscovered, lastReading } = provider.status();
  if (wasDiscovered || lastReading !== "failed") return undefined;
  return {
    text: "Asana cannot be reached at the moment, so signing in has to wait. The app keeps trying.",
  };
}

/** Our words for the page to return to: its address is a stranger's text. */
function wantedPage(returnTo: string, rows: readonly Row[]): string | undefined {
  const [path] = returnTo.split("?");
  if (!path || path === "/") return undefined;
  if (path === "/profile") return "your profile";
  return rows.find((row) => row.path === path)?.inWords ?? "the page that you wanted";
}
