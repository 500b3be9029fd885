import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { aSandbox, callback, codeFor, get, jsonOf, tokensFor } from "../support/sandbox-client.ts";

const form = "application/x-www-form-urlencoded";
const json = "application/json";

/** Sends a body as it stands; the caller says what it is. */
async function send(
  { origin, settings }: Sandbox,
  path: string,
  body: string,
  headers: Record<string, string> = {},
) {
  const token = { authorization: `Bearer ${settings.ASANA_PAT}` };
  const own = path.startsWith("/api/") ? token : {};
  const sent = { "content-type": form, ...own, ...headers };
  return fetch(origin + path, { method: "POST", headers: sent, body, redirect: "manual" });
}

function credentialsOf({ settings }: Sandbox): string {
  const { ASANA_CLIENT_ID, ASANA_CLIENT_SECRET } = settings;
  return `client_id=${ASANA_CLIENT_ID}&client_secret=${ASANA_CLIENT_SECRET}`;
}

describe("a parameter that comes twice is refused", () => {
  const exchange = `grant_type=authorization_code&redirect_uri=${encodeURIComponent(callback)}`;

  test.each(["client_id", "client_secret", "grant_type", "redirect_uri", "code", "scope"])(
    "%s at the token endpoint",
    async (name) => {
      const sandbox = await aSandbox();
      const code = encodeURIComponent(await codeFor(sandbox));
      const fields = `${credentialsOf(sandbox)}&${exchange}&code=${code}&scope=openid`;
      const value = new URLSearchParams(fields).get(name) ?? "";
      const again = new URLSearchParams({ [name]: value });

      const answer = await send(sandbox, "/-/oauth_token", `${fields}&${again}`);

      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({
        error: "invalid_request",
        error_description: `The \`${name}\` parameter is repeated.`,
      });
    },
  );

  test.each(["/-/oauth_revoke", "/-/token_info"])("token at %s", async (path) => {
    const sandbox = await aSandbox();
    const { refresh_token } = await tokensFor(sandbox);
    const token = new URLSearchParams({ token: String(refresh_token) });

    const answer = await send(sandbox, path, `${credentialsOf(sandbox)}&${token}&${token}`);

    expect([answer.status, (await jsonOf(answer)).error]).toEqual([400, "invalid_request"]);
  });

  test.each(["client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "unknown"])(
    "%s at the authorization endpoint, on a page",
    async (name) => {
      const { origin } = await aSandbox();

      const answer = await get(`${origin}/-/oauth_authorize?${name}=a&${name}=a`);

      expect(answer.status).toBe(400);
      expect(await answer.text()).toBe(`invalid_request: The \`${name}\` parameter is repeated.\n`);
    },
  );
});

describe("client credentials in a header", () => {
  const basic = (value: string) => `Basic ${Buffer.from(value).toString("base64")}`;

  test.each([
    ["that is no base64", "Basic %%%%"],
    ["that is empty", "Basic "],
    ["without a colon", basic("1201000000000001")],
    ["without a name", basic(":secret")],
    ["with malformed percent-encoding", basic("%zz%:%e0%a4")],
    ["that is no text", `Basic ${Buffer.from([0xff, 0xfe, 0x3a, 0xc3]).toString("base64")}`],
    ["of another scheme", "Digest x"],
    ["with a wrong secret", basic("1201000000000001:wrong")],
  ])("%s: invalid_client", async (_what, authorization) => {
    const sandbox = await aSandbox();

    const answer = await send(sandbox, "/-/oauth_token", "grant_type=refresh_token", {
      authorization,
    });

    expect([answer.status, (await jsonOf(answer)).error]).toEqual([401, "invalid_client"]);
  });

  test.each([
    ["beside a secret in the form", "id:secret", "client_secret=secret"],
    ["that smuggle a second secret", "id:secret&client_secret=other", ""],
  ])("%s: invalid_request", async (_what, credentials, fields) => {
    const sandbox = await aSandbox();
    const authorization = basic(credentials);

    const answer = await send(sandbox, "/-/oauth_token", fields, { authorization });

    expect([answer.status, (await jsonOf(answer)).error]).toEqual([400, "invalid_request"]);
  });
});

describe("a request target that is malformed", () => {
  const targets = [
    "/%zz",
    "/%",
    "/%00",
    "/%e0%a4%a",
    "//",
    "//localhost:99999/-/oauth_authorize",
    "/-/oauth_authorize?%zz=%&state=%e0%a4",
    "/-/oauth_authorize?state=%zz&state",
    "/-/oauth_authorize?????",
    "http://localhost:99999/-/oauth_authorize?state=a",
    "http://[/-/oauth_authorize",
    "http://%zz/api/1.0/users/me?opt_fields=%zz",
    "http://localhost:99999/api/1.0/users/me",
    "/sandbox/use-another-person?%zz",
    "/photos/%zz",
    "/photos/..%2f..%2fpackage.json",
    "/1/%zz/task/%",
    "/apps?deauthorized=%zz&deauthorized=1",
    "/sandbox/controls?done=%zz&done=__proto__",
    "/api/1.0/users/%zz",
    "/api/1.0/tasks/%00",
    "/api/1.0/users/me?opt_fields=%zz,%,__proto__.constructor,(((,|)",
    "/api/1.0/workspaces?limit=1&limit=2&offset=%zz&offset=.",
    "*",
  ];

  test.each(targets)("%s is no fault of the sandbox", async (target) => {
    const lines: string[] = [];
    const sandbox = await aSandbox({ log: (line) => lines.push(line) });

    const status = await statusOfTarget(sandbox, target);

    expect(status).toBeGreaterThanOrEqual(200);
    expect(status).toBeLessThan(500);
    expect(lines.filter((line) => line.startsWith("The sandbox failed"))).toEqual([]);
  });
});

describe("a body that is too large or makes no sense", () => {
  const long = "x".repeat(1_100_000);

  test.each([
    ["/-/oauth_token", form],
    ["/-/oauth_revoke", form],
    ["/-/token_info", form],
    ["/sandbox/sign-in", form],
    ["/sandbox/consent", form],
    ["/sandbox/switches", json],
    ["/sandbox/controls", form],
    ["/sandbox/controls/try", form],
    ["/apps", form],
    ["/api/1.0/tasks", form],
    ["/api/1.0/tasks", json],
  ])("%s answers 413 to more than a megabyte of %s", async (path, type) => {
    const sandbox = await aSandbox();
    const body = type === json ? JSON.stringify({ data: { name: long } }) : `token=${long}`;

    const answer = await send(sandbox, path, body, { "content-type": type });

    expect(answer.status).toBe(413);
  });

  const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
  const bodies: [string, string, string, string][] = [
    ["people twice", "/sandbox/sign-in", form, "person=1201000000000011&person=1"],
    ["names of every object", "/sandbox/sign-in", form, "__proto__=1&constructor=1&person[]=1"],
    ["a decision twice", "/sandbox/consent", form, "decision=allow&decision=allow"],
    ["an unknown charset", "/-/oauth_token", `${form}; charset=x-none`, "client_id=1"],
    ["malformed percent-encoding", "/-/oauth_token", form, "%zz=%&client_id=%e0%a4"],
    ["names of every object", "/-/oauth_token", form, "__proto__=1&constructor=1&toString=1"],
    ["null", "/sandbox/switches", json, "null"],
    ["a switch twice", "/sandbox/controls", form, "nonce=echo&nonce=omit"],
    [
      "names of every object",
      "/sandbox/controls",
      form,
      "__proto__=1&shown=%7B%22a%22%3A%7B%7D%7D",
    ],
    ["a page that was none", "/sandbox/controls", form, "shown=null&nonce=x&fail.times=%zz"],
    ["a list of experiments", "/sandbox/controls/try", form, "experiment=slow&experiment=slow"],
    ["apps twice", "/apps?person=1&person=2", form, "app=1201000000000001&app=1"],
    ["a deep list", "/api/1.0/tasks", json, `{"data":${deep}}`],
    ["deep fields", "/api/1.0/tasks", json, `{"data":{},"options":{"fields":${deep}}}`],
    ["fields that are none", "/api/1.0/tasks", json, '{"data":{},"options":{"fields":[{}]}}'],
    ["a name twice", "/api/1.0/tasks", form, "name=a&name=b&workspace=1201000000000101"],
    ["projects of all kinds", "/api/1.0/tasks", json, '{"data":{"projects":[{},null,[1]]}}'],
    ["an assignee that is no text", "/api/1.0/tasks", json, '{"data":{"assignee":{"gid":1}}}'],
  ];

  test.each(bodies)("%s at %s (%s): a refusal or a way back", async (_what, path, type, body) => {
    const lines: string[] = [];
    const sandbox = await aSandbox({ log: (line) => lines.push(line) });

    const answer = await send(sandbox, path, body, { "content-type": type });

    expect([303, 400, 401, 415]).toContain(answer.status);
    expect(lines.filter((line) => line.startsWith("The sandbox failed"))).toEqual([]);
  });

  test.each([
    ["that multiply", "(a|b)".repeat(30)],
    ["that nest", "parent.".repeat(100_000)],
    ["in great number", "name,".repeat(2000)],
  ])("fields %s are too many", async (_how, list) => {
    const sandbox = await aSandbox();
    const data = { workspace: "1201000000000101" };
    const body = JSON.stringify({ data, options: { fields: [list] } });

    const answer = await send(sandbox, "/api/1.0/tasks", body, { "content-type": json });

    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("opt_fields: Too many fields");
  });
});

/** Writes the request line itself: `fetch` would mend or refuse the address. */
async function statusOfTarget({ origin, settings }: Sandbox, target: string): Promise<number> {
  const { port } = new URL(origin);
  const socket = connect(Number(port), "127.0.0.1");
  await once(socket, "connect");
  socket.write(
    `GET ${target} HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n` +
      `Authorization: Bearer ${settings.ASANA_PAT}\r\n\r\n`,
  );
  const answer = await text(socket);
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
}
