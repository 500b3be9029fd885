import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { loadConfig as loadWith } from "../../src/config.ts";
import { ConfigError } from "../../src/config-error.ts";
import { type Environment, readEnvironment } from "../../src/environment.ts";
import { aFolder } from "../support/folder.ts";

/** Without any feature, which may bring settings of its own. */
const loadConfig = (environment: Environment) => loadWith(environment, []);

const client = { ASANA_CLIENT_ID: "1200000000000001", ASANA_CLIENT_SECRET: "the client secret" };
const secret = "0123456789abcdef0123456789abcdef";
const production = { ...client, NODE_ENV: "production", SESSION_SECRET: secret };

describe("a client is enough", () => {
  test("the rest is at its default", () => {
    expect(loadConfig(client)).toEqual({
      isProduction: false,
      logLevel: "info",
      keepAliveMs: 65_000,
      listen: { host: undefined, port: 3000 },
      ofFeatures: {},
      baseUrl: "http://localhost:3000",
      redirectUri: "http://localhost:3000/auth/callback",
      isHttps: false,
      trustProxyHops: 0,
      asana: {
        issuer: "https://app.asana.com/api/1.0",
        sandboxAddress: undefined,
        apiBaseUrl: "https://app.asana.com/api/1.0",
        clientId: "1200000000000001",
        clientSecret: "the client secret",
        scope: "openid email profile users:read workspaces:read projects:read tasks:read",
        personalAccessToken: undefined,
        serviceAccountToken: undefined,
      },
      administrators: [],
      allowedWorkspaces: undefined,
      sessions: { databaseFile: "data/sessions.db", redis: undefined, secrets: undefined },
    });
  });

  test.each([
    [{ PORT: "8080" }, { baseUrl: "http://localhost:8080", listen: { port: 8080 } }],
    [{ HOST: "127.0.0.1" }, { listen: { host: "127.0.0.1" } }],
    [
      { BASE_URL: "https://app.example.com" },
      { isHttps: true, redirectUri: "https://app.example.com/auth/callback" },
    ],
    [{ BASE_URL: "https://app.example.com:8443" }, { baseUrl: "https://app.example.com:8443" }],
    [{ BASE_URL: "http://app.example.com" }, { isHttps: false }],
    [{ BASE_URL: "http://[::1]:3000" }, { redirectUri: "http://[::1]:3000/auth/callback" }],
    [{ TRUST_PROXY: "2" }, { trustProxyHops: 2 }],
    [{ KEEP_ALIVE_SECONDS: "620" }, { keepAliveMs: 620_000 }],
    [{ LOG_LEVEL: "silent" }, { logLevel: "silent" }],
    [{ NODE_ENV: "test" }, { isProduction: false }],
    [{ SESSION_DB: "/srv/sessions.db" }, { sessions: { databaseFile: "/srv/sessions.db" } }],
    [{ SESSION_SECRET: secret }, { sessions: { secrets: [secret] } }],
    [
      { SESSION_SECRET: `${secret}-new, ${secret}` },
      { sessions: { secrets: [`${secret}-new`, secret] } },
    ],
    [{ METRICS_PORT: "9464" }, { metrics: { host: "127.0.0.1", port: 9464 } }],
    [{ METRICS_PORT: "9464", METRICS_HOST: "::1" }, { metrics: { host: "::1", port: 9464 } }],
    [{ ASANA_SCOPES: "openid" }, { asana: { scope: "openid" } }],
    [
      { ASANA_SCOPES: "default openid email profile" },
      { asana: { scope: "default openid email profile" } },
    ],
    [
      { ASANA_SCOPES: " openid  tasks:read openid custom_fields:read" },
      { asana: { scope: "openid tasks:read custom_fields:read" } },
    ],
    [
      { ASANA_ISSUER: "http://localhost:3001/api/1.0" },
      { asana: { sandboxAddress: "http://localhost:3001" } },
    ],
    [
      { ASANA_ISSUER: "http://[::1]:3001/api/1.0" },
      { asana: { sandboxAddress: "http://[::1]:3001" } },
    ],
    [
      { ASANA_API_BASE_URL: "http://127.0.0.1:3001/api/1.0" },
      { asana: { apiBaseUrl: "http://127.0.0.1:3001/api/1.0" } },
    ],
  ])("%j changes what it says", (settings, expected) => {
    expect(loadConfig({ ...client, ...settings })).toMatchObject(expected);
  });
});

describe("in production", () => {
  test.each([
    "https://app.example.com",
    "http://localhost:3000",
    "http://127.0.0.1:3000",
    "http://[::1]:3000",
    "http://app.localhost",
  ])("%s is a public address", (BASE_URL) => {
    expect(loadConfig({ ...production, BASE_URL })).toMatchObject({
      isProduction: true,
      baseUrl: BASE_URL,
    });
  });

  test.each([
    "http://app.example.com",
    "http://localhost.example.com",
    "http://127.0.0.1.example.com",
    "http://192.168.0.10:3000",
  ])("%s is refused, for it is neither https nor loopback", (BASE_URL) => {
    expect(problemsOf({ ...production, BASE_URL })).toEqual([
      `BASE_URL (${BASE_URL}) uses http; in production use https, or a loopback host`,
    ]);
  });

  test("there is no start without SESSION_SECRET", () => {
    expect(problemsOf({ ...client, NODE_ENV: "production" })).toEqual([
      expect.stringMatching(/^SESSION_SECRET is missing; .*32 random characters/),
    ]);
  });
});

describe("with Redis", () => {
  test.each([
    "redis://localhost",
    "redis://localhost:6379/2",
    "rediss://app:the-password@redis.example.com:6380",
    "redis://:p%40ss%2Fword@[::1]:6379",
  ])("%s is an address", (REDIS_URL) => {
    const { sessions } = loadConfig({ ...client, SESSION_SECRET: secret, REDIS_URL });

    expect(sessions.redis).toEqual({ url: REDIS_URL, prefix: "{siwa}:" });
  });

  test.each(["{other}:", "app:{other}", "{a}{b}"])("keys may begin with %s", (REDIS_PREFIX) => {
    const settings = { REDIS_URL: "redis://localhost", SESSION_SECRET: secret, REDIS_PREFIX };

    expect(loadConfig({ ...client, ...settings }).sessions.redis?.prefix).toBe(REDIS_PREFIX);
  });

  test.each(["development", "test", "production"])(
    "there is no start without SESSION_SECRET in %s",
    (NODE_ENV) => {
      expect(problemsOf({ ...client, NODE_ENV, REDIS_URL: "redis://localhost" })).toEqual([
        expect.stringMatching(/^SESSION_SECRET is missing; .*32 random characters/),
      ]);
    },
  );
});

describe("a problem names its variable, what is wrong, and how to fix it", () => {
  test.each([
    ["PORT", "http", /is not a port; use a whole number from 1 to 65535/],
    ["PORT", "0", /is not a port; use/],
    ["PORT", "65536", /is not a port; use/],
    ["PORT", "3000.5", /is not a port; use/],
    ["PORT", "-1", /is not a port; use/],
    ["METRICS_PORT", "http", /is not a port; use/],
    ["METRICS_PORT", "3000", /is the app's own PORT; use another/],
    ["NODE_ENV", "prod", /is unknown; use production or development/],
    ["LOG_LEVEL", "loud", /is unknown; use one of trace, .*, silent/],
    ["KEEP_ALIVE_SECONDS", "0", /is not a number of seconds; use 65/],
    ["TRUST_PROXY", "true", /is not a number of proxies; use 0, 1, 2/],
    ["TRUST_PROXY", "10.0.0.0/8", /is not a number of proxies; use/],
    ["BASE_URL", "app.example.com", /is not an origin; use scheme, host and port only/],
    ["BASE_URL", "https://app.example.com/", /is not an origin; .*no path, .* trailing slash/],
    ["BASE_URL", "https://app.example.com/app", /is not an origin; .*no path/],
    ["BASE_URL", "https://app.example.com?a=b", /is not an origin; .*query/],
    ["BASE_URL", "https://app.example.com#top", /is not an origin; use/],
    ["BASE_URL", "https://app.example.com:443", /is not an origin; use/],
    ["BASE_URL", "ftp://app.example.com", /is not an origin; use/],
    [
      "ASANA_ISSUER",
      "app.asana.com",
      /must be a URL without user name, query or fragment; Asana's is/,
    ],
    ["ASANA_ISSUER", "https://app.asana.com/api/1.0?a=b", /must be a URL without user name, query/],
    ["ASANA_ISSUER", "http://app.asana.com/api/1.0", /uses http; use https/],
    ["ASANA_ISSUER", "http://localhost.example.com/api/1.0", /uses http; use https/],
    ["ASANA_API_BASE_URL", "http://app.asana.com/api/1.0", /uses http; use https/],
    [
      "ASANA_API_BASE_URL",
      "https://app.asana.com/api/1.0#x",
      /must be a URL without user name, query/,
    ],
    ["ASANA_SCOPES", "email profile tasks:read", /lacks openid; add it/],
    ["ASANA_SCOPES", "openid Tasks.Read", /holds a name that is no scope; use/],
    ["ASANA_SCOPES", "openid,email", /holds a name that is no scope; use/],
    ["ASANA_SCOPES", "openid default tasks:read", /mixes default with single scopes.*; use/],
  ])("%s=%s", (name, value, problem) => {
    const problems = problemsOf({ ...client, [name]: value });

    expect(problems).toContainEqual(expect.stringMatching(problem));
    for (const line of problems) expect(line).toContain(`${name} (${value}) `);
  });

  test.each(["ASANA_CLIENT_ID", "ASANA_CLIENT_SECRET"])("%s missing", (name) => {
    expect(problemsOf({ ...client, [name]: undefined })).toEqual([
      expect.stringMatching(new RegExp(`^${name} is missing; register an app at https://`)),
    ]);
  });

  test.each([
    "localhost:6379",
    "http://localhost:6379",
    "redis://",
    "redis:///0",
    "redis://localhost/one",
    "redis://localhost/0/1",
    "redis://localhost?db=1",
    "redis://:private%zzpassword@localhost",
    "redis://:private%ffpassword@localhost",
    "redis://:private/password@localhost",
    "redis://localhost:port",
  ])("REDIS_URL %s is no address, and is not shown", (REDIS_URL) => {
    const problems = problemsOf({ ...client, SESSION_SECRET: secret, REDIS_URL });

    expect(problems).toEqual([
      expect.stringMatching(/^REDIS_URL is not the address of a Redis; use redis:\/\/HOST:PORT/),
    ]);
  });

  test.each(["redis://private@localhost", "redis://private:@localhost"])(
    "REDIS_URL %s would be the default user's, and is refused",
    (REDIS_URL) => {
      expect(problemsOf({ ...client, SESSION_SECRET: secret, REDIS_URL })).toEqual([
        expect.stringMatching(/^REDIS_URL names a user without a password; write USER:/),
      ]);
    },
  );

  test.each(["siwa:", "{}:", "{}{siwa}:", "{siwa", "}{siwa", "{si wa}:"])(
    "REDIS_PREFIX %j would spread the keys over hash slots",
    (REDIS_PREFIX) => {
      expect(problemsOf({ ...client, REDIS_PREFIX })).toEqual([
        expect.stringMatching(/^REDIS_PREFIX .*holds no \{tag\}; put something in braces/),
      ]);
    },
  );

  test.each([
    ["shorter than 32 characters", secret.slice(1)],
    ["rotated from one that is shorter", `${secret},old-and-short`],
    ["rotated to one that is shorter", `new-and-short,${secret}`],
    ["with nothing after the comma", `${secret},`],
  ])("SESSION_SECRET %s", (_, value) => {
    expect(problemsOf({ ...client, SESSION_SECRET: value })).toEqual([
      expect.stringMatching(/^SESSION_SECRET is too short; use at least 32 random characters/),
    ]);
  });
});

test("all problems come at once, a line for each", () => {
  const problems = problemsOf({
    NODE_ENV: "production",
    PORT: "http",
    BASE_URL: "http://app.example.com",
    TRUST_PROXY: "yes",
    ASANA_CLIENT_ID: "1200000000000001",
    ASANA_SCOPES: "email",
    LOG_LEVEL: "loud",
  });

  expect(problems.map((line) => line.split(" ")[0]).sort()).toEqual([
    "ASANA_CLIENT_SECRET",
    "ASANA_SCOPES",
    "BASE_URL",
    "LOG_LEVEL",
    "PORT",
    "SESSION_SECRET",
    "TRUST_PROXY",
  ]);
  for (const line of problems) expect(line).not.toContain("\n");
});

describe("who may do what", () => {
  test("ids are read with or without blanks, and nothing between two commas is nobody", () => {
    const { administrators, allowedWorkspaces } = loadConfig({
      ...client,
      ADMIN_USER_IDS: "1200000000000011, 9007199254740993,,",
      ALLOWED_WORKSPACES: "1200000000000002",
    });

    expect(administrators).toEqual(["1200000000000011", "9007199254740993"]);
    expect(allowedWorkspaces).toEqual(["1200000000000002"]);
  });

  test.each(["ana@example.com", "1200000000000011;1200000000000012", "me"])(
    "ADMIN_USER_IDS %s names no user id",
    (value) => {
      expect(problemsOf({ ...client, ADMIN_USER_IDS: value })).toEqual([
        expect.stringMatching(
          /^ADMIN_USER_IDS .*is no Asana user id; use the numbers .* never e-mail/,
        ),
      ]);
    },
  );

  test.each(["example.com", "https://app.asana.com/0/1200000000000002"])(
    "ALLOWED_WORKSPACES %s names no workspace",
    (value) => {
      expect(problemsOf({ ...client, ALLOWED_WORKSPACES: value })).toEqual([
        expect.stringMatching(/^ALLOWED_WORKSPACES .*is no workspace gid; use numbers/),
      ]);
    },
  );

  test("ALLOWED_WORKSPACES of commas alone would shut everybody out, and is refused", () => {
    expect(problemsOf({ ...client, ALLOWED_WORKSPACES: " , " })).toEqual([
      expect.stringMatching(/^ALLOWED_WORKSPACES .*names no workspace; remove it/),
    ]);
  });

  test.each([
    ["openid email", false],
    ["openid workspaces:read", true],
    ["openid default", true],
  ])("ALLOWED_WORKSPACES with the scopes %s can be checked: %s", (scopes, canBe) => {
    const settings = { ...client, ALLOWED_WORKSPACES: "1200000000000002", ASANA_SCOPES: scopes };
    const problem = expect.stringMatching(/^ALLOWED_WORKSPACES needs .* add workspaces:read/);

    expect(canBe ? loadConfig(settings).asana.scope : problemsOf(settings)).toEqual(
      canBe ? scopes : [problem],
    );
  });

  test.each(["ASANA_PAT", "ASANA_SERVICE_ACCOUNT_TOKEN"])(
    "%s with a line break is refused, unshown",
    (name) => {
      expect(problemsOf({ ...client, [name]: "2/private\ntoken" })).toEqual([
        expect.stringMatching(new RegExp(`^${name} holds blanks or other signs`)),
      ]);
    },
  );
});

test("no problem tells a secret", () => {
  const secrets = {
    ASANA_CLIENT_SECRET: "private-client-secret",
    SESSION_SECRET: "private-and-short",
    REDIS_URL: "redis://:private-password@localhost/private",
    ASANA_PAT: "private-token",
    ASANA_SERVICE_ACCOUNT_TOKEN: "private-service-token",
  };

  const problems = problemsOf({ ...secrets, NODE_ENV: "production", PORT: "http" });

  expect(problems.length).toBeGreaterThan(2);
  expect(problems.join("\n")).not.toContain("private");
});

describe("the environment", () => {
  test("is read from .env, and the real one wins", () => {
    const file = join(aFolder(), ".env");
    writeFileSync(file, '# port\nPORT=4000\nHOST="127.0.0.1" # quoted\nLOG_LEVEL=debug\n');

    expect(readEnvironment({ PORT: "5000", PATH: "/bin" }, file)).toEqual({
      PORT: "5000",
      HOST: "127.0.0.1",
      LOG_LEVEL: "debug",
      PATH: "/bin",
    });
  });

  test("has no empty values: they neither count nor hide those of .env", () => {
    const file = join(aFolder(), ".env");
    writeFileSync(file, "PORT=4000\nHOST=\nLOG_LEVEL=  \n");

    expect(readEnvironment({ PORT: "", BASE_URL: " ", TRUST_PROXY: undefined }, file)).toEqual({
      PORT: "4000",
    });
  });

  test("is the real one alone where there is no .env", () => {
    expect(readEnvironment({ PORT: "5000" }, join(aFolder(), ".env"))).toEqual({ PORT: "5000" });
  });
});

/** The problems that keep the app from starting with these settings. */
function problemsOf(settings: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    loadConfig(readEnvironment(settings, "no such file"));
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}
