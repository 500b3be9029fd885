import type { Browser } from "./browser.ts";

/** Whether somebody is signed in, as the start page shows it: it offers a way out, or a way in. */
export async function isSignedIn(
  browser: Browser,
  { origin }: { readonly origin: string },
): Promise<boolean> {
  const { status, text } = await browser.get(`${origin}/`);
  const offersSignIn = /<a [^>]*>\s*Sign in with Asana\s*<\/a>/.test(text);
  const offersSignOut = /<button[^>]*>\s*Sign out\s*<\/button>/.test(text);
  if (status !== 200 || offersSignIn === offersSignOut) {
    throw new Error(`the start page (${status}) tells neither one nor the other:\n${text}`);
  }
  return offersSignOut;
}
