import type { Sandbox } from "../../sandbox/sandbox.ts";
import { signInPath } from "../../src/web/sign-in/sign-in-address.ts";
import { type Browser, unescapeHtml } from "./browser.ts";
import type { OpenPage } from "./forms.ts";
import { shownText } from "./shown.ts";
import { answerSandbox } from "./sign-in.ts";

/** What every sign-in asks for unless the settings say otherwise. */
export const readOnly = "openid email profile users:read workspaces:read projects:read tasks:read";

/** Follows the link beside a sentence to Asana and back; tells what was asked for there. */
export async function allow(
  browser: Browser,
  page: OpenPage,
  { sandbox, why, press = "Allow" }: { sandbox: Sandbox; why: string; press?: string },
): Promise<{ readonly scope: string; readonly after: OpenPage }> {
  const link = new URL(linkAfter(page, why), page.url).href;
  const url = (await browser.get(link)).headers.location ?? "";
  const callback = await answerSandbox(browser, { sandbox, url, press });
  return { scope: scopeOf(url), after: await browser.open(callback) };
}

/** The first link after a sentence that asks for a permission. */
export function linkAfter({ text }: OpenPage, sentence: string): string {
  const [, rest = ""] = unescapeHtml(text).split(sentence);
  const links = [...rest.matchAll(/href="([^"]*)"/g)].map(([, address = ""]) => address);
  return links.find((address) => address.startsWith(`${signInPath}?allow=`)) ?? "no such link";
}

/** What an authorization request asks for. */
export function scopeOf(authorizationRequest = ""): string {
  return new URL(authorizationRequest).searchParams.get("scope") ?? "";
}

/** The profile's list of what each part of the app needs, as it reads; and as it is. */
export function needsIn({ text }: { readonly text: string }): {
  readonly html: string;
  readonly rows: readonly string[];
} {
  const html = /<ul [^>]*aria-labelledby="needs">([\s\S]*?)<\/ul>/.exec(text)?.[1] ?? "";
  return { html, rows: [...html.matchAll(/<li[\s\S]*?<\/li>/g)].map(([need]) => shownText(need)) };
}
