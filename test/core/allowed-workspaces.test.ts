import { describe, expect, test } from "@jest/globals";
import { unescapeHtml } from "../support/browser.ts";
import { isSignedIn } from "../support/is-signed-in.ts";
import { until } from "../support/process.ts";
import { introspect } from "../support/sandbox-client.ts";
import { aSetUp, signIn } from "../support/sign-in.ts";

const [organization, choir, studio] = ["1201000000000101", "1201000000000102", "1201000000000104"];
const [ana, ben] = [0, 1];

/** Signs somebody in at an app for people of these workspaces; the page where that ends. */
async function signInWhere(
  allowed: readonly (string | undefined)[],
  person: number,
  options: Parameters<typeof aSetUp>[0] = {},
) {
  const settings = { ALLOWED_WORKSPACES: allowed.join(","), ...options.settings };
  const setUp = await aSetUp({ ...options, settings });
  const { headers } = await signIn(setUp.browser, setUp, { person });
  const page = await setUp.browser.open(new URL(headers.location ?? "", setUp.app.origin).href);
  return { ...setUp, page: { ...page, heading: headingIn(page.text) } };
}

describe("with ALLOWED_WORKSPACES", () => {
  test.each([
    ["their only workspace", [studio], ben],
    ["one of their workspaces", [choir], ana],
    ["a workspace among several that are named", [studio, organization], ana],
  ])("who belongs to %s is signed in", async (_name, allowed, person) => {
    const { page } = await signInWhere(allowed, person);

    expect([page.status, new URL(page.url).pathname]).toEqual([200, "/profile"]);
  });

  test("who belongs to none of them is told so and gets no session", async () => {
    const { app, browser, page, sandbox } = await signInWhere([organization], ben);

    expect([page.status, page.heading]).toEqual([
      403,
      "This app is for people of other workspaces",
    ]);
    const profile = await browser.get(`${app.origin}/profile`);
    expect([profile.status, profile.headers.location]).toEqual([302, "/?returnTo=%2Fprofile"]);
    expect(await isSignedIn(browser, app)).toBe(false);
    expect(page.text).not.toContain(sandbox.people[ben]?.name);
  });

  test("whoever is not let in leaves no access behind: it is withdrawn at Asana", async () => {
    const { sandbox } = await signInWhere([organization], ben);
    const given = sandbox.secrets.filter(({ kind }) => kind === "access" || kind === "refresh");

    expect(given).toHaveLength(2);
    for (const { value } of given) {
      await until(async () => (await introspect(sandbox, value)).body.active === false);
    }
  });

  test("who did not allow the app in that workspace at consent is not let in", async () => {
    const { page } = await signInWhere([organization], ana, {
      sandbox: { switches: { workspaces: "pick" } },
    });

    expect(page.heading).toBe("This app is for people of other workspaces");
  });

  test("who does not let the app see their workspaces is not let in, and reads why", async () => {
    const { page } = await signInWhere([organization], ana, {
      sandbox: { switches: { grant: "openid email profile" } },
    });

    expect([page.status, page.heading]).toEqual([502, "Asana did not name your workspaces"]);
  });

  test.each(["500", "reset"] as const)("nobody is let in while Asana fails: %s", async (kind) => {
    const { app, browser, page } = await signInWhere([organization], ana, {
      sandbox: {
        switches: { fail: { endpoint: "rest", kind: kind === "500" ? 500 : kind, times: 9 } },
      },
    });

    expect([page.status, page.heading]).toEqual([502, "Asana did not name your workspaces"]);
    expect(await isSignedIn(browser, app)).toBe(false);
  });

  test("a session that was there before somebody else was refused goes on", async () => {
    const setUp = await aSetUp({ settings: { ALLOWED_WORKSPACES: String(organization) } });
    const { app, browser, sandbox } = setUp;
    await signIn(browser, setUp, { person: ana });
    sandbox.setSwitches({ fail: { endpoint: "rest", kind: 500, times: 2 } });

    await signIn(browser, setUp);

    expect((await browser.get(`${app.origin}/profile`)).status).toBe(200);
  });
});

test("without it everybody is let in, and no workspace is asked for", async () => {
  const setUp = await aSetUp();

  await signIn(setUp.browser, setUp, { person: ben });

  const asked = setUp.sandbox.requests.filter(({ path }) => path.startsWith("/api/1.0/workspaces"));
  expect(asked).toEqual([]);
});

function headingIn(text: string): string {
  return unescapeHtml(/<h1>(.*?)<\/h1>/.exec(text)?.[1] ?? "");
}
