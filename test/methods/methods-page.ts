import type { Sandbox } from "../../sandbox/sandbox.ts";
import { startApp } from "../support/app.ts";
import { aBrowser } from "../support/browser.ts";
import { aLyingProvider, type Lie, signInAtLyingProvider } from "../support/lying-provider.ts";
import { aSandbox } from "../support/sandbox-client.ts";
import { shownText } from "../support/shown.ts";
import { signIn } from "../support/sign-in.ts";
import { watchedCalls } from "../support/watched-calls.ts";

/** The sandbox's first person, who administers, and its last, who does not. */
export const [ana, mira] = [0, 3];

/** Somebody who is signed in opens `/methods`, at an app with these settings or without some. */
export async function openMethods({
  person = ana,
  settings = {},
  without = [],
  sandbox: given,
}: {
  readonly person?: number;
  readonly settings?: Readonly<Record<string, string>>;
  readonly without?: readonly string[];
  readonly sandbox?: Sandbox;
} = {}) {
  const sandbox = given ?? (await aSandbox());
  const all = Object.entries({ ...sandbox.settings, ...settings });
  const kept = Object.fromEntries(all.filter(([name]) => !without.includes(name)));
  const calls = watchedCalls();
  const app = await startApp({ settings: kept, features: [calls.feature] });
  const browser = aBrowser();
  await signIn(browser, { app, sandbox }, { person });
  const page = await browser.open(`${app.origin}/methods`);
  return {
    sandbox,
    app,
    browser,
    page,
    calls: calls.ofPages,
    column: (name: string) => columnIn(page.text, name),
  };
}
/** The page of somebody whom a provider that lies has signed in. */
export async function openMethodsAtLyingProvider(lie: Lie) {
  const app = await startApp({ settings: await aLyingProvider(lie) });
  const browser = aBrowser();
  await signInAtLyingProvider(app.origin, browser);
  const { status, text } = await browser.open(`${app.origin}/methods`);
  return { status, text, column: (name: string) => columnIn(text, name) };
}

/** What stands in the column of a method; empty when there is none. */
export function columnIn(html: string, method: string): string {
  const sections = html.split("<section").slice(1);
  const found = sections.find((section) => section.includes(`>${method}</h2>`));
  return shownText(`<section${found?.split("</section>")[0] ?? ">"}`);
}
