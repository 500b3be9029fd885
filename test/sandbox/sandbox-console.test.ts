import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { aFolder } from "../support/folder.ts";
import {
  api,
  aSandbox,
  callback,
  cookieOf,
  exchange,
  request,
  respond,
  tokenRequest,
} from "../support/sandbox-client.ts";

const scopes = ["openid", "email", "users:read", "workspaces:read"];
const anas = "1201000000000101"; // the organization
const bens = 1; // who is not in it

describe("an app that is registered at the sandbox", () => {
  test("signs people in once its scopes, redirect URL and distribution are there", async () => {
    const sandbox = await aSandbox();
    const app = await registered(sandbox);

    const answer = await respond(sandbox, asIn(app));
    const { status, body } = await exchange(
      sandbox,
      answer.searchParams.get("code") ?? "",
      app.credentials,
    );

    expect({ status, hasIdToken: typeof body.id_token }).toEqual({
      status: 200,
      hasIdToken: "string",
    });
    expect((await api(sandbox, body.access_token, "GET /users/me")).status).toBe(200);
  });

  test.each([
    ["without scopes", { scopes: [] }, "Your app does not have any scopes registered"],
    ["without a redirect URL", { url: undefined }, "invalid_request: The `redirect_uri`"],
    ["available nowhere", { distribution: "specific" }, "This app is not available"],
    ["with other scopes", { scopes: ["openid"] }, "forbidden_scopes: "],
  ] as const)("is refused %s, on a page that nobody comes back from", async (_, change, text) => {
    const sandbox = await aSandbox();
    const app = await registered(sandbox, change);

    const answer = await request(sandbox, asIn(app), await cookieOf(sandbox, 0));

    expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
    expect(await answer.text()).toContain(text);
  });

  test.each([
    `${callback}/`,
    "http://127.0.0.1:3000/auth/callback",
    "http://localhost:3001/auth/callback",
    "https://localhost:3000/auth/callback",
    `${callback}?a=b`,
  ])("does not take %s for its redirect URL", async (redirectUri) => {
    const sandbox = await aSandbox();
    const app = await registered(sandbox);

    const answer = await request(sandbox, { ...asIn(app), redirect_uri: redirectUri });

    expect(answer.status).toBe(400);
  });

  test("is for the people of its workspaces only, and reaches no others", async () => {
    const sandbox = await aSandbox();
    const app = await registered(sandbox, { distribution: "specific", workspace: [anas] });

    const other = await request(sandbox, asIn(app), await cookieOf(sandbox, bens));
    const code = (await respond(sandbox, asIn(app))).searchParams.get("code") ?? "";
    const { body } = await exchange(sandbox, code, app.credentials);
    const workspaces = await api(sandbox, body.access_token, "GET /workspaces");

    expect(await other.text()).toContain("This app is not available");
    expect(workspaces.data.map(({ gid }) => gid)).toEqual([anas]);
  });

  test("loses its secret at once when that is reset, and has the new one", async () => {
    const sandbox = await aSandbox();
    const app = await registered(sandbox);
    const refused = { grant_type: "authorization_code", redirect_uri: callback, code: "none" };

    await post(sandbox, `${app.path}/secret`, {});

    expect(await errorOf(sandbox, { ...refused, ...app.credentials })).toBe("invalid_client");
    const client_secret = secretIn(await pageOf(sandbox, app.path));
    expect(client_secret).not.toBe(app.credentials.client_secret);
    expect(await errorOf(sandbox, { ...refused, ...app.credentials, client_secret })).toBe(
      "invalid_grant",
    );
  });

  test("is still there after a restart", async () => {
    const dataFile = join(aFolder(), "sandbox.json");
    const first = await aSandbox({ dataFile });
    const app = await registered(first);
    await first.close();

    const second = await aSandbox({ dataFile });

    expect((await respond(second, asIn(app))).searchParams.get("code")).toBeTruthy();
  });

  test("can lose a redirect URL again", async () => {
    const sandbox = await aSandbox();
    const app = await registered(sandbox);

    await post(sandbox, `${app.path}/redirect-urls/remove`, { url: callback });

    expect((await request(sandbox, asIn(app))).status).toBe(400);
  });

  test("with full permissions takes default and no single scopes", async () => {
    const sandbox = await aSandbox();
    const app = await registered(sandbox, { full: "on" });

    expect((await request(sandbox, { ...asIn(app), scope: "openid default" })).status).toBe(200);
    expect((await request(sandbox, asIn(app))).status).toBe(400);
  });
});

describe("the developer console", () => {
  test.each([
    "http://app.example.com/callback",
    "ftp://localhost/callback",
    "/auth/callback",
    "https://app.example.com/#part",
    'https://"><b>',
    "",
  ])("refuses the redirect URL %s, and keeps what was typed", async (url) => {
    const sandbox = await aSandbox();
    const { path } = await registered(sandbox, { url: undefined });

    const answer = await post(sandbox, `${path}/redirect-urls`, { url });

    const page = await answer.text();
    expect(answer.status).toBe(400);
    expect(page).toContain('aria-invalid="true"');
    expect(page).toContain(
      `value="${url.replaceAll('"', "&#34;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}"`,
    );
    expect(page).toContain("There is none yet.");
  });

  test.each(["", "   ", "x".repeat(81)])("refuses the name %j", async (name) => {
    const sandbox = await aSandbox();

    const answer = await post(sandbox, "/0/my-apps", { name });

    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("A name has 1 to 80 letters.");
  });

  test("shows a hostile name as it is, at the console and at consent", async () => {
    const sandbox = await aSandbox();
    const app = await registered(sandbox, { name: "<script>alert(1)</script>" });

    const pages = [
      await pageOf(sandbox, "/0/my-apps"),
      await pageOf(sandbox, app.path),
      await (await request(sandbox, asIn(app), await cookieOf(sandbox, 0))).text(),
    ];

    for (const page of pages) {
      expect(page).toContain("&lt;script&gt;alert(1)");
      expect(page).not.toContain("<script>");
    }
  });

  test("leaves the fixed apps as they are", async () => {
    const sandbox = await aSandbox();
    const { ASANA_CLIENT_ID, ASANA_CLIENT_SECRET } = sandbox.settings;

    await post(sandbox, `/0/my-apps/${ASANA_CLIENT_ID}/secret`, {});
    await post(sandbox, `/0/my-apps/${ASANA_CLIENT_ID}/scopes`, {});

    const page = await pageOf(sandbox, `/0/my-apps/${ASANA_CLIENT_ID}`);
    expect(page).toContain(ASANA_CLIENT_SECRET);
    expect(page).toContain("<code>tasks:read</code>");
  });

  test("takes no form from another site", async () => {
    const sandbox = await aSandbox();

    const answer = await post(sandbox, "/0/my-apps", { name: "App" }, "https://evil.example");

    expect(answer.status).toBe(403);
    expect(await pageOf(sandbox, "/0/my-apps")).not.toContain(">App<");
  });

  test("leads back to the list from an app that there is not", async () => {
    const sandbox = await aSandbox();

    const answer = await fetch(`${sandbox.origin}/0/my-apps/1`, { redirect: "manual" });

    expect(answer.headers.get("location")).toBe("/0/my-apps");
  });
});

interface Registered {
  readonly path: string;
  readonly credentials: { readonly client_id: string; readonly client_secret: string };
}

/** Registers an app as a person would, with everything that it needs but for the changes. */
async function registered(
  sandbox: Sandbox,
  changes: {
    readonly name?: string;
    readonly url?: string | undefined;
    readonly scopes?: readonly string[];
    readonly full?: string;
    readonly distribution?: string;
    readonly workspace?: readonly string[];
  } = {},
): Promise<Registered> {
  const choice = { name: "My app", url: callback, scopes, distribution: "any", ...changes };
  const { name, url, full = "", distribution, workspace = [] } = choice;
  const path = (await post(sandbox, "/0/my-apps", { name })).headers.get("location") ?? "";
  if (url) await post(sandbox, `${path}/redirect-urls`, { url });
  await post(sandbox, `${path}/scopes`, { full, scope: choice.scopes });
  await post(sandbox, `${path}/distribution`, { distribution, workspace });
  const client_id = path.split("/").at(-1) ?? "";
  const credentials = { client_id, client_secret: secretIn(await pageOf(sandbox, path)) };
  return { path, credentials };
}

function asIn({ credentials }: Registered) {
  return { client_id: credentials.client_id, scope: scopes.join(" ") };
}

function secretIn(page: string): string {
  return /Client secret<\/dt>\s*<dd><code>([^<]+)/.exec(page)?.[1] ?? "";
}

async function errorOf(sandbox: Sandbox, fields: Record<string, string>): Promise<unknown> {
  return (await tokenRequest(sandbox, fields)).body.error;
}

async function pageOf({ origin }: Sandbox, path: string): Promise<string> {
  return (await fetch(origin + path)).text();
}

async function post(
  { origin }: Sandbox,
  path: string,
  fields: Readonly<Record<string, string | readonly string[]>>,
  from = origin,
): Promise<Response> {
  const body = new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one]),
    ),
  );
  return fetch(origin + path, {
    method: "POST",
    body,
    headers: { origin: from },
    redirect: "manual",
  });
}
