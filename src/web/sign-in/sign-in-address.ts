/** Where a sign-in starts. */
export const signInPath = "/auth/login";

/** The path of the redirect URI. */
export const callbackPath = "/auth/callback";

/** The address of a link that starts a sign-in, and leads to `returnTo` afterwards if that is given. */
export function signInAddress(returnTo = ""): string {
  return returnTo ? `${signInPath}?${new URLSearchParams({ returnTo })}` : signInPath;
}
