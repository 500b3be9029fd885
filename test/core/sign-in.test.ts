import { describe, expect, test } from "@jest/globals";
import { setCookies } from "../support/browser.ts";
import { aBrowserWith, cookieNames, sessionCookieOf, signInCookieOf } from "../support/cookies.ts";
import { isSignedIn } from "../support/is-signed-in.ts";
import { probePath } from "../support/probe.ts";
import { aSetUp, authorize, signIn } from "../support/sign-in.ts";

describe("the authorization request", () => {
  test("carries everything that OpenID Connect and PKCE ask, and no nonce", async () => {
    const { app, browser, sandbox } = await aSetUp();

    const answer = await browser.get(`${app.origin}/auth/login`);

    expect(answer.status).toBe(302);
    const url = new URL(answer.headers.location ?? "");
    expect(url.origin + url.pathname).toBe(`${sandbox.origin}/-/oauth_authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: sandbox.settings.ASANA_CLIENT_ID,
      redirect_uri: `${app.origin}/auth/callback`,
      response_type: "code",
      scope: "openid email profile users:read workspaces:read projects:read tasks:read",
      state: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: "S256",
    });
    expect(url.search).toContain("openid%20email%20profile");
  });

  test("is different each time", async () => {
    const { app, browser } = await aSetUp();

    const [first, second] = [
      await browser.get(`${app.origin}/auth/login`),
      await browser.get(`${app.origin}/auth/login`),
    ].map((answer) => new URL(answer.headers.location ?? "").searchParams);

    expect(first?.get("state")).not.toBe(second?.get("state"));
    expect(first?.get("code_challenge")).not.toBe(second?.get("code_challenge"));
  });

  test("is not made by a HEAD request, and not answered by one", async () => {
    const { app, sandbox, browser } = await aSetUp();
    const callback = await authorize(browser, { app, sandbox });

    const headers = { cookie: `${cookieNames().signIn}=${signInCookieOf(browser)}` };
    const heads = await Promise.all(
      [`${app.origin}/auth/login`, callback].map((url) => fetch(url, { method: "HEAD", headers })),
    );
    const answer = await browser.get(callback);

    expect(heads.map((head) => head.status)).toEqual([405, 405]);
    expect(answer.headers.location).toBe("/profile");
  });
});

describe("after a sign-in", () => {
  test("the person is where they wanted to be, and the profile tells who they are", async () => {
    const { app, sandbox, browser } = await aSetUp();
    const [person] = sandbox.people;

    const answer = await signIn(browser, { app, sandbox }, { returnTo: "/profile?a=b" });
    const profile = await browser.get(`${app.origin}/profile`);

    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe("/profile?a=b");
    expect(profile.text).toContain(person?.name);
    expect(profile.text).toContain(person?.email);
    expect(profile.text).toContain(person?.gid);
  });

  test("the start page says who is signed in and offers no sign-in", async () => {
    const { app, sandbox, browser } = await aSetUp();

    await signIn(browser, { app, sandbox });
    const landing = await browser.get(`${app.origin}/`);

    expect(landing.text).toContain(sandbox.people[0]?.name);
    expect(landing.text).not.toContain("/auth/login");
  });

  test("the session id is another one, and the old session is gone", async () => {
    const { app, sandbox, browser } = await aSetUp();
    await signIn(browser, { app, sandbox });
    const before = sessionCookieOf(browser);

    await signIn(browser, { app, sandbox }, { person: 0 });
    const after = sessionCookieOf(browser);
    const thief = aBrowserWith({ session: before });
    const profile = await thief.get(`${app.origin}/profile`);

    expect(after).not.toBe(before);
    expect([await isSignedIn(browser, app), await isSignedIn(thief, app)]).toEqual([true, false]);
    expect(profile.headers.location).toBe("/?returnTo=%2Fprofile");
  });

  test("a session id that a visitor brings along is not taken over", async () => {
    const { app, sandbox } = await aSetUp();
    const browser = aBrowserWith({ session: "s%3Achosen-by-somebody-else.signature" });

    await signIn(browser, { app, sandbox });

    expect(await isSignedIn(browser, app)).toBe(true);
    expect(sessionCookieOf(browser)).not.toContain("chosen-by-somebody-else");
  });

  test("the callback asked the provider for the code exchange and UserInfo only", async () => {
    const { app, sandbox, browser } = await aSetUp();
    await signIn(browser, { app, sandbox });
    const callback = await authorize(browser, { app, sandbox });
    const before = sandbox.requests.length;

    await browser.get(callback);

    expect(sandbox.requests.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /-/oauth_token",
      "GET /api/1.0/openid_connect/userinfo",
    ]);
  });
});

test("two tabs can sign in side by side, in either order", async () => {
  const { app, sandbox, browser } = await aSetUp();
  const first = await authorize(browser, { app, sandbox }, { returnTo: probePath });
  const second = await authorize(browser, { app, sandbox }, { returnTo: "/?x=1" });

  const answers = [await browser.get(second), await browser.get(first)];

  expect(answers.map((answer) => answer.headers.location)).toEqual(["/?x=1", probePath]);
});

test("a browser keeps five attempts: the sixth pushes out the first", async () => {
  const { app, sandbox, browser } = await aSetUp();
  const callbacks: string[] = [];
  for (let tab = 0; tab < 6; tab += 1) callbacks.push(await authorize(browser, { app, sandbox }));

  const oldest = await browser.get(callbacks[0] ?? "");
  const next = await browser.get(callbacks[1] ?? "");

  expect(oldest.headers.location).toContain("kind=sign-in-expired");
  expect(next.headers.location).toBe("/profile");
});

test("of two requests for the same callback at once, one signs in and one goes home", async () => {
  const { app, sandbox, browser } = await aSetUp();
  const callback = await authorize(browser, { app, sandbox });
  const before = sandbox.requests.length;

  const answers = await Promise.all([browser.get(callback), browser.get(callback)]);

  const tokenCalls = sandbox.requests.slice(before).filter(({ path }) => path === "/-/oauth_token");
  expect(tokenCalls).toHaveLength(1);
  const [late, first] = answers.map((answer) => answer.headers.location ?? "").sort();
  const afterwards = await browser.get(app.origin + late);
  expect(first).toBe("/profile");
  expect(late).toContain("/auth/error?kind=sign-in-expired");
  expect([afterwards.status, afterwards.headers.location]).toEqual([303, "/"]);
});

test("cookies are HttpOnly, SameSite=Lax, for this host and every path", async () => {
  const { app, sandbox, browser } = await aSetUp();
  const started = await browser.get(`${app.origin}/auth/login`);
  const signedIn = await signIn(browser, { app, sandbox });

  const lines = [...setCookies(started), ...setCookies(signedIn)];

  expect(lines.map((line) => line.split("=")[0])).toEqual([
    cookieNames().signIn,
    cookieNames().session,
  ]);
  for (const line of lines) {
    expect(line).toMatch(/; Path=\/;/);
    expect(line).toMatch(/; HttpOnly/);
    expect(line).toMatch(/; SameSite=Lax/);
    expect(line).not.toMatch(/Domain|Secure/);
  }
});

test("two apps in one process know nothing of each other", async () => {
  const one = await aSetUp();
  const other = await aSetUp();

  await signIn(one.browser, one);
  const profile = await one.browser.get(`${other.app.origin}/profile`);

  expect(profile.headers.location).toBe("/?returnTo=%2Fprofile");
});
