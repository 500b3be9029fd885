import { describe, expect, test } from "@jest/globals";
import { startApp } from "../support/app.ts";
import { aBrowser, unescapeHtml } from "../support/browser.ts";
import { aSandbox, tokensFor } from "../support/sandbox-client.ts";
import { shownText } from "../support/shown.ts";
import { answerSandbox, signIn } from "../support/sign-in.ts";
import { columnIn, mira, openMethods, openMethodsAtLyingProvider } from "./methods-page.ts";

describe("an administrator sees", () => {
  test.each([
    ["ASANA_PAT", "Personal access token"],
    ["ASANA_SERVICE_ACCOUNT_TOKEN", "Service account"],
  ])("that %s is dead, and the rest of the page all the same", async (name, method) => {
    const { column } = await openMethods({ settings: { [name]: "2/dead" } });

    expect(column(method)).toMatch(new RegExp(`Asana does not accept this token.*${name}`));
    expect(column("OAuth")).toContain("Ana Everyday");
  });

  test.each([403, 402, 404] as const)(
    "that a personal access token stands in the place of the service account's (%d)",
    async (saStatus) => {
      const sandbox = await aSandbox({ switches: { saStatus } });
      const { ASANA_PAT } = sandbox.settings;
      const settings = { ASANA_SERVICE_ACCOUNT_TOKEN: ASANA_PAT };

      const { column } = await openMethods({ sandbox, settings });

      expect(column("Service account")).toContain("it is no service account's token");
    },
  );

  test("that a service account's token stands in the place of the bot's", async () => {
    const sandbox = await aSandbox();
    const settings = { ASANA_PAT: sandbox.settings.ASANA_SERVICE_ACCOUNT_TOKEN };

    const { column } = await openMethods({ sandbox, settings });

    expect(column("Personal access token")).toContain("This is a service account's token");
  });

  test("that the bot's token is their own", async () => {
    const sandbox = await aSandbox();
    const { access_token } = await tokensFor(sandbox);

    const { column } = await openMethods({
      sandbox,
      settings: { ASANA_PAT: String(access_token) },
    });

    expect(column("Personal access token")).toMatch(
      /Ana Everyday.*Give the bot a user of its own.*with a name and a photo/,
    );
  });

  test("that the bot's token is another administrator's", async () => {
    const settings = { ADMIN_USER_IDS: "1201000000000011,1201000000000021" };

    const { column } = await openMethods({ settings });

    expect(column("Personal access token")).toContain("This token is a person's");
  });

  test("no such advice where the bot is a user of its own", async () => {
    const { column } = await openMethods();

    expect(column("Personal access token")).not.toContain("Give the bot a user");
    expect(column("Service account")).not.toContain("is no service account's token");
  });

  test("each method by itself while the API is in trouble", async () => {
    const sandbox = await aSandbox();
    const setUp = { sandbox, app: await startApp({ settings: sandbox.settings }) };
    const browser = aBrowser();
    await signIn(browser, setUp);
    sandbox.setSwitches({ fail: { endpoint: "rest", kind: 500, times: 90 } });

    const { status, text } = await browser.open(`${setUp.app.origin}/methods`);

    expect(status).toBe(200);
    expect(columnIn(text, "OpenID Connect")).toContain("Ana Everyday");
    for (const name of ["OAuth", "Personal access token", "Service account"]) {
      expect(columnIn(text, name)).toContain("Asana had an error of its own.");
      expect(columnIn(text, name)).not.toMatch(/Sees|Audit log/);
    }
  });
});

describe("somebody else", () => {
  test.each([
    ["openid email profile", "users:read workspaces:read", "is in ASANA_SCOPES", ""],
    [
      "openid email profile users:read",
      "workspaces:read",
      "Allow it at Asana",
      "/auth/login?allow=see-tasks&returnTo=%2Fmethods",
    ],
  ])("reads which permission is missing to an app that asks for %s", async (...row) => {
    const [ASANA_SCOPES, missing, says, address] = row;

    const { page, column } = await openMethods({ person: mira, settings: { ASANA_SCOPES } });

    expect(column("OAuth")).toContain(`it was not given ${missing}.`);
    expect(column("OAuth")).toContain(says);
    expect(unescapeHtml(page.text)).toContain(address);
    expect(column("OpenID Connect")).toContain("Mira Newcomer");
  });

  test("is led to Asana for what the app asks for and was not given, and back", async () => {
    const sandbox = await aSandbox({ switches: { grant: "openid profile" } });
    const { app, page, browser } = await openMethods({ person: mira, sandbox });
    const address = "/auth/login?returnTo=%2Fmethods";
    expect(page.text).toContain(`<a href="${address}">Allow it at Asana`);

    sandbox.setSwitches({ grant: "all" });
    const asked = await browser.get(app.origin + address);
    const callback = await answerSandbox(browser, { sandbox, url: asked.headers.location ?? "" });
    const after = await browser.open(callback);

    expect(after.url).toBe(`${app.origin}/methods`);
    expect(columnIn(after.text, "OAuth")).toContain("Mira Newcomer");
  });

  test("is told when they did not allow more at Asana", async () => {
    const { app, browser } = await openMethods({ person: mira });

    const { text } = await browser.open(`${app.origin}/methods?note=not-allowed`);

    expect(shownText(text)).toContain("you did not allow more");
  });

  test("reads what the app knows when Asana does not tell the scopes", async () => {
    const sandbox = await aSandbox({
      switches: { fail: { endpoint: "token_info", kind: 500, times: 9 } },
    });

    const { page, column } = await openMethods({ person: mira, sandbox });

    expect(page.status).toBe(200);
    expect(column("OAuth")).toMatch(
      /Scopes openid .*workspaces:read.*, as far as the app knows; Asana did not say.*Ends .* in 60 minutes/,
    );
  });

  test("connects again after the access was taken back", async () => {
    const { app, browser, sandbox } = await openMethods({ person: mira });
    sandbox.setSwitches({ revokeTokens: "now" });

    const { text } = await browser.open(`${app.origin}/methods`);

    expect(columnIn(text, "OAuth")).toContain("Connect to Asana again");
    expect(columnIn(text, "OAuth")).not.toMatch(/Sees|Scopes|Ends/);
    expect(text).toContain('href="/auth/login?returnTo=%2Fmethods"');
  });
});

test("an administrator reads that nobody said when the app's own tokens end", async () => {
  const sandbox = await aSandbox({
    switches: { fail: { endpoint: "token_info", kind: 500, times: 9 } },
  });

  const { column } = await openMethods({ sandbox });

  for (const name of ["Personal access token", "Service account"]) {
    expect(column(name)).toContain("Not limited by scopes. Ends Asana did not say this time");
  }
});

test.each([1e300, -1e300, -1, "soon", null, undefined])(
  "a token that ends at %p, as introspection says, ends when the app thinks it does",
  async (exp) => {
    const scope = "openid users:read";
    const { column } = await openMethodsAtLyingProvider({
      answers: { "/-/token_info": { body: { active: true, scope, exp } } },
    });

    expect(column("OAuth")).toMatch(/Scopes openid users:read Ends .* in 60 minutes/);
  },
);

test("an ID token that ends later than any date says so in its claim alone", async () => {
  const { status, column } = await openMethodsAtLyingProvider({ claims: { exp: 1e300 } });

  expect(status).toBe(200);
  expect(column("OpenID Connect")).toContain("Claim exp 1e+300");
  expect(column("OpenID Connect")).not.toContain("Ends");
});
