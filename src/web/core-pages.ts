import type { Dependencies } from "./dependencies.ts";
import type { Feature, Pages } from "./feature.ts";
import { failedSignInPages } from "./routes/failed-sign-in-routes.ts";
import { filePages } from "./routes/file-routes.ts";
import { healthPages } from "./routes/health-routes.ts";
import { landingPages } from "./routes/landing-routes.ts";
import { profilePages } from "./routes/profile-routes.ts";
import { signInPages } from "./routes/sign-in-routes.ts";
import { signOutPages } from "./routes/sign-out-routes.ts";

/** The pages that every fork keeps. Landing, sign-in and profile tell of the features, too. */
export function corePages(
  features: readonly Feature[],
  dependencies: Dependencies,
): readonly Pages[] {
  const watch = features.find(({ watchSignIns }) => watchSignIns)?.watchSignIns?.(dependencies);
  return [
    filePages,
    healthPages,
    landingPages(features),
    signInPages(watch),
    failedSignInPages,
    signOutPages,
    profilePages(features),
  ];
}
