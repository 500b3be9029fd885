import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { startApp } from "./support/app.ts";
import { aBrowser } from "./support/browser.ts";
import { aSandbox } from "./support/sandbox-client.ts";
import { signIn } from "./support/sign-in.ts";
import { callsIn, shownText } from "./support/told-calls.ts";

const [ana, mira] = [0, 3];

/** Somebody who is signed in opens the page, at an app with these settings or without some of them. */
async function open({
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
  const app = await startApp({ settings: kept });
  const browser = aBrowser();
  await signIn(browser, { app, sandbox }, { person });
  const page = await browser.open(`${app.origin}/methods`);
  return { sandbox, app, page, column: (name: string) => columnIn(page.text, name) };
}

describe("an administrator sees", () => {
  test("who Asana says is calling, by each method", async () => {
    const { page, column } = await open();

    expect(page.status).toBe(200);
    expect(column("OpenID Connect")).toMatch(
      /Ana Everyday .*No call is made.*Claim sub 1201000000000011/,
    );
    expect(column("OAuth")).toContain("Ana Everyday ana@example.com");
    expect(column("Personal access token")).toContain("Taskbot taskbot@example.com");
    expect(column("Service account")).toContain("Backup service account no e-mail address");
  });

  test("what each can see, with which scopes, until when, and how it is taken back", async () => {
    const { column } = await open();

    expect(column("OAuth")).toMatch(
      /Sees Example Organization, Neighbourhood choir, Home .*Scopes openid .*Ends .* in 60 minutes.*refreshes it by itself.*Deauthorize/,
    );
    expect(column("Personal access token")).toMatch(
      /Sees Example Organization Scopes not limited by scopes Ends .* 2036.*developer console/,
    );
    expect(column("Service account")).toMatch(
      /Sees everything in: Example Organization Scopes not limited.*admin console/,
    );
  });

  test("the same two calls with each token, and with which one each was made", async () => {
    const { page } = await open();

    const calls = callsIn(page.text).map(
      ({ request, sentWith }) => `${sentWith}: ${new URL(request.slice(4)).pathname.slice(8)}`,
    );

    for (const token of ["your access token (OAuth)", "the bot's personal access token"]) {
      expect(calls).toEqual(
        expect.arrayContaining([`${token}: /users/me`, `${token}: /workspaces`]),
      );
    }
    expect(calls).toContain("the service account's token: /users/me");
  });

  test.each([
    ["ASANA_PAT", "Personal access token", "Create new token"],
    ["ASANA_SERVICE_ACCOUNT_TOKEN", "Service account", "Add service account"],
  ])("the step to get %s where it is missing", async (name, method, step) => {
    const { column } = await open({ without: [name] });

    expect(column(method)).toContain(step);
    expect(column(method)).toContain(name);
  });

  test.each([
    ["ASANA_PAT", "Personal access token"],
    ["ASANA_SERVICE_ACCOUNT_TOKEN", "Service account"],
  ])("that %s is dead, and the rest of the page all the same", async (name, method) => {
    const { column } = await open({ settings: { [name]: "2/dead" } });

    expect(column(method)).toMatch(new RegExp(`Asana does not accept this token.*${name}`));
    expect(column("OAuth")).toContain("Ana Everyday");
  });

  test.each([403, 402, 404] as const)(
    "that a personal access token stands in the place of the service account's (%d)",
    async (saStatus) => {
      const sandbox = await aSandbox({ switches: { saStatus } });
      const { ASANA_PAT } = sandbox.settings;
      const settings = { ASANA_SERVICE_ACCOUNT_TOKEN: ASANA_PAT };

      const { column } = await open({ sandbox, settings });

      expect(column("Service account")).toContain("it is no service account's token");
    },
  );

  test("that a service account's token stands in the place of the bot's", async () => {
    const sandbox = await aSandbox();
    const settings = { ASANA_PAT: sandbox.settings.ASANA_SERVICE_ACCOUNT_TOKEN };

    const { column } = await open({ sandbox, settings });

    expect(column("Personal access token")).toContain("This is a service account's token");
  });

  test("neither token, on the page or in the log", async () => {
    const { sandbox, app, page } = await open();

    for (const text of [page.text, app.log()]) {
      expect(text).not.toContain(sandbox.settings.ASANA_PAT);
      expect(text).not.toContain(sandbox.settings.ASANA_SERVICE_ACCOUNT_TOKEN);
      for (const { value } of sandbox.secrets) expect(text).not.toContain(value);
    }
  });
});

describe("somebody else", () => {
  test("sees OpenID Connect and OAuth, and nothing of the app's own tokens", async () => {
    const { page, column } = await open({ person: mira });

    expect(column("OAuth")).toContain("Mira Newcomer");
    expect(page.text).not.toMatch(/Taskbot|Backup service account/);
    expect([column("Personal access token"), column("Service account")]).toEqual(["", ""]);
    expect(shownText(page.text)).toContain("shown to its administrators alone");
  });

  test("makes the app use its own tokens for nothing", async () => {
    const { page, sandbox } = await open({ person: mira });

    const asked = sandbox.requests.filter(({ path }) => path === "/api/1.0/users/me");
    const introspected = sandbox.requests.filter(({ path }) => path === "/-/token_info");

    expect(asked).toHaveLength(1);
    expect(introspected).toHaveLength(1);
    expect(callsIn(page.text).map(({ sentWith }) => sentWith)).toEqual([
      "your access token (OAuth)",
      "your access token (OAuth)",
    ]);
  });

  test("reads which permission is missing where one was not given", async () => {
    const settings = { ASANA_SCOPES: "openid email profile" };

    const { column } = await open({ person: mira, settings });

    expect(column("OAuth")).toContain("It was not given the permission users:read.");
    expect(column("OpenID Connect")).toContain("Mira Newcomer");
  });

  test("reads so when Asana does not tell the scopes", async () => {
    const sandbox = await aSandbox({
      switches: { fail: { endpoint: "token_info", kind: 500, times: 9 } },
    });

    const { page, column } = await open({ person: mira, sandbox });

    expect(page.status).toBe(200);
    expect(column("OAuth")).toContain("Scopes Asana did not say this time");
  });
});

/** What stands in the column of a method; empty when there is none. */
function columnIn(html: string, method: string): string {
  const sections = html.split("<section").slice(1);
  const found = sections.find((section) => section.includes(`>${method}</h2>`));
  return shownText(`<section${found?.split("</section>")[0] ?? ">"}`);
}
