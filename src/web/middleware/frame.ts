import type { RequestHandler } from "express";
import type { Config } from "../../config.ts";
import type { Frame } from "../page/page-models.ts";
import { isAdministrator } from "../who-may/administrators.ts";

declare module "express-serve-static-core" {
  interface Locals {
    frame: Frame;
  }
}

/** What stands around every page: who is signed in, and whether this is the sandbox. */
export function frame(config: Pick<Config, "asana" | "administrators">): RequestHandler {
  const { sandboxAddress } = config.asana;
  return (request, response, next) => {
    // The session is missing when the store failed; the error page has a frame all the same.
    const { signedIn, csrfToken } = request.session ?? {};
    response.locals.frame = {
      signedIn:
        signedIn && csrfToken
          ? { name: signedIn.name, csrfToken, isAdministrator: isAdministrator(signedIn, config) }
          : undefined,
      sandboxAddress,
    };
    next();
  };
}
