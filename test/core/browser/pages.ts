import { errorPath } from "../../../src/web/errors/error-address.ts";
import { errorPages } from "../../../src/web/errors/error-pages.ts";
import { signInPath } from "../../../src/web/sign-in/sign-in-address.ts";
import {
  allowedAt,
  at,
  everyPermission,
  type PageRow,
  signedInAt,
} from "../../support/browser/page-row.ts";
import { ben, button, goToConsent, signIn, zoe } from "../../support/browser/steps.ts";
import { probePath } from "../../support/probe.ts";

const longName = "Donaudampfschifffahrtsgesellschaftskapitän".repeat(8);

/** The pages of the app when all goes as it should, or nearly. */
export const appPages: readonly PageRow[] = [
  { name: "start page, signed out", open: at("/"), isLikeNoOther: true },
  {
    name: "start page for a wanted page",
    open: at(`/?${new URLSearchParams({ returnTo: probePath })}`),
  },
  { name: "start page after Cancel", open: at("/?note=cancelled") },
  { name: "start page after signing out", open: at("/?note=signed-out") },
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
    settings: everyPermission,
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
  { name: "page that asks for a permission to change", open: signedInAt(probePath) },
  { name: "page with a form", ...allowedAt(probePath) },
  {
    name: "page that needs a permission",
    open: signedInAt(probePath),
    sandbox: { switches: { tokenScope: "present", grant: "openid email profile" } },
  },
  {
    name: "page after Deny",
    async open(page, setUp) {
      await signIn(page, setUp, { returnTo: probePath });
      await page.getByRole("link", { name: "Allow it at Asana" }).click();
      await button(page, "Deny").click();
      await page.getByText("Nothing has changed").waitFor();
    },
  },
  {
    name: "page after its form was sent",
    settings: everyPermission,
    async open(page, setUp) {
      await signIn(page, setUp, { returnTo: probePath });
      await page.getByLabel("Name").fill(longName);
      await button(page, "Send").click();
      await page.getByText("It was sent.").waitFor();
    },
  },
  {
    name: "page with what was typed and not sent",
    settings: everyPermission,
    async open(page, setUp) {
      await signIn(page, setUp, { returnTo: probePath });
      setUp.sandbox.setSwitches({
        fail: { endpoint: "rest", kind: 500, times: 1, method: "POST" },
      });
      await page.getByLabel("Name").fill(zoe);
      await button(page, "Send").click();
      await page.getByText("That did not work").waitFor();
    },
  },
  {
    name: "connect again",
    async open(page, setUp) {
      await signIn(page, setUp, { returnTo: probePath });
      setUp.sandbox.setSwitches({ revokeTokens: "now" });
      await page.reload();
    },
  },
  {
    name: "connect again, with something typed",
    settings: everyPermission,
    async open(page, setUp) {
      await signIn(page, setUp, { returnTo: probePath });
      setUp.sandbox.setSwitches({ revokeTokens: "now" });
      await page.getByLabel("Name").fill("Done");
      await button(page, "Send").click();
      await page.getByText("What you typed is kept").waitFor();
    },
  },
  { name: "no such page", open: at("/no-such-page") },
];

/** One for each way in which something can fail. */
export const errorRows: readonly PageRow[] = Object.keys(errorPages).map((kind) => ({
  name: `error ${kind}`,
  open: at(`${errorPath}?kind=${kind}&request=0123456789abcdef${scopesOf(kind)}`),
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
  { name: "sandbox sign-in", open: at(signInPath) },
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

function scopesOf(kind: string): string {
  return kind === "scope-refused" ? "&scopes=tasks:read+projects:read" : "";
}
