import { describe, expect, test } from "@jest/globals";
import { fullPermissionsClient } from "../../sandbox/fixed-values.ts";
import type { Permission } from "../../src/permissions.ts";
import type { Feature } from "../../src/web/feature.ts";
import { signInAddress, signInPath } from "../../src/web/sign-in/sign-in-address.ts";
import { permissionAddress } from "../../src/web/who-may/permission-request.ts";
import type { Browser } from "../support/browser.ts";
import { type OpenPage, submit } from "../support/forms.ts";
import { allow, linkAfter, needsIn, readOnly, scopeOf } from "../support/permission-links.ts";
import { probePath, probePermission, probeReading } from "../support/probe.ts";
import { resultOf, shownText } from "../support/shown.ts";
import { answerSandbox, aSetUp, signIn } from "../support/sign-in.ts";

const send = "Send";
const why = `${probePermission.why} (${probePermission.scope})`;

/** Of a feature without a page. */
const another: Permission = {
  name: "another",
  scope: "stories:read stories:write",
  page: "Another part",
  why: "Nobody reads this.",
};
const withAnother = { features: [{ name: "another", permissions: [another] } satisfies Feature] };

test("the sign-in asks for identity and reading, and for nothing that writes", async () => {
  const { app, browser } = await aSetUp();

  const scope = scopeOf((await browser.get(app.origin + signInPath)).headers.location);

  expect(scope).toBe(readOnly);
});

describe("a page with a form that needs more", () => {
  test("says in one sentence why it needs more, with a link that asks for it", async () => {
    const { app, browser } = await aSignedInSetUp();

    const opened = await browser.open(app.origin + probePath);

    expect(opened.status).toBe(200);
    expect(shownText(opened.text)).toContain(`${why} Allow it at Asana`);
    expect(opened.text).not.toContain(`>${send}</button>`);
    const address = new URL(linkAfter(opened, why), app.origin);
    expect(address.pathname).toBe(signInPath);
    expect(address.searchParams.get("returnTo")).toBe(probePath);
  });

  test("asks for what is granted and what it needs, and the person comes back to it", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp();
    const opened = await browser.open(app.origin + probePath);

    const { scope, after } = await allow(browser, opened, { sandbox, why });

    expect(scope).toBe(`${readOnly} ${probePermission.scope}`);
    expect(pathOf(after)).toBe(probePath);
    expect(after.text).toContain(`>${send}</button>`);
    expect(shownText(after.text)).not.toContain(why);
    expect(after.text).toContain("<bdi>Example Organization</bdi>");
  });

  test("comes back with a friendly note after Deny, and can be read as before", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp();
    const opened = await browser.open(app.origin + probePath);

    const { after } = await allow(browser, opened, { sandbox, why, press: "Deny" });

    expect([pathOf(after), after.status]).toEqual([probePath, 200]);
    expect(shownText(after.text)).toContain(
      "Nothing has changed: you did not allow more, and everything else works as before.",
    );
    expect(after.text).toContain("<bdi>Example Organization</bdi>");
    expect(shownText(after.text)).toContain(why);
    expect(after.url).not.toContain("access_denied");
  });
});

test("permissions add up: each request carries what was allowed before", async () => {
  const { app, sandbox, browser } = await aSignedInSetUp(withAnother);
  const opened = await browser.open(app.origin + probePath);

  const first = await allow(browser, opened, { sandbox, why });
  const url = await authorizationRequest(app.origin + permissionAddress(another, "/"), browser);
  await browser.open(await answerSandbox(browser, { sandbox, url }));

  expect([first.scope, scopeOf(url)]).toEqual([
    `${readOnly} ${probePermission.scope}`,
    `${readOnly} ${probePermission.scope} ${another.scope}`,
  ]);
  const form = await browser.open(app.origin + probePath);
  const { after } = await submit(browser, form, send, { name: "With all permissions" });
  expect(resultOf(after).heading).toBe("Done");
});

test("a sign-in while more is allowed keeps what is allowed", async () => {
  const { app, sandbox, browser } = await aSignedInSetUp();
  const opened = await browser.open(app.origin + probePath);
  await allow(browser, opened, { sandbox, why });

  const url = await authorizationRequest(app.origin + signInAddress(probePath), browser);

  expect(scopeOf(url)).toBe(`${readOnly} ${probePermission.scope}`);
});

describe("`allow` in the address of the sign-in", () => {
  test.each([probePermission.name, another.name])(
    "%s adds nothing for a stranger",
    async (name) => {
      const { app, browser } = await aSetUp(withAnother);

      const url = await authorizationRequest(`${app.origin}${signInPath}?allow=${name}`, browser);

      expect(scopeOf(url)).toBe(readOnly);
    },
  );

  test.each(["tasks:write", "default", "__proto__", "constructor", "", "probe%20x"])(
    "%s adds nothing, since no page needs what has this name",
    async (name) => {
      const { app, browser } = await aSignedInSetUp();

      const url = await authorizationRequest(`${app.origin}${signInPath}?allow=${name}`, browser);

      expect(scopeOf(url)).toBe(readOnly);
    },
  );

  test("does not lead a stranger who says no to the page, but to the start", async () => {
    const { app, sandbox, browser } = await aSetUp();
    const link = app.origin + permissionAddress(probePermission, probePath);

    const url = await authorizationRequest(link, browser);
    const callback = await answerSandbox(browser, { sandbox, url, press: "Deny" });
    const after = await browser.get(callback);

    expect(after.headers.location).toBe(
      `/?note=cancelled&returnTo=${encodeURIComponent(probePath)}`,
    );
  });
});

describe("with identity alone", () => {
  const identity = { settings: { ASANA_SCOPES: "openid email profile" } };

  test("a page that cannot do without more explains, asks Asana nothing, and works once it is allowed", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp(identity);
    const before = sandbox.requests.length;

    const opened = await browser.open(app.origin + probePath);
    const asked = sandbox.requests.length - before;
    const { scope, after } = await allow(browser, opened, { sandbox, why: probeReading.why });

    expect([opened.status, asked]).toEqual([200, 0]);
    expect(opened.text).toContain("<h1>This page needs a permission</h1>");
    expect(scope).toBe(`openid email profile ${probeReading.scope}`);
    expect(pathOf(after)).toBe(probePath);
    expect(after.text).toContain("<bdi>Example Organization</bdi>");
  });

  test("it says so after Deny, and still explains", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp(identity);
    const opened = await browser.open(app.origin + probePath);

    const { after } = await allow(browser, opened, {
      sandbox,
      why: probeReading.why,
      press: "Deny",
    });

    expect([pathOf(after), after.status]).toEqual([probePath, 200]);
    expect(shownText(after.text)).toContain("Nothing has changed: you did not allow more");
    expect(linkAfter(after, probeReading.why)).toBe(permissionAddress(probeReading, probePath));
  });
});

describe("with full permissions", () => {
  const full = {
    settings: {
      ASANA_SCOPES: "openid email profile default",
      ASANA_CLIENT_ID: fullPermissionsClient.id,
      ASANA_CLIENT_SECRET: fullPermissionsClient.secret,
    },
  };

  test("a page has its form, and asks for nothing", async () => {
    const { app, browser } = await aSignedInSetUp(full);

    const { text } = await browser.open(app.origin + probePath);

    expect(text).toContain(`>${send}</button>`);
    expect(text).not.toContain(`${signInPath}?allow=`);
  });

  test("everything works", async () => {
    const { app, browser } = await aSignedInSetUp(full);
    const form = await browser.open(app.origin + probePath);

    const { after } = await submit(browser, form, send, { name: "With full permissions" });

    expect(resultOf(after).heading).toBe("Done");
  });

  test("a sign-in for more still asks for `default` and never for a mixture", async () => {
    const { app, browser } = await aSignedInSetUp(full);
    const link = app.origin + permissionAddress(probePermission, probePath);

    const url = await authorizationRequest(link, browser);

    expect(scopeOf(url)).toBe("openid email profile default");
  });
});

describe("the profile", () => {
  test("marks what each page needs, what is granted, and links to what is not", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp(withAnother);
    const opened = await browser.open(app.origin + probePath);
    await allow(browser, opened, { sandbox, why });

    const profile = await browser.open(`${app.origin}/profile`);

    const { html, rows } = needsIn(profile);
    expect(rows.slice(-3)).toEqual([
      "The probe workspaces:read granted",
      "The probe's form tasks:write granted",
      "Another part stories:read stories:write Allow : Another part",
    ]);
    const address = permissionAddress(another, "/profile").replaceAll("&", "&amp;");
    expect(html).toContain(`href="${address}"`);
    expect(profile.text).toContain("<code>tasks:write</code>");
  });
});

async function aSignedInSetUp(options: Parameters<typeof aSetUp>[0] = {}) {
  const setUp = await aSetUp(options);
  await signIn(setUp.browser, setUp);
  return setUp;
}

/** Where a link of the app that starts a sign-in leads. */
async function authorizationRequest(link: string, browser: Browser): Promise<string> {
  return (await browser.get(link)).headers.location ?? "";
}

function pathOf({ url }: OpenPage): string {
  return new URL(url).pathname;
}
