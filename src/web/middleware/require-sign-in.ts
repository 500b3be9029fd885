import type { Request, RequestHandler } from "express";

/**
 * Lets only signed-in people through. Others go to the landing page with its button, never straight
 * into the flow: Back or a reload after signing out must not sign anybody in again.
 *
 * @param formPage for a POST: the page that the form stands on
 */
export function requireSignIn(formPage?: (request: Request) => string): RequestHandler {
  return (request, response, next) => {
    if (request.session.signedIn) {
      next();
      return;
    }
    const returnTo = formPage?.(request) ?? request.originalUrl;
    response.redirect(formPage ? 303 : 302, `/?${new URLSearchParams({ returnTo })}`);
  };
}
