import { chmodSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../../sandbox/sandbox.ts";
import { checkNodeVersion } from "../../../src/tools/doctor/node-version.ts";
import { type Diagnosis, diagnosed, examined, rightSettings } from "../../support/doctor-run.ts";
import { aFolder } from "../../support/folder.ts";
import { aForwardingProxy } from "../../support/forwarding-proxy.ts";
import { aLocalServer } from "../../support/local-server.ts";
import { aServerWithItsOwnCertificate } from "../../support/own-certificate.ts";
import { aFreePort, aPortInUse } from "../../support/ports.ts";
import { repository, run, startServer } from "../../support/process.ts";
import { aSandbox, fullPermissionsCredentials } from "../../support/sandbox-client.ts";

type Settings = Readonly<Record<string, string>>;
type Change = (sandbox: Sandbox, right: Settings) => Settings | Promise<Settings>;

test("a right set-up has nothing to fix, and is left as it was", async () => {
  const folder = aFolder();

  const { code, findings } = await diagnosed(await rightSettings(await aSandbox()), { folder });

  const verdicts = findings.map(({ verdict }) => verdict);
  expect({ code, verdicts: new Set(verdicts) }).toEqual({ code: 0, verdicts: new Set(["ok"]) });
  expect(readdirSync(folder)).toEqual([]);
});

const mistakes: readonly (readonly [string, string, RegExp, Change])[] = [
  [
    "a wrong secret",
    "ASANA_CLIENT_SECRET",
    /copy the client secret/i,
    () => ({ ASANA_CLIENT_SECRET: "wrong" }),
  ],
  [
    "swapped id and secret",
    "ASANA_CLIENT_ID",
    /swap/i,
    (_, right) => ({
      ASANA_CLIENT_ID: right.ASANA_CLIENT_SECRET ?? "",
      ASANA_CLIENT_SECRET: right.ASANA_CLIENT_ID ?? "",
    }),
  ],
  [
    "an unknown client",
    "ASANA_CLIENT_ID",
    /copy the client id/i,
    () => ({ ASANA_CLIENT_ID: "1201000000009999" }),
  ],
  [
    "a redirect URI that is not registered",
    "BASE_URL",
    /Redirect URLs/,
    () => ({ BASE_URL: "https://app.example.com", TRUST_PROXY: "1" }),
  ],
  [
    "a slash at the end of BASE_URL",
    "BASE_URL",
    /no path/i,
    () => ({ BASE_URL: "http://localhost:3000/" }),
  ],
  ["a path in BASE_URL", "BASE_URL", /no path/i, () => ({ BASE_URL: "http://localhost:3000/app" })],
  [
    "plain http on a network",
    "BASE_URL",
    /https:\/\/app\.example/,
    () => ({ BASE_URL: "http://app.example.com" }),
  ],
  [
    "http behind a proxy that ends TLS",
    "BASE_URL",
    /https address/,
    async (_, { PORT }) => ({
      BASE_URL: await aForwardingProxy(Number(PORT), {
        "x-forwarded-proto": "https",
        "x-forwarded-for": "192.0.2.1",
      }),
      TRUST_PROXY: "1",
    }),
  ],
  [
    "no proxy counted with https",
    "TRUST_PROXY",
    /X-Forwarded-Proto/,
    () => ({ BASE_URL: "https://localhost:3000" }),
  ],
  [
    "a proxy counted that is not there",
    "TRUST_PROXY",
    /TRUST_PROXY=0/,
    () => ({ TRUST_PROXY: "1" }),
  ],
  [
    "too few proxies counted",
    "TRUST_PROXY",
    /TRUST_PROXY=2/,
    async (_, { PORT }) => ({
      BASE_URL: await aForwardingProxy(Number(PORT), { "x-forwarded-for": "192.0.2.1, 192.0.2.2" }),
      TRUST_PROXY: "1",
    }),
  ],
  [
    "an address that leads elsewhere",
    "BASE_URL",
    /PORT/,
    async () => ({ BASE_URL: await aLocalServer((_, response) => response.end()) }),
  ],
  [
    "an issuer that cannot be one",
    "ASANA_ISSUER",
    /^Use https/,
    () => ({ ASANA_ISSUER: "http://asana.example" }),
  ],
  [
    "an issuer whose certificate nobody trusts",
    "ASANA_ISSUER",
    /NODE_EXTRA_CA_CERTS/,
    async () => ({ ASANA_ISSUER: await aServerWithItsOwnCertificate() }),
  ],
  [
    "an issuer where there is none",
    "ASANA_ISSUER",
    /ASANA_ISSUER/,
    ({ origin }) => ({ ASANA_ISSUER: `${origin}/api/2.0` }),
  ],
  [
    "an issuer with a slash too many",
    "ASANA_ISSUER",
    /ASANA_ISSUER=http.*1\.0,/,
    ({ issuer }) => ({ ASANA_ISSUER: `${issuer}/` }),
  ],
  [
    "an issuer that is down",
    "ASANA_ISSUER",
    /correct ASANA_ISSUER/,
    async () => ({ ASANA_ISSUER: `http://localhost:${await aFreePort()}` }),
  ],
  [
    "an API that is somewhere else",
    "ASANA_API_BASE_URL",
    /default/,
    ({ origin }) => ({ ASANA_API_BASE_URL: origin }),
  ],
  [
    "a scope that the app is not registered for",
    "ASANA_SCOPES",
    /Permission scopes/,
    () => ({ ASANA_SCOPES: "openid users:read goals:read" }),
  ],
  [
    "a scope that a page needs",
    "ASANA_SCOPES",
    /users:read/,
    () => ({ ASANA_SCOPES: "openid email profile" }),
  ],
  ["no openid", "ASANA_SCOPES", /add it/i, () => ({ ASANA_SCOPES: "users:read" })],
  [
    "mixed scopes",
    "ASANA_SCOPES",
    /use default/i,
    () => ({ ASANA_SCOPES: "openid default tasks:read" }),
  ],
  [
    "single scopes for an app with full permissions",
    "ASANA_SCOPES",
    /ASANA_SCOPES=openid email profile default/,
    () => ({
      ASANA_CLIENT_ID: fullPermissionsCredentials.client_id,
      ASANA_CLIENT_SECRET: fullPermissionsCredentials.client_secret,
    }),
  ],
  [
    "full permissions for an app without",
    "ASANA_SCOPES",
    /Full permissions/,
    () => ({ ASANA_SCOPES: "openid default" }),
  ],
  ["a dead personal access token", "ASANA_PAT", /new one/, () => ({ ASANA_PAT: "2/1/2:dead" })],
  [
    "a dead service account's token",
    "ASANA_SERVICE_ACCOUNT_TOKEN",
    /new one/,
    () => ({ ASANA_SERVICE_ACCOUNT_TOKEN: "2/1/2:dead" }),
  ],
  [
    "a personal access token in place of a service account's",
    "ASANA_SERVICE_ACCOUNT_TOKEN",
    /ASANA_PAT/,
    (_, right) => ({ ASANA_SERVICE_ACCOUNT_TOKEN: right.ASANA_PAT ?? "" }),
  ],
  [
    "a service account's token in place of a personal access token",
    "ASANA_PAT",
    /ASANA_SERVICE_ACCOUNT_TOKEN/,
    (_, right) => ({ ASANA_PAT: right.ASANA_SERVICE_ACCOUNT_TOKEN ?? "" }),
  ],
  [
    "a clock that is ten minutes off",
    "clock",
    /time server/,
    async () => ({ ASANA_ISSUER: await aProviderAtAnotherTime() }),
  ],
  [
    "a store that cannot be written",
    "SESSION_DB",
    /folder/,
    () => ({ SESSION_DB: join(aFileWith("a file, no folder"), "sessions.db") }),
  ],
  [
    "a database that is none",
    "SESSION_DB",
    /file of this app/,
    () => ({ SESSION_DB: aFileWith("not a database") }),
  ],
  [
    "a port that is taken",
    "PORT",
    /another port/,
    async () => ({ PORT: String(await aPortInUse()) }),
  ],
  [
    "a short secret",
    "SESSION_SECRET",
    /at least 32/,
    () => ({ SESSION_SECRET: "not32characters" }),
  ],
];

describe("the doctor finds, names and mends", () => {
  test.each(mistakes)("%s", async (_, variable, fix, change) => {
    const sandbox = await aSandbox();
    const right = await rightSettings(sandbox);

    const { code, toFix } = await examined({ ...right, ...(await change(sandbox, right)) });

    expect(code).toBe(1);
    expect(new Set(toFix.map((finding) => finding.variable))).toEqual(new Set([variable]));
    expect(toFix.map((finding) => finding.fix).join("\n")).toMatch(fix);
  });

  test.each([
    ["18.20.4", "fix"],
    ["20.18.3", "fix"],
    ["20.19.0", "ok"],
    ["24.1.0", "ok"],
    ["26.0.0", "ok"],
  ] as const)("whether Node.js %s is too old", (version, verdict) => {
    expect(checkNodeVersion(version).verdict).toBe(verdict);
  });
});

describe("the doctor", () => {
  test("says in words what to fix, with the variable in front", async () => {
    const settings = { ...(await rightSettings(await aSandbox())), ASANA_CLIENT_SECRET: "wrong" };
    const process = run(join(repository, "dist", "tools", "doctor.js"), settings);

    expect(await process.ended({ seconds: 20 })).toBe(1);
    expect(process.output()).toMatch(
      /^FIX {5}ASANA_CLIENT_SECRET: .+\n +-> Copy the client secret/m,
    );
    expect(process.output()).toMatch(/\nTo fix: ASANA_CLIENT_SECRET\.\n$/);
  });

  test("looks at every setting when several are wrong", async () => {
    const right = await rightSettings(await aSandbox());

    const wrong = {
      BASE_URL: "http://localhost:1/",
      SESSION_SECRET: "not32characters",
      ASANA_PAT: "2/1/2:dead",
    };
    const { toFix } = await examined({ ...right, ...wrong });

    expect(toFix.map(({ variable }) => variable)).toEqual([
      "BASE_URL",
      "SESSION_SECRET",
      "ASANA_PAT",
    ]);
  });

  test("takes the app that runs at the port for no mistake", async () => {
    const right = await rightSettings(await aSandbox());
    const server = await startServer(right);

    const diagnosis = await diagnosed({ ...right, PORT: String(server.port) });

    expect(diagnosis.code).toBe(0);
    expect(foundOf(diagnosis, "PORT")).toEqual([`This app runs at ${server.port}.`]);
  });

  test("sees that the app that runs refuses its pages behind a proxy", async () => {
    const right = await rightSettings(await aSandbox());
    const server = await startServer({ ...right, BASE_URL: "https://localhost:1" });
    const proxy = await aForwardingProxy(server.port, {});

    const { toFix } = await diagnosed({ ...right, PORT: String(server.port), BASE_URL: proxy });

    expect(toFix.map(({ variable }) => variable)).toEqual(["TRUST_PROXY"]);
  });

  test("could not check what Asana did not answer", async () => {
    const sandbox = await aSandbox({
      switches: { fail: { endpoint: "token", kind: 500, times: 9 } },
    });

    const { code, findings } = await examined(await rightSettings(sandbox));

    expect(code).toBe(2);
    expect(findings.filter(({ verdict }) => verdict === "unchecked")).toMatchObject([
      { variable: "ASANA_CLIENT_ID" },
    ]);
  });

  test("names the cookies that browsers get under https", async () => {
    const right = await rightSettings(await aSandbox());

    const diagnosis = await examined({
      ...right,
      BASE_URL: "https://localhost:1",
      TRUST_PROXY: "1",
    });

    expect(foundOf(diagnosis, "BASE_URL").join()).toContain("__Host-session with Secure, HttpOnly");
  });

  test("says who the administrators are, and which id nobody has", async () => {
    const right = await rightSettings(await aSandbox());

    const diagnosis = await examined({ ...right, ADMIN_USER_IDS: "1201000000000011, 42" });

    expect(diagnosis.code).toBe(0);
    expect(foundOf(diagnosis, "ADMIN_USER_IDS")).toEqual([
      "1201000000000011 is Ana Everyday.",
      expect.stringContaining("42"),
    ]);
  });

  test("advises about a .env that others may read, and about what it does not know there", async () => {
    const right = await rightSettings(await aSandbox());
    const folder = aFolder();
    const file = join(folder, ".env");
    writeFileSync(file, "ASANA_CLINT_ID=1\nPORT=1\nMY_OWN=2\n");
    chmodSync(file, 0o644);

    const { code, findings } = await diagnosed(right, { folder });

    const advice = findings.filter(({ verdict }) => verdict === "advice");
    expect(code).toBe(0);
    expect(advice.map(({ variable, fix }) => `${variable}: ${fix}`)).toEqual([
      ".env: chmod 600 .env",
      "ASANA_CLINT_ID: Is ASANA_CLIENT_ID meant? Rename it, or remove it.",
      "MY_OWN: Remove it, unless another program reads it.",
      "PORT: Remove one of them.",
    ]);
  });

  test("leaves an app's database as it is", async () => {
    const right = await rightSettings(await aSandbox());
    const server = await startServer(right);
    server.kill("SIGTERM");
    await server.ended();
    const files = readdirSync(join(server.folder, "data")).sort();

    const { code } = await diagnosed(right, { folder: server.folder });

    expect(code).toBe(0);
    expect(existsSync(server.databaseFile)).toBe(true);
    expect(readdirSync(join(server.folder, "data")).sort()).toEqual(files);
  });

  test("refuses an option that there is not", async () => {
    const process = run(
      join(repository, "dist", "tools", "doctor.js"),
      {},
      { options: ["--fast"] },
    );

    expect(await process.ended({ seconds: 10 })).toBe(2);
    expect(process.errors()).toContain("npm run doctor -- --help");
  });
});

function foundOf({ findings }: Diagnosis, variable: string): readonly string[] {
  return findings.filter((finding) => finding.variable === variable).map(({ found }) => found);
}

function aFileWith(text: string): string {
  const file = join(aFolder(), "file");
  writeFileSync(file, text);
  return file;
}

/** A provider whose clock is ten minutes behind, and whose client nobody is. */
async function aProviderAtAnotherTime(): Promise<string> {
  const sandbox = await aSandbox();
  const origin = await aLocalServer(async (_request, response) => {
    const address = `${sandbox.issuer}/.well-known/openid-configuration`;
    const document = await (await fetch(address)).json();
    response.setHeader("date", new Date(Date.now() - 600_000).toUTCString());
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ ...document, issuer: origin }));
  });
  return origin;
}
