import { describe, expect, test } from "@jest/globals";
import { fullPermissionsClient } from "../../sandbox/fixed-values.ts";
import type { Switches } from "../../sandbox/switches.ts";
import { unescapeHtml } from "../support/browser.ts";
import { aSetUp, signIn } from "../support/sign-in.ts";

async function aSignedInSetUp(options: Parameters<typeof aSetUp>[0] = {}, person = 0) {
  const setUp = await aSetUp(options);
  await signIn(setUp.browser, setUp, { person });
  return setUp;
}

describe("the profile", () => {
  test("shows who Asana says the person is, their workspaces, claims and granted scopes", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp();

    const { text } = await browser.get(`${app.origin}/profile`);

    const person = sandbox.people[0];
    for (const expected of [person?.name, person?.email, person?.gid, sandbox.issuer]) {
      expect(text).toContain(expected);
    }
    expect(text).toContain("Example Organization");
    expect(text).toContain("<code>tasks:read</code>");
    expect(text).toMatch(/<code>aud<\/code><\/dt><dd><code>1201000000000001</);
    expect(text).toMatch(/in (59|60) minutes/);
  });

  test("shows a name with markup, emoji and mixed directions literally", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp({}, 2);

    const { text } = await browser.get(`${app.origin}/profile`);

    const shown = /<h1><bdi>(.*)<\/bdi><\/h1>/.exec(text)?.[1] ?? "";
    expect(shown).not.toContain("<b>");
    expect(unescapeHtml(shown)).toBe(sandbox.people[2]?.name);
  });

  test("remembers what it read, until it is told to read again", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp();
    const profile = await browser.open(`${app.origin}/profile`);
    const before = sandbox.requests.length;

    await browser.get(`${app.origin}/profile`);
    const remembered = sandbox.requests.length;
    const answer = await browser.press(profile, "Read again");

    expect(remembered).toBe(before);
    expect([answer.status, answer.headers.location]).toEqual([303, "/profile"]);
    expect(
      sandbox.requests
        .slice(before)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(["/-/token_info", "/api/1.0/workspaces"]);
  });

  const degraded: [string, Partial<Switches>, RegExp][] = [
    ["UserInfo fails", { fail: { endpoint: "userinfo", kind: 500, times: 1 } }, /Ana Everyday/],
    ["UserInfo is cut off", { fail: { endpoint: "userinfo", kind: "reset", times: 1 } }, /Ana/],
    ["introspection fails", failing("token_info", 500), /Asana could not be asked/],
    ["introspection is HTML", failing("token_info", "502html"), /Asana could not be asked/],
    ["the API fails", failing("rest", 500), /did not name your workspaces/],
    ["the API resets", failing("rest", "reset"), /did not name your workspaces/],
    ["workspaces:read was not granted", { grant: "openid email" }, /not given workspaces:read/],
  ];

  test.each(degraded)("is shown with a notice when %s", async (_name, switches, words) => {
    const { app, sandbox, browser } = await aSetUp();
    sandbox.setSwitches(switches);

    await signIn(browser, { app, sandbox });
    const profile = await browser.get(`${app.origin}/profile`);

    expect(profile.status).toBe(200);
    expect(profile.text).toMatch(words);
  });

  test("names nobody who has no name", async () => {
    const { app, sandbox, browser } = await aSetUp({
      sandbox: { switches: { tokenData: "absent", grant: "openid" } },
    });

    await signIn(browser, { app, sandbox });
    const profile = await browser.get(`${app.origin}/profile`);

    expect(profile.text).toContain("Somebody without a name at Asana");
    expect(profile.text).toContain("Asana did not share an e-mail address");
  });
});

describe("a photo", () => {
  test("is shown from the issuer's origin, without a referrer", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp();

    const { text, headers } = await browser.get(`${app.origin}/profile`);

    expect(text).toMatch(new RegExp(`<img src="${sandbox.origin}/[^"]+" alt="" .*no-referrer`));
    expect(headers["content-security-policy"]).toContain(
      `img-src 'self' https://s3.amazonaws.com ${sandbox.origin}`,
    );
  });

  test("of a person without one is replaced by initials", async () => {
    const { app, browser } = await aSignedInSetUp({}, 1);

    const { text } = await browser.get(`${app.origin}/profile`);

    expect(text).toContain('<span aria-hidden="true">BS</span>');
    expect(text).not.toMatch(/<img[^>]*no-referrer/);
  });
});

describe("the demo", () => {
  test("lists the person's open tasks by name, with the calls that fetched them", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp();

    const { text } = await browser.get(`${app.origin}/demo`);

    expect(text.match(/class="task"/g)).toHaveLength(12);
    expect(text).toContain("Write the welcome text");
    expect(text).toContain(
      `<code>GET ${sandbox.origin}/api/1.0/workspaces?limit=100&amp;opt_fields=name</code>`,
    );
    expect(text).toContain("completed_since=now");
    expect(text).toContain("<dd>200</dd>");
    expect(text).toContain("$ASANA_ACCESS_TOKEN");
    for (const secret of sandbox.issued) expect(text).not.toContain(secret);
  });

  test("tells a person without tasks that there are none", async () => {
    const { app, browser } = await aSignedInSetUp({}, 3);

    const { text } = await browser.get(`${app.origin}/demo`);

    expect(text).toContain("No open task is assigned to you");
  });

  test("explains itself when the sign-in asked for identity only", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp({
      settings: { ASANA_SCOPES: "openid email profile" },
    });
    const before = sandbox.requests.length;

    const { status, text } = await browser.get(`${app.origin}/demo`);

    expect(status).toBe(200);
    expect(text).toContain("This page needs permissions");
    expect(sandbox.requests).toHaveLength(before);
  });

  test("works with full permissions", async () => {
    const { app, browser } = await aSignedInSetUp({
      settings: {
        ASANA_SCOPES: "openid email profile default",
        ASANA_CLIENT_ID: fullPermissionsClient.id,
        ASANA_CLIENT_SECRET: fullPermissionsClient.secret,
      },
    });

    const { text } = await browser.get(`${app.origin}/demo`);

    expect(text).toContain("Write the welcome text");
  });

  const faults: [string, Partial<Switches>, string][] = [
    ["an error of Asana's", failing("rest", 500), "Asana had an error of its own"],
    ["a page of HTML", failing("rest", "502html"), "Asana had an error of its own"],
    ["a broken connection", failing("rest", "reset"), "Asana could not be reached"],
    ["a rate limit", { force429: 4 }, "Asana asks this app to slow down"],
    ["a withdrawn scope", { grant: "openid" }, "did not allow"],
  ];

  test.each(faults)("is shown with a notice after %s", async (_name, switches, words) => {
    const { app, sandbox, browser } = await aSetUp();
    if (switches.grant) sandbox.setSwitches(switches);
    await signIn(browser, { app, sandbox });
    sandbox.setSwitches(switches);

    const { status, text } = await browser.get(`${app.origin}/demo`);

    expect(status).toBe(200);
    expect(text).toContain(words);
    expect(text).not.toMatch(/SyntaxError|fetch failed|at .*\.[jt]s:/);
  });

  test("offers to sign in again when Asana no longer accepts the token", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp();
    await Promise.all(sandbox.issued.map((token) => revoke(sandbox, token)));

    const { text } = await browser.get(`${app.origin}/demo`);

    expect(text).toContain("no longer accepts this app&#39;s access");
    expect(text).toContain('href="/auth/login?returnTo=%2Fdemo"');
  });
});

function failing(endpoint: "rest" | "token_info", kind: 500 | "502html" | "reset") {
  return { fail: { endpoint, kind, times: 10 } } as const;
}

async function revoke(
  sandbox: { origin: string; settings: Readonly<Record<string, string>> },
  token: string,
): Promise<void> {
  const { ASANA_CLIENT_ID = "", ASANA_CLIENT_SECRET = "" } = sandbox.settings;
  const body = new URLSearchParams({
    client_id: ASANA_CLIENT_ID,
    client_secret: ASANA_CLIENT_SECRET,
    token,
  });
  await fetch(`${sandbox.origin}/-/oauth_revoke`, { method: "POST", body });
}
