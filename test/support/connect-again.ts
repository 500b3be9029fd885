import type { Sandbox } from "../../sandbox/sandbox.ts";
import { type Browser, unescapeHtml } from "./browser.ts";
import type { OpenPage } from "./forms.ts";
import { answerSandbox } from "./sign-in.ts";

/** Presses "Connect to Asana again" and signs in there, as the same person unless told otherwise. */
export async function connectAgain(
  browser: Browser,
  page: OpenPage,
  { sandbox, person = 0, press = "Allow" }: { sandbox: Sandbox; person?: number; press?: string },
): Promise<OpenPage> {
  let url = (await browser.get(connectAddress(page))).headers.location ?? "";
  if (person !== 0) url = await useAnotherPerson(browser, url);
  return browser.open(await answerSandbox(browser, { sandbox, url, person, press }));
}

/** Where the link "Connect to Asana again" leads. */
export function connectAddress({ text, url }: OpenPage): string {
  const link = /href="([^"]*)">Connect to Asana again</.exec(text)?.[1] ?? "";
  return new URL(unescapeHtml(link), url).href;
}

/** The person who is signed in at the sandbox leaves; the address where the next one begins. */
async function useAnotherPerson(browser: Browser, url: string): Promise<string> {
  const { text } = await browser.get(url);
  const link = /href="(\/sandbox\/use-another-person[^"]*)"/.exec(text)?.[1] ?? "";
  return (await browser.open(new URL(unescapeHtml(link), url).href)).url;
}
