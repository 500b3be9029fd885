import { describe, expect, test } from "@jest/globals";
import { type Rule, whoMay } from "../../src/web/who-may/who-may.ts";
import type { RunningApp } from "../support/app.ts";
import { aBrowser, type Browser } from "../support/browser.ts";
import { routesOf } from "../support/routes.ts";
import { aSetUp, signIn } from "../support/sign-in.ts";

/** A task of Ana's that Mira sees too, in the place of `:gid`. */
const task = "1201000000000404";

/** What the table lets somebody do, and what the app lets them do, told alike. */
type Outcome = "let in" | "sent to sign in" | "refused: administrators only";

test("every route of the app stands in the table, and nothing else does", async () => {
  const { app } = await aSetUp();

  expect(routesOf(app.express)).toEqual(whoMay.map(nameOf).sort());
});

describe("the app keeps to the table for", () => {
  test("a stranger", async () => {
    const { app, browser } = await aSetUp();

    expect(await walk(app, browser)).toEqual(
      expectedFor(({ role }) => (role === "anybody" ? "let in" : "sent to sign in")),
    );
  });

  test("a member, who is no administrator", async () => {
    const setUp = await aSetUp();
    await signIn(setUp.browser, setUp, { person: 3 });

    expect(await walk(setUp.app, setUp.browser)).toEqual(
      expectedFor(({ role }) =>
        role === "administrator" ? "refused: administrators only" : "let in",
      ),
    );
  });

  test("an administrator", async () => {
    const setUp = await aSetUp();
    await signIn(setUp.browser, setUp);

    expect(await walk(setUp.app, setUp.browser)).toEqual(expectedFor(() => "let in"));
  });

  test("nobody as an administrator when ADMIN_USER_IDS names nobody", async () => {
    const sandboxed = await aSetUp({ settings: { ADMIN_USER_IDS: "9" } });
    await signIn(sandboxed.browser, sandboxed);

    const { "GET /organization": organization } = await walk(sandboxed.app, sandboxed.browser);

    expect(organization).toBe("refused: administrators only");
  });
});

describe("no spelling of an address gets past it:", () => {
  test.each([
    "/Organization",
    "/organization/",
    "/ORGANIZATION/people",
    "/%6frganization",
    "/organization/people?x",
    "/organization/%70eople",
    "//organization",
    "/./organization",
    "/x/../organization",
  ])("%s", async (path) => {
    const { app, sandbox } = await aSetUp();
    const member = aBrowser();
    await signIn(member, { app, sandbox }, { person: 3 });

    for (const browser of [aBrowser(), member]) {
      const { status, text } = await browser.get(app.origin + path);

      expect([302, 403, 404]).toContain(status);
      expect(text).not.toContain("Backup service account");
    }
  });
});

/** Asks for everything in the table; forms go without their token, so that nothing is done. */
async function walk(app: RunningApp, browser: Browser): Promise<Record<string, Outcome>> {
  const outcomes: Record<string, Outcome> = {};
  for (const rule of whoMay) outcomes[nameOf(rule)] = await outcomeOf(rule, app, browser);
  return outcomes;
}

async function outcomeOf(rule: Rule, app: RunningApp, browser: Browser): Promise<Outcome> {
  const url = app.origin + rule.path.replace(":gid", task);
  const answer = rule.method === "GET" ? await browser.get(url) : await browser.post(url, {});
  const wanted = (rule.formPage ?? rule.path).replace(":gid", task);
  const toSignIn = `/?${new URLSearchParams({ returnTo: wanted })}`;
  if (answer.headers.location === toSignIn) return "sent to sign in";
  return answer.status === 403 && answer.text.includes("administrators-only")
    ? "refused: administrators only"
    : "let in";
}

function expectedFor(outcome: (rule: Rule) => Outcome): Record<string, Outcome> {
  return Object.fromEntries(whoMay.map((rule) => [nameOf(rule), outcome(rule)]));
}

function nameOf({ method, path }: Rule): string {
  return `${method} ${path}`;
}
