import { describe, expect, test } from "@jest/globals";
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

  test("forgets an outage when it is over", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp();
    sandbox.setSwitches({ fail: { endpoint: "rest", kind: 500, times: 2 } });

    const during = await browser.open(`${app.origin}/profile`);
    const after = await browser.open(`${app.origin}/profile`);

    expect(during.text).toContain("Asana did not name your workspaces");
    expect(after.text).not.toContain("Asana did not name your workspaces");
    expect(after.text).toContain("Example Organization");
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

function failing(endpoint: "rest" | "token_info", kind: 500 | "502html" | "reset") {
  return { fail: { endpoint, kind, times: 10 } } as const;
}
