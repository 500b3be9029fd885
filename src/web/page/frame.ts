import type { RequestHandler } from "express";
import { describeError } from "../../error-description.ts";
import type { Dependencies } from "../dependencies.ts";
import type { Feature, NavigationLink } from "../feature.ts";
import { isAdministrator } from "../who-may/row.ts";

declare module "express-serve-static-core" {
  interface Locals {
    /** What stands around every page. */
    frame: {
      /** Who is signed in, with the token that their forms carry. */
      readonly signedIn: { readonly name: string; readonly csrfToken: string } | undefined;
      /** Links to the pages that this person may open. */
      readonly navigation: readonly NavigationLink[];
      /** Whether somebody may be signed in, and the app cannot look that up. */
      readonly isSessionUnknown: boolean;
      /** Address of the sandbox, while that stands in for Asana. */
      readonly sandboxAddress: string | undefined;
    };
  }
}

/** Sets what stands around and below the page: who is signed in, where they may go. */
export function frame(features: readonly Feature[], dependencies: Dependencies): RequestHandler {
  const { config } = dependencies;
  const links = [profileLink, ...features.flatMap(({ navigation = [] }) => navigation)];
  return (request, response, next) => {
    // Without a session, because the store failed, the error page has a frame as well.
    const { signedIn, csrfToken } = request.session ?? {};
    const mayOpen = {
      anybody: true,
      "signed-in": signedIn !== undefined,
      administrator: isAdministrator(signedIn, config),
    };
    response.locals.frame = {
      signedIn: signedIn && csrfToken ? { name: signedIn.name, csrfToken } : undefined,
      navigation: links.filter(({ role }) => mayOpen[role]),
      isSessionUnknown: response.locals.isSessionUnknown ?? false,
      sandboxAddress: config.asana.sandboxAddress,
    };
    response.locals.partsBelow = () =>
      features.flatMap(({ name, belowPage }) => {
        try {
          return belowPage?.({ request, response, dependencies }) ?? [];
        } catch (error) {
          // The page, an error page above all, is shown without it.
          response.locals.log.warn({ feature: name, ...describeError(error) }, "page-part.failed");
          return [];
        }
      });
    next();
  };
}

const profileLink: NavigationLink = { href: "/profile", label: "Profile", role: "signed-in" };
