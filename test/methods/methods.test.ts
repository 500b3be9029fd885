import { describe, expect, test } from "@jest/globals";
import { shownText } from "../support/shown.ts";
import { aSetUp } from "../support/sign-in.ts";
import { mira, openMethods, openMethodsAtLyingProvider } from "./methods-page.ts";

describe("an administrator sees", () => {
  test("who Asana says is calling, by each method", async () => {
    const { page, column } = await openMethods();

    expect(page.status).toBe(200);
    expect(column("OpenID Connect")).toMatch(
      /Ana Everyday .*The app makes no call with it.*Ends .*Claim sub 1201000000000011/,
    );
    expect(column("OAuth")).toContain("Ana Everyday ana@example.com");
    expect(column("Personal access token")).toContain("Taskbot taskbot@example.com");
    expect(column("Service account")).toContain("Backup service account no e-mail address");
  });

  test("what each can see, with which scopes, until when, and how it is taken back", async () => {
    const { column } = await openMethods();

    expect(column("OAuth")).toMatch(
      /Sees 3 workspaces Example Organization Neighbourhood choir Home Scopes openid .*Ends .* in 60 minutes.*refreshes it by itself.*Deauthorize/,
    );
    expect(column("Personal access token")).toMatch(
      /Sees 1 workspace Example Organization Audit log Refused.*Scopes Not limited by scopes\. Ends .* 2036.*Taken back .*developer console/,
    );
    expect(column("Service account")).toMatch(
      /Sees 1 organization, with everything in it Example Organization Audit log Open to it.*Scopes Not limited by scopes\. Ends .* 2036.*Taken back .*admin console/,
    );
  });

  test("the same two calls with each token, and with which one each was made", async () => {
    const { calls, sandbox } = await openMethods();

    const made = calls.map(
      ({ url, tokenName }) => `${tokenName}: ${new URL(url).pathname.slice("/api/1.0".length)}`,
    );

    const everyToken = ["ASANA_ACCESS_TOKEN", "ASANA_PAT", "ASANA_SERVICE_ACCOUNT_TOKEN"];
    expect(made.filter((call) => !call.includes("audit_log")).sort()).toEqual(
      everyToken.flatMap((token) => [`${token}: /users/me`, `${token}: /workspaces`]).sort(),
    );
    expect(sandbox.requests.filter(({ path }) => path === "/api/1.0/users/me")).toHaveLength(3);
    expect(sandbox.requests.filter(({ path }) => path === "/api/1.0/workspaces")).toHaveLength(3);
  });

  test("where each is taken back", async () => {
    const { page } = await openMethods();

    for (const [method, address] of [
      ["openid-connect", "https://developers.asana.com/docs/openid-connect"],
      ["oauth", "/profile"],
      ["pat", "https://app.asana.com/0/my-apps"],
      ["service-account", "https://developers.asana.com/docs/service-accounts"],
    ]) {
      const section = page.text.split(`aria-labelledby="${method}"`)[1]?.split("</section>")[0];
      expect(section).toContain(`href="${address}"`);
    }
  });

  test.each([
    ["ASANA_PAT", "Personal access token", "Create new token"],
    ["ASANA_SERVICE_ACCOUNT_TOKEN", "Service account", "Add service account"],
  ])("the step to get %s where it is missing", async (name, method, step) => {
    const { column } = await openMethods({ without: [name] });

    expect(column(method)).toContain(step);
    expect(column(method)).toContain(name);
  });

  test("neither token, on the page or in the log", async () => {
    const { sandbox, app, page } = await openMethods();

    for (const text of [page.text, app.log()]) {
      expect(text).not.toContain(sandbox.settings.ASANA_PAT);
      expect(text).not.toContain(sandbox.settings.ASANA_SERVICE_ACCOUNT_TOKEN);
      for (const { value } of sandbox.secrets) expect(text).not.toContain(value);
    }
  });
});

describe("somebody else", () => {
  test("sees OpenID Connect and OAuth, and nothing of the app's own tokens", async () => {
    const { page, column } = await openMethods({ person: mira });

    expect(column("OAuth")).toContain("Mira Newcomer");
    expect(page.text).not.toMatch(/Taskbot|Backup service account/);
    expect([column("Personal access token"), column("Service account")]).toEqual(["", ""]);
    expect(shownText(page.text)).toContain("shown to its administrators alone");
  });

  test("makes the app use its own tokens for nothing", async () => {
    const { calls, sandbox } = await openMethods({ person: mira });

    const asked = sandbox.requests.filter(({ path }) => path === "/api/1.0/users/me");
    const introspected = sandbox.requests.filter(({ path }) => path === "/-/token_info");

    expect(asked).toHaveLength(1);
    expect(introspected).toHaveLength(1);
    expect(calls.map(({ tokenName }) => tokenName)).toEqual([
      "ASANA_ACCESS_TOKEN",
      "ASANA_ACCESS_TOKEN",
    ]);
  });
});

test("names of Asana's are shown, never run, and strangers' pictures not at all", async () => {
  const name = "<img src=x onerror=alert(1)>";
  const photo = { image_60x60: "https://stranger.example/photo.png" };
  const { text, column } = await openMethodsAtLyingProvider({
    answers: {
      "/users/me": { body: { data: { gid: "1", name, email: null, photo } } },
      "/workspaces": { body: { data: [{ gid: "2", name }, { gid: "3" }] } },
    },
  });

  expect(column("OAuth")).toMatch(
    /<img src=x onerror=alert\(1\)> no e-mail address.*2 workspaces <img .* Workspace without a name/,
  );
  expect(text).not.toContain("<img src=x");
  expect(text.match(/<img[^>]*stranger/)).toBeNull();
});

test("a stranger is asked to sign in, and no call is made", async () => {
  const { app, sandbox, browser } = await aSetUp();

  const { status, headers } = await browser.get(`${app.origin}/methods`);

  expect([status, headers.location]).toEqual([302, "/?returnTo=%2Fmethods"]);
  expect(sandbox.requests.filter(({ path }) => /users|workspaces|token_info/.test(path))).toEqual(
    [],
  );
});
