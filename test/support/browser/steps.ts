import type { Locator, Page } from "playwright-core";
import type { Sandbox } from "../../../sandbox/sandbox.ts";
import { signInAddress } from "../../../src/web/sign-in/sign-in-address.ts";
import type { RunningApp } from "../app.ts";

/** An app, and the sandbox where it signs people in. */
export interface SetUp {
  readonly app: RunningApp;
  readonly sandbox: Sandbox;
}

export const ana = "Ana Everyday";
export const ben = "Ben Solo";
export const zoe = 'Zoë "Quote" <b>O’Neil</b> 🦊 & Söhne שלום';
export const mira = "Mira Newcomer";

/** The link that every signed-out page leads to. */
export function signInLink(page: Page): Locator {
  return page.getByRole("link", { name: "Sign in with Asana", exact: true });
}

export function button(page: Page, name: string): Locator {
  return page.getByRole("button", { name, exact: true });
}

/** Waits until a page with this main heading is there. */
export async function arrivesAt(page: Page, heading: string): Promise<void> {
  await page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
}

/** What a person reads in the main part of the page. */
export async function textOf(page: Page): Promise<string> {
  return page.getByRole("main").innerText();
}

/** Path and query of the page's address. */
export function addressOf(page: Page): string {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
}

/** From the app's address to the sandbox's page that asks for consent. */
export async function goToConsent(
  page: Page,
  { app }: SetUp,
  { person = ana, returnTo = "/profile" } = {},
): Promise<void> {
  await page.goto(app.origin + signInAddress(returnTo));
  await button(page, person).click();
  await button(page, "Allow").waitFor();
}

/** The whole sign-in, up to the page that it leads to. */
export async function signIn(
  page: Page,
  setUp: SetUp,
  options: { readonly person?: string; readonly returnTo?: string } = {},
): Promise<void> {
  const { returnTo = "/profile" } = options;
  await goToConsent(page, setUp, options);
  await button(page, "Allow").click();
  await page.waitForURL(setUp.app.origin + returnTo);
}

/** What the sandbox was asked to change: `POST /tasks`. */
export function changesAt({ sandbox }: Pick<SetUp, "sandbox">): string[] {
  return sandbox.requests
    .filter(({ method, path }) => method !== "GET" && path.startsWith("/api/1.0/"))
    .map(({ method, path }) => `${method} ${path.slice("/api/1.0".length)}`);
}
