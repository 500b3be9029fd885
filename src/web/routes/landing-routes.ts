import { Router } from "express";
import type { Provider } from "../../auth/provider.ts";
import { confineReturnTo } from "../../auth/return-to.ts";
import { whatHappenedPath } from "../../features/what-happened/recording.ts";
import type { Dependencies } from "../dependencies.ts";
import { allowMethods } from "../middleware/allow-methods.ts";
import type { Notice } from "../page/link.ts";
import { render } from "../page/page-models.ts";
import { queryOf } from "../page/query.ts";
import { scopeInWords } from "../page/scope-words.ts";
import { signInAddress } from "../sign-in/sign-in-address.ts";

/** Notes that a redirect leaves on the landing page, by the name in its address. */
const notes: Record<string, string | undefined> = {
  cancelled: "You were not signed in, and nothing was read. You can sign in whenever you like.",
  "signed-out":
    "You are signed out here. You may still be signed in at Asana, where this app cannot sign you out.",
  "signed-out-everywhere":
    "You are signed out here, on all your devices. Asana still lets this app act for you when you sign in again; disconnecting ends that.",
  disconnected:
    "Disconnected. Asana no longer lets this app act for you through your sessions here, and you are signed out on all your devices. If you had signed out of a session earlier, see at Asana whether the app is still listed: profile settings, Apps.",
  "disconnected-nothing-to-revoke":
    "You are signed out here and the app has forgotten its access. Asana gave it nothing that can be withdrawn; what it had runs out by itself.",
  "disconnected-here-only":
    "You are signed out here and the app has forgotten its access, but Asana did not confirm that it is withdrawn: it may not have been reached. To be sure, remove the app at Asana yourself: profile settings, Apps, Deauthorize.",
};

/** `GET /`: who you are, or what signing in means and the link that does it. */
export function landingRoutes({ config, provider }: Dependencies): Router {
  const { issuer, sandboxAddress, scope } = config.asana;
  const willRead = scope.split(" ").map(scopeInWords);
  const asanaAddress = new URL(issuer).origin;
  const redirectUri = sandboxAddress && config.redirectUri;

  const router = Router();
  router
    .route("/")
    .get((request, response) => {
      const query = queryOf(request);
      const { signedIn } = request.session;
      const returnTo = confineReturnTo(query.get("returnTo"), {
        baseUrl: config.baseUrl,
        fallback: "",
      });
      render(response, "landing", {
        title: "Sign in with Asana",
        notice: noticeFor(query.get("note"), {
          isSignedIn: signedIn !== undefined,
          provider,
          asanaAddress,
        }),
        signedInAs: signedIn && { name: signedIn.name, email: signedIn.email },
        signInUrl: signInAddress(returnTo),
        wantedPage: wantedPage(returnTo),
        willRead,
        asanaAddress,
        whatHappenedUrl: config.recordsSignIns ? whatHappenedPath : undefined,
        redirectUri,
      });
    })
    .all(allowMethods("GET", "HEAD"));
  return router;
}

function noticeFor(
  note: string | null,
  about: { isSignedIn: boolean; provider: Provider; asanaAddress: string },
): Notice | undefined {
  if (about.isSignedIn) {
    return note === "cancelled"
      ? { text: "Nothing has changed: you are still signed in." }
      : undefined;
  }
  const text = note !== null && Object.hasOwn(notes, note) ? notes[note] : undefined;
  if (text) {
    const link = { href: about.asanaAddress, label: "Open Asana" };
    return { text, link: note?.startsWith("disconnected") ? link : undefined };
  }
  const { wasDiscovered, lastReading } = about.provider.status();
  return !wasDiscovered && lastReading === "failed" ? { text: asanaIsAway } : undefined;
}

/** Our words for the page to return to: its address is a stranger's text. */
function wantedPage(returnTo: string): string | undefined {
  const [path] = returnTo.split("?");
  if (path === "/demo") return "your open tasks";
  if (path === "/profile") return "your profile";
  if (path === "/sessions") return "the list of your sessions";
  return path && path !== "/" ? "the page that you wanted" : undefined;
}

const asanaIsAway =
  "Asana cannot be reached at the moment, so signing in has to wait. The app keeps trying.";
