import { Router } from "express";
import type { Dependencies } from "../dependencies.ts";
import { errorPath, readErrorAddress } from "../errors/error-address.ts";
import { renderError } from "../errors/error-handlers.ts";
import { allowMethods } from "../middleware/allow-methods.ts";
import { queryOf } from "../page/query.ts";
import { browserCookie } from "../sign-in/browser-cookie.ts";

/** `GET /auth/error`: where the callback sends whoever could not be signed in. */
export function failedSignInRoutes({ config }: Dependencies): Router {
  const browser = browserCookie(config.isHttps);
  const router = Router();

  router
    .route(errorPath)
    .get((request, response) => {
      const failed = readErrorAddress(queryOf(request), config);
      const isDone = failed?.kind === "sign-in-expired" && request.session?.signedIn;
      if (!failed || isDone) {
        response.redirect(303, "/"); // signed in meanwhile, by the other half of a double click
        return;
      }
      const keepsNoCookies =
        failed.kind === "sign-in-not-started-here" && !browser.wasProbed(request);
      renderError(response, keepsNoCookies ? { ...failed, kind: "cookies-off" } : failed);
    })
    .all(allowMethods("GET", "HEAD"));

  return router;
}
