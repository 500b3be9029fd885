import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import {
  api,
  aSandbox,
  cookieOf,
  get,
  post,
  request,
  respond,
  submit,
  tokensFor,
} from "../support/sandbox-client.ts";

const pages: [string, (sandbox: Sandbox) => Promise<Response>][] = [
  ["home, signed out", ({ origin }) => get(origin)],
  [
    "home, signed in",
    async (sandbox) => get(sandbox.origin, { cookie: await cookieOf(sandbox, 2) }),
  ],
  ["sign-in", (sandbox) => request(sandbox)],
  ["consent", async (sandbox) => request(sandbox, {}, await cookieOf(sandbox, 2))],
  ["apps, signed out", ({ origin }) => get(`${origin}/apps`)],
  ["apps", async (sandbox) => get(`${sandbox.origin}/apps`, { cookie: await withAccess(sandbox) })],
  ["where Asana would show a task", ({ origin }) => get(`${origin}/1/2/task/3`)],
];

/** The cookie of somebody for whom an app has access. */
async function withAccess(sandbox: Sandbox): Promise<string> {
  await tokensFor(sandbox);
  return cookieOf(sandbox, 0);
}

describe.each(pages)("the page %s", (_name, open) => {
  test("says that it is not Asana, has a title, a language, one heading and one main part", async () => {
    const page = await open(await aSandbox());
    const html = await page.text();

    expect(page.status).toBe(200);
    expect(html).toContain("<strong>This is not Asana.</strong>");
    expect(html).toMatch(/<html lang="en">/);
    expect(html).toMatch(/<title>\S.* · Sandbox, not Asana<\/title>/);
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html.match(/<main /g)).toHaveLength(1);
    expect(html).not.toMatch(/<script|<style| style=|type="hidden"/);
  });

  test("keeps the app's rules for headers", async () => {
    const { headers } = await open(await aSandbox());
    const policy = headers.get("content-security-policy") ?? "";

    expect(policy).toMatch(
      /^default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'/,
    );
    expect(policy).toMatch(/base-uri 'none'; frame-ancestors 'none'$/);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(headers.get("x-powered-by")).toBeNull();
  });

  test("links only to what exists", async () => {
    const sandbox = await aSandbox();
    const html = await (await open(sandbox)).text();
    const links = [...html.matchAll(/(?:href|src)="(\/[^"]*)"/g)].map(([, path]) => path);

    const answers = await Promise.all(links.map((path) => get(sandbox.origin + path)));

    expect(answers.filter(({ status }) => status >= 400)).toEqual([]);
  });
});

describe("sign-in and consent", () => {
  test("the sign-in form holds the people, in their order, and nothing else", async () => {
    const sandbox = await aSandbox();

    const html = await (await request(sandbox)).text();

    const controls = [...html.matchAll(/<(?:input|button|select|textarea)\b[^>]*>/g)];
    const values = controls.map(([control]) => /name="person" value="(\d+)"/.exec(control)?.[1]);
    expect(values).toEqual(sandbox.people.map(({ gid }) => gid));
    expect(html).toContain("<bdi>Ana Everyday</bdi></button>");
  });

  test("the consent form holds Allow and Deny, and each permission stands there in words", async () => {
    const sandbox = await aSandbox();

    const html = await (await request(sandbox, {}, await cookieOf(sandbox, 0))).text();

    const controls = [...html.matchAll(/<(?:input|button|select|textarea)\b[^>]*>[^<]*/g)];
    expect(controls.map(([control]) => control.replace(/ class="\w+"/, ""))).toEqual([
      '<button name="decision" value="allow">Allow',
      '<button name="decision" value="deny">Deny',
    ]);
    expect(html).toMatch(/Read your tasks <span[^>]*>\(<code>tasks:read<\/code>\)/);
    expect(html).toMatch(/Delete your tasks <span[^>]*>\(<code>tasks:delete<\/code>\)/);
  });

  test("an odd name is shown as text", async () => {
    const sandbox = await aSandbox();

    const html = await (await request(sandbox, {}, await cookieOf(sandbox, 2))).text();

    expect(html).toContain("Zoë &#34;Quote&#34; &lt;b&gt;O’Neil&lt;/b&gt; 🦊 &amp; Söhne שלום");
    expect(html).not.toContain("<b>");
  });

  test("the forms may lead to the app, and the policy says so", async () => {
    const sandbox = await aSandbox();
    const policyFor = async (redirect_uri: string) =>
      (await request(sandbox, { redirect_uri })).headers.get("content-security-policy");

    expect(await policyFor("http://localhost:3000/auth/callback")).toContain(
      "form-action 'self' http://localhost:3000;",
    );
    expect(await policyFor("http://[::1]:3000/auth/callback")).toContain(
      "form-action 'self' http:;",
    );
  });

  test("the cookie is an unguessable id, HttpOnly, Lax, for every path and no domain", async () => {
    const sandbox = await aSandbox();
    const page = await (await request(sandbox)).text();

    const answer = await submit(sandbox, page, { person: sandbox.people[0]?.gid });

    expect(answer.status).toBe(303);
    expect(answer.headers.get("set-cookie")).toMatch(
      /^sandbox-asana=[0-9a-f-]{36}; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  test("nobody who is not among the people signs in", async () => {
    const sandbox = await aSandbox();
    const page = await (await request(sandbox)).text();

    const answer = await submit(sandbox, page, { person: "1201000000000021" });

    expect(answer.headers.get("set-cookie")).toBeNull();
    expect(answer.headers.get("location")).toMatch(/^\/-\/oauth_authorize\?client_id=/);
  });

  test("use another person: signed out, back at the same request", async () => {
    const sandbox = await aSandbox();
    const cookie = await cookieOf(sandbox, 0);
    const html = await (await request(sandbox, { state: "a&b=c" }, cookie)).text();
    const link = /href="(\/sandbox\/use-another-person[^"]+)"/.exec(html)?.[1] ?? "";

    const answer = await get(sandbox.origin + link.replaceAll("&amp;", "&"), { cookie });

    const location = new URL(answer.headers.get("location") ?? "", sandbox.origin);
    expect(location.searchParams.get("state")).toBe("a&b=c");
    const again = await get(location.href, { cookie });
    expect(await again.text()).toContain("Sign in to the sandbox");
  });

  test("Allow without being signed in goes back to the sign-in page", async () => {
    const sandbox = await aSandbox();
    const html = await (await request(sandbox, {}, await cookieOf(sandbox, 0))).text();

    const answer = await submit(sandbox, html, { decision: "allow" });

    expect(answer.headers.get("location")).toMatch(/^\/-\/oauth_authorize\?/);
    expect(sandbox.issued).toEqual([]);
  });

  test.each(["remember", "always"] as const)(
    "Allow on a page for one person grants nothing for another who signed in meanwhile (consent = %s)",
    async (consent) => {
      const sandbox = await aSandbox({ switches: { consent } });
      await respond(sandbox, { person: 1 }); // Ben has allowed the same before
      const pageForAna = await (await request(sandbox, {}, await cookieOf(sandbox, 0))).text();
      const cookieOfBen = await cookieOf(sandbox, 1);
      const issuedBefore = sandbox.issued.length;

      const answer = await submit(sandbox, pageForAna, { decision: "allow" }, cookieOfBen);

      const pageForBen = await answer.text();
      expect(answer.status).toBe(200);
      expect(pageForBen).toContain("You are signed in to the sandbox as <bdi>Ben Solo</bdi>");
      expect(sandbox.issued).toHaveLength(issuedBefore);
      const allowed = await submit(sandbox, pageForBen, { decision: "allow" }, cookieOfBen);
      expect(new URL(allowed.headers.get("location") ?? "").searchParams.has("code")).toBe(true);
    },
  );

  test("the consent is checked again when it is given", async () => {
    const sandbox = await aSandbox();
    const cookie = await cookieOf(sandbox, 0);
    const html = await (await request(sandbox, {}, cookie)).text();
    const forged = html.replaceAll("%3A3000%2Fauth", "%3A3000%2Fother");

    const answer = await submit(sandbox, forged, { decision: "allow" }, cookie);

    expect(answer.status).toBe(400);
  });

  test("consent is remembered for the same scopes only", async () => {
    const sandbox = await aSandbox();
    await respond(sandbox, { scope: "openid" });

    const same = await respond(sandbox, { scope: "openid", decision: "deny" });
    const more = await respond(sandbox, { scope: "openid email", decision: "deny" });
    const somebodyElse = await respond(sandbox, { scope: "openid", person: 1, decision: "deny" });

    expect(same.searchParams.has("code")).toBe(true);
    expect(more.searchParams.get("error")).toBe("access_denied");
    expect(somebodyElse.searchParams.get("error")).toBe("access_denied");
  });
});

describe("a form that another site sends is refused", () => {
  const forms = ["/sandbox/sign-in", "/sandbox/consent", "/sandbox/sign-out"];
  const headers: Record<string, string>[] = [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "http://localhost:3000" },
    { origin: "null" },
  ];

  test.each(forms.flatMap((path) => headers.map((sent) => [path, sent] as const)))(
    "%s with %j",
    async (path, sent) => {
      const { origin } = await aSandbox();

      const answer = await fetch(origin + path, { method: "POST", headers: sent });

      expect(answer.status).toBe(403);
    },
  );

  test("its own forms are not, under each name of this machine", async () => {
    const { origin } = await aSandbox();
    const signOut = (headers: Record<string, string>) =>
      fetch(`${origin}/sandbox/sign-out`, { method: "POST", headers, redirect: "manual" });
    const { port } = new URL(origin);

    expect((await signOut({ "sec-fetch-site": "same-origin" })).status).toBe(303);
    expect((await signOut({ origin })).status).toBe(303);
    expect((await signOut({ origin: `http://127.0.0.1:${port}` })).status).toBe(303);
  });
});

test("signing out at the sandbox ends the sign-in there", async () => {
  const sandbox = await aSandbox();
  const cookie = await cookieOf(sandbox, 0);

  await fetch(`${sandbox.origin}/sandbox/sign-out`, { method: "POST", headers: { cookie } });

  const home = await (await get(sandbox.origin, { cookie })).text();
  expect(home).toContain("Nobody.");
});

test("a photo may be shown by the app; the icon is there under its old name too", async () => {
  const { origin, settings, issuer } = await aSandbox();

  const me = await api({ origin } as Sandbox, settings.ASANA_PAT, "/users/me");
  const photo = await get(String(me.data.photo?.image_128x128));
  const icon = await fetch(`${origin}/favicon.ico`);

  expect(issuer.startsWith(origin)).toBe(true);
  expect(photo.headers.get("content-type")).toMatch("image/svg+xml");
  expect(photo.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  expect(icon.headers.get("content-type")).toMatch("image/svg+xml");
});

test("unknown paths and broken requests end in a short text", async () => {
  const { origin } = await aSandbox();

  const unknown = await get(`${origin}/nonsense`);
  const broken = await get(`${origin}/1/%zz/task/1`);
  const large = await post(`${origin}/-/oauth_token`, { code: "x".repeat(40_000) });

  expect([unknown.status, broken.status, large.status]).toEqual([404, 400, 413]);
  expect(await unknown.text()).toBe("The sandbox has no such page.\n");
});

test("views escape everything but what they include", () => {
  const folder = new URL("../../sandbox/views/", import.meta.url);
  const views = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const sources = views.filter((name) => name.endsWith(".ejs"));

  const unescaped = sources.flatMap((name) =>
    [...readFileSync(new URL(name, folder), "utf8").matchAll(/<%-(?! include\()[^%]*/g)].map(
      String,
    ),
  );

  expect(sources.length).toBeGreaterThan(4);
  expect(unescaped).toEqual([]);
});
