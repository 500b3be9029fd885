import { Router } from "express";
import { errorPath, readErrorAddress } from "../errors/error-address.ts";
import { renderError } from "../errors/error-handlers.ts";
import type { Pages } from "../feature.ts";
import { queryOf } from "../page/query.ts";
import { browserCookie } from "../sign-in/browser-cookie.ts";
import { page } from "../who-may/row.ts";

/** `GET /auth/error`: where the callback sends a person who could not be signed in. */
export const failedSignInPages: Pages = {
  rows: [page(errorPath, "anybody", { session: "optional" })],
  routes({ config, permissions }) {
    const browser = browserCookie(config.isHttps);
    return Router().get(errorPath, (request, response) => {
      const failed = readErrorAddress(queryOf(request), { ...config, permissions });
      // The other half of a double click may have signed the person in.
      const isDone = failed?.kind === "sign-in-expired" && request.session?.signedIn;
      if (!failed || isDone) return response.redirect(303, "/");
      const keepsNoCookies =
        failed.kind === "sign-in-not-started-here" && !browser.wasProbed(request);
      renderError(response, keepsNoCookies ? { ...failed, kind: "cookies-off" } : failed);
    });
  },
};
