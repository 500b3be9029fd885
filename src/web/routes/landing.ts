import { Router } from "express";
import type { Provider } from "../../auth/provider.ts";
import { confineReturnTo } from "../../auth/return-to.ts";
import type { Dependencies } from "../dependencies.ts";
import { allowMethods } from "../middleware/allow-methods.ts";
import { type Notice, render } from "../pages.ts";
import { queryOf } from "../query.ts";
import { scopeInWords } from "../scopes.ts";

/** Notes that a redirect leaves on the landing page, by the name in its address. */
const notes: Record<string, string | undefined> = {
  cancelled: "You were not signed in, and nothing was read. You can sign in whenever you like.",
  "signed-out":
    "You are signed out here. You may still be signed in at Asana, where this app cannot sign you out.",
  disconnected:
    "Disconnected. Asana no longer lets this app act for you, and you are signed out here.",
  "disconnected-nothing-to-revoke":
    "You are signed out here and the app has forgotten its access. Asana gave it nothing that can be withdrawn; what it had runs out within the hour.",
  "disconnected-here-only":
    "You are signed out here and the app has forgotten its access, but Asana could not be reached to withdraw it. To be sure, remove the app at Asana yourself: profile settings, Apps, Deauthorize.",
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
        notice: noticeFor(query.get("note"), provider),
        signedInAs: signedIn && { name: signedIn.name, email: signedIn.email },
        signInUrl: `/auth/login${returnTo && `?${new URLSearchParams({ returnTo })}`}`,
        wantedPage: returnTo || undefined,
        willRead,
        asanaAddress,
        redirectUri,
      });
    })
    .all(allowMethods("GET", "HEAD"));
  return router;
}

function noticeFor(note: string | null, provider: Provider): Notice | undefined {
  const text = note !== null && Object.hasOwn(notes, note) ? notes[note] : undefined;
  if (text) return { text };
  const { wasDiscovered, lastReading } = provider.status();
  return !wasDiscovered && lastReading === "failed" ? { text: asanaIsAway } : undefined;
}

const asanaIsAway =
  "Asana cannot be reached at the moment, so signing in has to wait. The app keeps trying.";
