/** The path that starts a sign-in. */
export const signInPath = "/auth/login";

/** The path of the redirect URI. */
export const callbackPath = "/auth/callback";

/** The address of a link that starts a sign-in. It leads to `returnTo` afterwards, if given. */
export function signInAddress(returnTo = ""): string {
  return returnTo ? `${signInPath}?${new URLSearchParams({ returnTo })}` : signInPath;
}
