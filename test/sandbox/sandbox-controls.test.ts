import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { defaultSwitches, type Switches } from "../../sandbox/switches.ts";
import { unescapeHtml } from "../support/browser.ts";
import {
  api,
  aSandbox,
  cookieOf,
  get,
  introspect,
  refresh,
  request,
  switchesOf,
  tokensFor,
} from "../support/sandbox-client.ts";

const path = "/sandbox/controls";
const names = Object.keys(defaultSwitches());

/** The page with all that its form holds, which a browser sends back. */
async function openControls({ origin }: Sandbox) {
  const html = await (await get(origin + path)).text();
  return { html, fields: fieldsOf(html) };
}

/** Presses a button of the page, as a browser does that runs no scripts. */
async function press(
  { origin }: Sandbox,
  { fields = {}, to = path }: { fields?: Record<string, string>; to?: string },
) {
  const body = new URLSearchParams(fields);
  const answer = await fetch(origin + to, { method: "POST", body, redirect: "manual" });
  const location = answer.headers.get("location");
  const html = location ? await (await get(origin + location)).text() : await answer.text();
  return { status: answer.status, location, html };
}

describe("the page of the switches", () => {
  test("shows every switch with a sentence, its value now, and what else it can be", async () => {
    const sandbox = await aSandbox({ switches: { nonce: "echo", expiresIn: 60 } });

    const { html, fields } = await openControls(sandbox);

    for (const name of names) {
      expect(html).toContain(`id="switch-${name}"`);
      expect(html).toMatch(new RegExp(`<p id="about-${name}">[A-Za-z].*\\.</p>`));
    }
    expect(fields).toMatchObject({ nonce: "echo", expiresIn: "60", kid: "present" });
    expect(html).toMatch(/<option value="omit">omit \(usual\)<\/option>/);
    expect(textOf(html)).toContain(
      "Usually 3600. Possible: a whole number from 0, absent, or string.",
    );
  });

  test("names the switches that are not as usual", async () => {
    const usual = await openControls(await aSandbox());
    const changed = await openControls(await aSandbox({ switches: { kid: "absent" } }));

    expect(usual.html).toContain("Everything is as usual now.");
    expect(changed.html).toContain('<a href="#switch-kid"><code>kid</code></a>');
  });

  test("is linked from every page", async () => {
    const sandbox = await aSandbox();
    const cookie = await cookieOf(sandbox, 0);

    const pages = await Promise.all([
      ...["/", "/apps", path, "/1/2/task/3"].map((one) => get(sandbox.origin + one)),
      request(sandbox),
      request(sandbox, {}, cookie),
    ]);

    for (const page of pages) {
      expect(await page.text()).toContain(`<a href="${path}">`);
    }
  });
});

describe("Save", () => {
  const rows: readonly [string, Record<string, string>, Partial<Switches>][] = [
    ["one of some words", { nonce: "echo" }, { nonce: "echo" }],
    ["true", { emailVerified: "true" }, { emailVerified: true }],
    ["a status", { scopeStatus: "401" }, { scopeStatus: 401 }],
    ["a number", { expiresIn: " 60 " }, { expiresIn: 60 }],
    ["a word in place of a number", { expiresIn: "absent" }, { expiresIn: "absent" }],
    ["an error that looks like a number", { denyError: "500" }, { denyError: "500" }],
    ["scopes", { grant: "openid tasks:read" }, { grant: "openid tasks:read" }],
    ["claims", { idTokenOverrides: '{"aud":null}' }, { idTokenOverrides: { aud: null } }],
    [
      "a fault",
      { "fail.endpoint": "token", "fail.kind": "500", "fail.times": "3" },
      { fail: { endpoint: "token", kind: 500, times: 3 } },
    ],
    [
      "a fault for some calls",
      {
        "fail.endpoint": "rest",
        "fail.kind": "cut-off",
        "fail.method": "PUT",
        "fail.path": "/tasks",
      },
      { fail: { endpoint: "rest", kind: "cut-off", times: 1, method: "PUT", path: "/tasks" } },
    ],
    [
      "slowness",
      { "slow.endpoint": "userinfo", "slow.ms": "2000" },
      { slow: { endpoint: "userinfo", ms: 2000 } },
    ],
    ["several at once", { kid: "absent", sub: "mismatch" }, { kid: "absent", sub: "mismatch" }],
  ];

  test.each(rows)("%s", async (_what, entered, change) => {
    const sandbox = await aSandbox();
    const { fields } = await openControls(sandbox);

    const saved = await press(sandbox, { fields: { ...fields, ...entered } });

    expect([saved.status, saved.location]).toEqual([303, `${path}?done=saved`]);
    expect(saved.html).toContain("Saved. ");
    expect(await switchesOf(sandbox)).toEqual({ ...defaultSwitches(), ...change });
  });

  test("turns a fault off", async () => {
    const fail = { endpoint: "rest", kind: "html", times: 5, path: "/tasks" } as const;
    const sandbox = await aSandbox({ switches: { fail } });
    const { fields } = await openControls(sandbox);

    await press(sandbox, { fields: { ...fields, "fail.endpoint": "off" } });

    expect(fields).toMatchObject({ "fail.times": "5", "fail.path": "/tasks" });
    expect((await switchesOf(sandbox)).fail).toBe("off");
  });

  test("leaves alone what was not touched, although it has changed since", async () => {
    const sandbox = await aSandbox({ switches: { force429: 5 } });
    const { fields } = await openControls(sandbox);
    await api(sandbox, sandbox.settings.ASANA_PAT, "/users/me");

    await press(sandbox, { fields: { ...fields, nonce: "echo" } });

    expect(await switchesOf(sandbox)).toMatchObject({ force429: 4, nonce: "echo" });
  });

  test("needs only the fields that a program changes", async () => {
    const fail = { endpoint: "rest", kind: "html", times: 5 } as const;
    const sandbox = await aSandbox({ switches: { kid: "absent", fail } });

    await press(sandbox, { fields: { nonce: "echo", "fail.times": "2" } });

    expect(await switchesOf(sandbox)).toEqual({
      ...defaultSwitches(),
      kid: "absent",
      nonce: "echo",
      fail: { ...fail, times: 2 },
    });
  });

  const mistakes: readonly [string, Record<string, string>, string, string][] = [
    ["a number that is none", { expiresIn: "soon" }, "expiresIn", "a whole number from 0"],
    ["a scope that does not exist", { grant: "sections:read" }, "grant", "list of scopes"],
    ["claims that are no JSON", { idTokenOverrides: "{aud" }, "idTokenOverrides", "an object of"],
    ["an empty field", { denyError: "" }, "denyError", "access_denied or an error code"],
    ["a fault nowhere", { "fail.times": "9" }, "fail.endpoint", "authorize, token"],
    [
      "a fault so often",
      { "fail.endpoint": "token", "fail.times": "often" },
      "fail.times",
      "a whole number from 0",
    ],
    [
      "a fault without a number",
      { "fail.endpoint": "token", "fail.times": "" },
      "fail.times",
      "a whole number from 0",
    ],
    [
      "a path away from the API",
      { "slow.endpoint": "token", "slow.path": "/tasks" },
      "slow.path",
      "for the endpoint rest only",
    ],
  ];

  test.each(mistakes)(
    "%s: says what is wrong, keeps what was entered, and changes nothing",
    async (_what, entered, field, words) => {
      const sandbox = await aSandbox();
      const { fields } = await openControls(sandbox);
      const sent = { ...fields, ...entered, nonce: "echo", asanaChange: '<b>"x"' };

      const refused = await press(sandbox, { fields: sent });

      expect(refused.status).toBe(400);
      expect(refused.html).toContain("<title>Not saved");
      expect(refused.html).toMatch(new RegExp(`id="${field}"[^>]*aria-invalid="true"`));
      expect(refused.html.match(/aria-invalid="true"/g)).toHaveLength(1);
      expect(textOf(refused.html)).toContain("Nothing was saved");
      expect(textOf(refused.html)).toMatch(new RegExp(`It has to be .*${words}`));
      expect(fieldsOf(refused.html)).toEqual(sent);
      expect(await switchesOf(sandbox)).toEqual(defaultSwitches());
    },
  );

  test("is mended after a mistake, and then all of it is saved", async () => {
    const sandbox = await aSandbox();
    const { fields } = await openControls(sandbox);
    const refused = await press(sandbox, { fields: { ...fields, kid: "absent", expiresIn: "x" } });

    await press(sandbox, { fields: { ...fieldsOf(refused.html), expiresIn: "60" } });

    expect(await switchesOf(sandbox)).toMatchObject({ kid: "absent", expiresIn: 60 });
  });
});

test("Reset all makes everything usual again", async () => {
  const fail = { endpoint: "rest", kind: 500, times: 3 } as const;
  const sandbox = await aSandbox({ switches: { nonce: "echo", force429: 7, fail } });

  const reset = await press(sandbox, { to: `${path}/reset` });

  expect(reset.status).toBe(303);
  expect(reset.html).toContain("Everything is as usual now.");
  expect(await switchesOf(sandbox)).toEqual(defaultSwitches());
});

describe("the experiments", () => {
  const experiments: readonly [string, (sandbox: Sandbox) => Promise<void>][] = [
    [
      "Let the access token expire",
      async (sandbox) => {
        const { access_token, refresh_token } = await tokensFor(sandbox);
        await tryOut(sandbox, "Let the access token expire");
        expect((await introspect(sandbox, access_token)).body).toEqual({ active: false });
        expect((await refresh(sandbox, refresh_token)).status).toBe(200);
      },
    ],
    [
      "Take the access away",
      async (sandbox) => {
        const { refresh_token } = await tokensFor(sandbox);
        await tryOut(sandbox, "Take the access away");
        expect((await refresh(sandbox, refresh_token)).body.error).toBe("invalid_grant");
      },
    ],
    [
      "Let Asana be slow",
      async (sandbox) => {
        await tryOut(sandbox, "Let Asana be slow");
        expect((await switchesOf(sandbox)).slow).toMatchObject({ endpoint: "rest", ms: 3000 });
      },
    ],
    [
      "Hit the rate limit",
      async (sandbox) => {
        await tryOut(sandbox, "Hit the rate limit");
        expect((await api(sandbox, sandbox.settings.ASANA_PAT, "/users/me")).status).toBe(429);
      },
    ],
    [
      "Rotate refresh tokens",
      async (sandbox) => {
        const { refresh_token } = await tokensFor(sandbox);
        await tryOut(sandbox, "Rotate refresh tokens");
        await refresh(sandbox, refresh_token);
        expect((await refresh(sandbox, refresh_token)).status).toBe(400);
      },
    ],
  ];

  test.each(experiments)("%s", async (_button, holds) => {
    await holds(await aSandbox());
  });

  test("are these five, each with a sentence, and say afterwards what to look at", async () => {
    const sandbox = await aSandbox();
    const { html } = await openControls(sandbox);

    const buttons = [...html.matchAll(/name="experiment" value="([^"]+)"[^>]*>([^<]+)</g)];
    expect(buttons.map(([, , words]) => words)).toEqual(experiments.map(([button]) => button));
    for (const [, value = ""] of buttons) {
      const done = await press(sandbox, { fields: { experiment: value }, to: `${path}/try` });
      expect(html).toMatch(new RegExp(`<p id="about-${value}"[^>]*>[A-Z].*\\.</p>`));
      expect(done.html).toMatch(/role="status">[A-Z][^<]*your app[^<]*\.</);
    }
  });

  test("one that does not exist changes nothing", async () => {
    const sandbox = await aSandbox();

    const answer = await press(sandbox, { fields: { experiment: "x" }, to: `${path}/try` });

    expect(answer.location).toBe(path);
    expect(await switchesOf(sandbox)).toEqual(defaultSwitches());
  });
});

describe("other sites", () => {
  const forms = [path, `${path}/reset`, `${path}/try`, "/apps", "/apps/sign-in"];
  const headers: Record<string, string>[] = [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "http://localhost:3000" },
    { origin: "null" },
  ];

  test.each(forms.flatMap((form) => headers.map((sent) => [form, sent] as const)))(
    "cannot send the form %s (%j)",
    async (form, sent) => {
      const sandbox = await aSandbox();
      const body = new URLSearchParams({ nonce: "echo", experiment: "slow" });

      const answer = await fetch(sandbox.origin + form, { method: "POST", headers: sent, body });

      expect(answer.status).toBe(403);
      expect(answer.headers.get("set-cookie")).toBeNull();
      expect(await switchesOf(sandbox)).toEqual(defaultSwitches());
    },
  );

  test("cannot change switches under a name of their own for this machine", async () => {
    const sandbox = await aSandbox();
    const headers = { "sec-fetch-site": "same-origin", origin: "http://rebound.example:3001" };
    const body = new URLSearchParams({ nonce: "echo" });

    const answer = await fetch(sandbox.origin + path, { method: "POST", headers, body });

    expect(answer.status).toBe(403);
    expect(await switchesOf(sandbox)).toEqual(defaultSwitches());
  });
});

test("README has a row for every switch", () => {
  const readme = readFileSync(new URL("../../sandbox/README.md", import.meta.url), "utf8");
  const rows = [...readme.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);

  expect(names.filter((name) => !rows.includes(name))).toEqual([]);
});

/** Presses the button with this name. */
async function tryOut(sandbox: Sandbox, button: string): Promise<void> {
  const { html } = await openControls(sandbox);
  const experiment = new RegExp(`value="([^"]+)"[^>]*>${button}<`).exec(html)?.[1] ?? "";
  await press(sandbox, { fields: { experiment }, to: `${path}/try` });
}

/** What a browser would send: the fields of the form of the switches. */
function fieldsOf(html: string): Record<string, string> {
  const inputs = [...html.matchAll(/<input[^>]* name="([^"]+)" value="([^"]*)"/g)];
  const selects = [...html.matchAll(/<select[^>]* name="([^"]+)".*?<\/select>/gs)];
  const chosen = selects.map(([select, name]) => {
    const selected = /<option value="([^"]*)" selected>/.exec(select)?.[1];
    const first = /<option value="([^"]*)"/.exec(select)?.[1];
    return [name, selected ?? first];
  });
  const fields = [...inputs.map(([, name, value]) => [name, value]), ...chosen];
  return Object.fromEntries(fields.map(([name, value]) => [name, unescapeHtml(value ?? "")]));
}

function textOf(html: string): string {
  return unescapeHtml(html.replaceAll(/<[^>]+>/g, ""));
}
