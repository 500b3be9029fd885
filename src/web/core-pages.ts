import type { Feature, Pages } from "./feature.ts";
import { failedSignInPages } from "./routes/failed-sign-in-routes.ts";
import { filePages } from "./routes/file-routes.ts";
import { healthPages } from "./routes/health-routes.ts";
import { landingPages } from "./routes/landing-routes.ts";
import { profilePages } from "./routes/profile-routes.ts";
import { signInPages } from "./routes/sign-in-routes.ts";
import { signOutPages } from "./routes/sign-out-routes.ts";

/** The pages that every fork keeps. Landing, sign-in and profile have parts from features, too. */
export function corePages(features: readonly Feature[]): readonly Pages[] {
  return [
    filePages,
    healthPages,
    landingPages(features),
    signInPages(features),
    failedSignInPages,
    signOutPages,
    profilePages(features),
  ];
}
