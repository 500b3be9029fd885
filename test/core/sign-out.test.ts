import { describe, expect, test } from "@jest/globals";
import { aBrowser } from "../support/browser.ts";
import { aBrowserWith, sessionCookieOf } from "../support/cookies.ts";
import { isSignedIn } from "../support/is-signed-in.ts";
import { aSetUp, signIn } from "../support/sign-in.ts";

async function aSignedInSetUp() {
  const setUp = await aSetUp();
  await signIn(setUp.browser, setUp);
  const profile = await setUp.browser.open(`${setUp.app.origin}/profile`);
  return { ...setUp, profile };
}

describe("signing out", () => {
  test("ends the session on the server and says that Asana's stays open", async () => {
    const { app, browser, profile } = await aSignedInSetUp();
    const session = sessionCookieOf(browser);

    const answer = await browser.press(profile, "Sign out");
    const page = await browser.open(new URL(answer.headers.location ?? "", app.origin).href);
    const thief = aBrowserWith({ session });

    expect(answer.status).toBe(303);
    expect(page.text).toContain("You may still be signed in at Asana");
    expect(page.text).toContain("Sign in with Asana</a>");
    expect(await isSignedIn(browser, app)).toBe(false);
    expect(await isSignedIn(thief, app)).toBe(false);
    expect((await thief.get(`${app.origin}/profile`)).status).toBe(302);
  });

  test("leaves the tokens at Asana alone", async () => {
    const { sandbox, browser, profile } = await aSignedInSetUp();
    const before = sandbox.requests.length;

    await browser.press(profile, "Sign out");

    expect(sandbox.requests).toHaveLength(before);
  });

  test("twice leads to the start page", async () => {
    const { app, browser, profile } = await aSignedInSetUp();

    await browser.press(profile, "Sign out");
    const again = await browser.press(profile, "Sign out");

    expect([again.status, again.headers.location]).toEqual([303, "/?returnTo=%2F"]);
    expect((await browser.get(`${app.origin}/`)).status).toBe(200);
  });
});

describe("disconnecting", () => {
  test("revokes at Asana, ends the session and says so", async () => {
    const { app, sandbox, browser, profile } = await aSignedInSetUp();
    const accessTokens = sandbox.issued.filter((token) => token.startsWith("2/"));

    const answer = await browser.press(profile, "Disconnect");
    const page = await browser.open(new URL(answer.headers.location ?? "", app.origin).href);
    const me = await Promise.all(accessTokens.map((token) => usersMe(sandbox, token)));

    expect(answer.status).toBe(303);
    expect(page.text).toContain("Disconnected. Asana no longer lets this app act for you");
    expect(page.text).toContain("Sign in with Asana</a>");
    expect(await isSignedIn(browser, app)).toBe(false);
    expect(accessTokens.length).toBeGreaterThan(0);
    expect(new Set(me)).toEqual(new Set([401]));
  });

  test.each([["500"], ["reset"], ["502html"]])(
    "signs out here and says plainly that Asana was not reached, at a fault of kind %s",
    async (kind) => {
      const { app, sandbox, browser, profile } = await aSignedInSetUp();
      const fault = kind === "500" ? (500 as const) : (kind as "reset" | "502html");
      sandbox.setSwitches({ fail: { endpoint: "revoke", kind: fault, times: 1 } });

      const answer = await browser.press(profile, "Disconnect");
      const page = await browser.open(new URL(answer.headers.location ?? "", app.origin).href);

      expect(page.text).toContain("Asana did not confirm that it is withdrawn");
      expect(page.text).toContain("Deauthorize");
      expect(await isSignedIn(browser, app)).toBe(false);
    },
  );
});

test("disconnecting without a refresh token says that access runs out by itself", async () => {
  const { app, sandbox, browser } = await aSetUp({
    sandbox: { switches: { refreshToken: "absent" } },
  });
  await signIn(browser, { app, sandbox });
  const profile = await browser.open(`${app.origin}/profile`);

  const answer = await browser.press(profile, "Disconnect");
  const page = await browser.open(new URL(answer.headers.location ?? "", app.origin).href);

  expect(page.text).toContain("runs out by itself");
  expect(sandbox.requests.map(({ path }) => path)).not.toContain("/-/oauth_revoke");
});

describe("a form", () => {
  const forms = ["/auth/logout", "/auth/disconnect", "/profile/read-again"];

  test.each(forms)("to %s without its token is refused and does nothing", async (path) => {
    const { app, browser } = await aSignedInSetUp();

    const answers = [
      await browser.post(app.origin + path),
      await browser.post(app.origin + path, { _csrf: "made up" }),
      await browser.post(app.origin + path, { _csrf: "" }),
    ];

    expect(answers.map((answer) => answer.status)).toEqual([403, 403, 403]);
    expect(answers[0]?.text).toContain("form-not-ours");
    expect((await browser.get(`${app.origin}/profile`)).status).toBe(200);
  });

  test.each(forms)("to %s with another person's token is refused", async (path) => {
    const { app, sandbox, browser } = await aSignedInSetUp();
    const other = aBrowser();
    await signIn(other, { app, sandbox }, { person: 1 });
    const theirs = await other.get(`${app.origin}/profile`);
    const token = /name="_csrf" value="([^"]+)"/.exec(theirs.text)?.[1] ?? "";

    const answer = await browser.post(app.origin + path, { _csrf: token });

    expect(token).not.toBe("");
    expect(answer.status).toBe(403);
  });

  test("that is too large gets a page that says so", async () => {
    const { app, browser } = await aSignedInSetUp();

    const answer = await browser.post(`${app.origin}/auth/logout`, { filler: "x".repeat(70_000) });

    expect(answer.status).toBe(413);
    expect(answer.text).toContain("form-too-large");
  });
});

async function usersMe(sandbox: { origin: string }, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${sandbox.origin}/api/1.0/users/me`, { headers })).status;
}
