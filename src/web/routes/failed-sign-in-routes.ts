import { Router } from "express";
import type { Dependencies } from "../dependencies.ts";
import { errorPath, readErrorAddress } from "../errors/error-address.ts";
import { renderError } from "../errors/error-handlers.ts";
import type { Pages } from "../feature.ts";
import { queryOf } from "../page/query.ts";
import { browserCookie } from "../sign-in/browser-cookie.ts";
import { page } from "../who-may/row.ts";

/** `GET /auth/error`: where the callback sends a person who could not be signed in. */
export const failedSignInPages: Pages = {
  rows: [page(errorPath, "anybody", { session: "optional" })],
  routes: failedSignInRoutes,
};

function failedSignInRoutes({ config, permissions }: Dependencies): Router {
  const browser = browserCookie(config.isHttps);
  const router = Router();

  router.get(errorPath, (request, response) => {
    const failed = readErrorAddress(queryOf(request), { ...config, permissions });
    const isDone = failed?.kind === "sign-in-expired" && request.session?.signedIn;
    if (!failed || isDone) {
      response.redirect(303, "/"); // signed in meanwhile, by the other half of a double click
      return;
    }
    const keepsNoCookies =
      failed.kind === "sign-in-not-started-here" && !browser.wasProbed(request);
    renderError(response, keepsNoCookies ? { ...failed, kind: "cookies-off" } : failed);
  });

  return router;
}
