import type { Page } from "playwright-core";
import type { SandboxOptions } from "../../../sandbox/sandbox.ts";
import { errorPages } from "../../../src/web/errors/error-pages.ts";
import { organizationPages } from "../../organization/browser/organization-pages.ts";
import {
  ana,
  arrivesAt,
  ben,
  button,
  goToConsent,
  mira,
  type SetUp,
  signIn,
  zoe,
} from "../../support/browser/steps.ts";
import { taskPages } from "../../tasks/browser/task-pages.ts";
import { everyScope } from "../../tasks/browser/task-steps.ts";

export interface PageRow {
  readonly name: string;
  /** Brings a browser that has been nowhere to the page. */
  open(page: Page, setUp: SetUp): Promise<unknown>;
  readonly sandbox?: SandboxOptions;
  /** Of the app. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Looked at in each width and each scheme; others in a choice of them. */
  readonly isLikeNoOther?: true;
}

/** The pages of the app when all goes as it should, or nearly. */
export const appPages: readonly PageRow[] = [
  { name: "start page, signed out", open: at("/"), isLikeNoOther: true },
  { name: "start page for a wanted page", open: at("/?returnTo=%2Fdemo") },
  { name: "start page after Cancel", open: at("/?note=cancelled") },
  { name: "start page after signing out", open: at("/?note=signed-out") },
  { name: "start page after signing out everywhere", open: at("/?note=signed-out-everywhere") },
  { name: "start page after disconnecting", open: at("/?note=disconnected") },
  { name: "start page, half disconnected", open: at("/?note=disconnected-here-only") },
  { name: "start page, nothing withdrawn", open: at("/?note=disconnected-nothing-to-revoke") },
  {
    name: "start page, Asana out of reach",
    open: at("/"),
    sandbox: { switches: { fail: { endpoint: "discovery", kind: 500, times: 100 } } },
  },
  { name: "start page, signed in", open: signedInAt("/") },
  { name: "profile", open: signedInAt("/profile") },
  { name: "profile without a photo", open: signedInAt("/profile", ben) },
  {
    name: "profile with every permission",
    isLikeNoOther: true,
    open: signedInAt("/profile"),
    settings: { ASANA_SCOPES: everyScope },
  },
  {
    name: "profile, access taken away",
    async open(page, setUp) {
      await signIn(page, setUp);
      setUp.sandbox.setSwitches({ revokeTokens: "now" });
      await button(page, "Read again").click();
      await page.getByText("Asana no longer accepts").first().waitFor();
    },
  },
  { name: "profile with an odd name", open: signedInAt("/profile", zoe) },
  {
    name: "profile, Asana in trouble",
    open: signedInAt("/profile"),
    sandbox: { switches: { force429: 100 } },
  },
  { name: "demo", open: signedInAt("/demo") },
  {
    name: "demo, unfolded",
    isLikeNoOther: true,
    async open(page, setUp) {
      await signIn(page, setUp, { returnTo: "/demo" });
      for (const summary of await page.getByText(/^Answer as JSON$|^The same with curl$/).all()) {
        await summary.click();
      }
    },
  },
  { name: "demo with an odd name", open: signedInAt("/demo", zoe) },
  { name: "demo without tasks", open: signedInAt("/demo", mira) },
  {
    name: "demo, Asana in trouble",
    open: signedInAt("/demo"),
    sandbox: { switches: { force429: 100 } },
  },
  ...taskPages,
  ...organizationPages,
  {
    name: "sessions in two browsers",
    isLikeNoOther: true,
    async open(page, setUp) {
      await signIn(page, setUp);
      await page.context().clearCookies();
      await page.goto(`${setUp.app.origin}/auth/login?returnTo=/sessions`);
      await button(page, ana).click(); // who has allowed it before
      await arrivesAt(page, "Where you are signed in");
    },
  },
  { name: "guide, signed out", open: at("/guide"), isLikeNoOther: true },
  { name: "guide, signed in", open: signedInAt("/guide") },
  {
    name: "guide, answered",
    open: at("/guide?purpose=sign-in-and-act&author=person&unattended=always"),
    isLikeNoOther: true,
  },
  { name: "no such page", open: at("/no-such-page") },
];

/** One for each way in which something can fail. */
export const errorRows: readonly PageRow[] = Object.keys(errorPages).map((kind) => ({
  name: `error ${kind}`,
  open: at(`/auth/error?kind=${kind}&request=0123456789abcdef${scopesOf(kind)}`),
}));

export const sandboxPages: readonly PageRow[] = [
  { name: "sandbox home, signed out", open: (page, { sandbox }) => page.goto(sandbox.origin) },
  {
    name: "sandbox home, signed in",
    async open(page, setUp) {
      await goToConsent(page, setUp, { person: zoe });
      await page.goto(setUp.sandbox.origin);
    },
  },
  { name: "sandbox sign-in", open: at("/auth/login") },
  { name: "sandbox consent", open: (page, setUp) => goToConsent(page, setUp) },
  {
    name: "sandbox consent with an odd name",
    open: (page, setUp) => goToConsent(page, setUp, { person: zoe }),
  },
  {
    name: "sandbox consent with workspaces to pick",
    open: (page, setUp) => goToConsent(page, setUp),
    sandbox: { switches: { workspaces: "pick" } },
  },
  {
    name: "sandbox, where Asana would show a task",
    open: (page, { sandbox }) => page.goto(`${sandbox.origin}/1/2/task/3`),
  },
];

function at(address: string): PageRow["open"] {
  return (page, { app }) => page.goto(app.origin + address);
}

function scopesOf(kind: string): string {
  return kind === "scope-refused" ? "&scopes=tasks:read+projects:read" : "";
}

function signedInAt(returnTo: string, person?: string): PageRow["open"] {
  return async (page, setUp) => {
    await signIn(page, setUp, { returnTo, ...(person && { person }) });
    await button(page, "Sign out").waitFor();
  };
}
