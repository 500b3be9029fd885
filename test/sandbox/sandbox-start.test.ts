import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { afterThisTest } from "../support/cleanup.ts";
import { aFolder } from "../support/folder.ts";
import { aFreePort } from "../support/ports.ts";
import {
  api,
  aSandbox,
  cookieOf,
  get,
  introspect,
  refresh,
  respond,
  tokensFor,
} from "../support/sandbox-client.ts";

const root = resolve(import.meta.dirname, "../..");

describe("with a data file", () => {
  test("grants, tokens, keys, consents and sign-ins survive a restart on the same port", async () => {
    const dataFile = join(aFolder(), "data", "sandbox.json");
    const first = await aSandbox({ dataFile });
    const tokens = await tokensFor(first);
    const cookie = await cookieOf(first, 1);
    const keySet = await (await get(`${first.issuer}/openid_connect/jwks`)).text();
    await first.close();
    await expect(get(first.origin)).rejects.toThrow();

    const port = Number(new URL(first.origin).port);
    const second = await aSandbox({ dataFile, port });

    expect(second.origin).toBe(first.origin);
    expect((await api(second, tokens.access_token, "/users/me")).status).toBe(200);
    expect((await refresh(second, tokens.refresh_token)).status).toBe(200);
    expect(await (await get(`${second.issuer}/openid_connect/jwks`)).text()).toBe(keySet);
    expect(await (await get(second.origin, { cookie })).text()).toContain("Ben Solo");
    const remembered = await respond(second, { decision: "deny" });
    expect(remembered.searchParams.has("code")).toBe(true);
  });

  test("only its owner reads it", async () => {
    const dataFile = join(aFolder(), "sandbox.json");

    await tokensFor(await aSandbox({ dataFile }));

    expect(statSync(dataFile).mode & 0o777).toBe(0o600);
  });

  test.each(["{", "7", "null"])(
    "that holds %j: the start is refused, the file is left alone",
    async (content) => {
      const dataFile = join(aFolder(), "sandbox.json");
      writeFileSync(dataFile, content);

      await expect(aSandbox({ dataFile })).rejects.toThrow(`${dataFile} is no data file`);
      expect(readFileSync(dataFile, "utf8")).toBe(content);
    },
  );
});

test("without a data file nothing survives", async () => {
  const first = await aSandbox();
  const tokens = await tokensFor(first);

  const second = await aSandbox();

  expect((await introspect(second, tokens.access_token)).body).toEqual({ active: false });
});

test("it takes note of requests without their query, and of every secret", async () => {
  const sandbox = await aSandbox();

  const tokens = await tokensFor(sandbox);

  expect(sandbox.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "GET /-/oauth_authorize",
    "POST /sandbox/sign-in",
    "GET /-/oauth_authorize",
    "POST /sandbox/consent",
    "POST /-/oauth_token",
  ]);
  const { access_token, refresh_token, id_token } = tokens;
  expect(sandbox.issued).toHaveLength(4);
  expect(sandbox.issued).toEqual(expect.arrayContaining([access_token, refresh_token, id_token]));
});

test("it answers on both loopback addresses, and a port in use is an error", async () => {
  const sandbox = await aSandbox();
  const port = Number(new URL(sandbox.origin).port);

  const names = ["127.0.0.1", "localhost"];
  const answers = await Promise.all(names.map((name) => get(`http://${name}:${port}/`)));

  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  await expect(aSandbox({ port })).rejects.toMatchObject({ code: "EADDRINUSE", port });
});

test("an unknown switch stops the start", async () => {
  const switches = { nonsense: true } as object;

  await expect(aSandbox({ switches })).rejects.toThrow("There is no switch nonsense");
});

test("it closes at once, although a browser holds its connection open", async () => {
  const sandbox = await aSandbox({ switches: { slow: { endpoint: "jwks", ms: 60_000 } } });
  const waiting = get(`${sandbox.issuer}/openid_connect/jwks`).catch(() => "closed");
  await get(sandbox.origin);

  await sandbox.close();

  expect(await waiting).toBe("closed");
  await expect(get(sandbox.origin)).rejects.toThrow();
});

describe("the command", () => {
  beforeAll(() => {
    execFileSync(join(root, "node_modules", ".bin", "tsc"), ["-p", "sandbox"], { cwd: root });
  });

  test("prints what it is, where, and every value an app needs; a signal ends it quietly", async () => {
    const port = await aFreePort();
    const run = command({ SANDBOX_PORT: String(port) });
    await run.printed("ASANA_CLIENT_SECRET=sandbox-secret-of");

    run.child.kill("SIGINT");
    const [code] = await once(run.child, "close");

    expect(code).toBe(0);
    expect(run.errors()).toBe("");
    expect(run.output()).toContain("This is a sandbox and not Asana");
    expect(run.output()).toContain(`http://localhost:${port}\n`);
    for (const line of [
      "ASANA_CLIENT_ID=1201000000000001",
      "ASANA_CLIENT_SECRET=sandbox-",
      "ASANA_PAT=2/1201000000000021/1201000000000091:sandbox-",
      "ASANA_SERVICE_ACCOUNT_TOKEN=2/1201000000000031/1201000000000092:sandbox-",
      "ADMIN_USER_IDS=1201000000000011",
      `ASANA_ISSUER=http://localhost:${port}/api/1.0`,
      `ASANA_API_BASE_URL=http://localhost:${port}/api/1.0`,
    ]) {
      expect(run.output()).toContain(`\n${line}`);
    }
  });

  test("tells its launcher when it is ready, and leaves with it", async () => {
    const run = command({ SANDBOX_PORT: String(await aFreePort()) }, { ipc: true });

    const [message] = await once(run.child, "message");
    run.child.disconnect();
    const [code] = await once(run.child, "exit");

    expect(message).toMatchObject({
      type: "ready",
      settings: { ASANA_CLIENT_ID: "1201000000000001" },
    });
    expect(code).toBe(0);
    expect(message).toMatchObject({ welcome: expect.stringContaining("not Asana") });
    expect(run.output()).toBe("");
    expect(run.errors()).toBe("");
  });

  test.each([
    [{ NODE_ENV: "production" }, "NODE_ENV"],
    [{ SANDBOX_PORT: "http" }, "SANDBOX_PORT"],
    [{ SANDBOX_PORT: "70000" }, "SANDBOX_PORT"],
    [{ SANDBOX_TASKS: "many" }, "SANDBOX_TASKS"],
    [{ SANDBOX_SWITCHES: "{" }, "SANDBOX_SWITCHES"],
    [{ SANDBOX_SWITCHES: '{"nonce":"yes"}' }, "SANDBOX_SWITCHES"],
  ])("with %j it ends with one line that names %s", async (settings, name) => {
    const run = command(settings);

    const [code] = await once(run.child, "close");

    expect(code).toBe(1);
    expect(run.output()).toBe("");
    expect(run.errors().trim().split("\n")).toEqual([expect.stringContaining(name)]);
  });

  test("names every problem at once", async () => {
    const run = command({ NODE_ENV: "production", SANDBOX_PORT: "0", SANDBOX_SWITCHES: "[]" });

    await once(run.child, "close");

    expect(run.errors().trim().split("\n")).toHaveLength(3);
  });

  test("a port in use: one line that names the port and its variable", async () => {
    const port = Number(new URL((await aSandbox()).origin).port);
    const run = command({ SANDBOX_PORT: String(port) });

    const [code] = await once(run.child, "close");

    expect(code).toBe(1);
    expect(run.errors()).toBe(`Port ${port} is in use: set SANDBOX_PORT to another one.\n`);
  });

  test("reads .env, the real environment wins, and an empty value counts as absent", async () => {
    const folder = aFolder();
    const port = await aFreePort();
    writeFileSync(join(folder, ".env"), `SANDBOX_PORT=${port}\nNODE_ENV=production\n`);

    const run = command({ SANDBOX_PORT: "", NODE_ENV: "development" }, { folder });

    await run.printed(`It runs at http://localhost:${port}`);
    expect(statSync(join(folder, "data", "sandbox.json")).mode & 0o777).toBe(0o600);
  });

  test("SANDBOX_SWITCHES sets switches from the start", async () => {
    const port = await aFreePort();
    const run = command({ SANDBOX_PORT: String(port), SANDBOX_SWITCHES: '{"nonce":"echo"}' });
    await run.printed("It runs at");

    const switches = await (await get(`http://localhost:${port}/sandbox/switches`)).json();

    expect(switches).toMatchObject({ nonce: "echo" });
  });
});

/** Runs the built command with nothing but these settings, in a folder of its own. */
function command(
  settings: Readonly<Record<string, string>>,
  { ipc = false, folder = aFolder() }: { ipc?: boolean; folder?: string } = {},
) {
  const child = spawn(process.execPath, [join(root, "sandbox", "dist", "main.js")], {
    cwd: folder,
    env: settings,
    stdio: ["ignore", "pipe", "pipe", ...(ipc ? (["ipc"] as const) : [])],
  });
  afterThisTest(() => child.kill("SIGKILL"));
  const [output, errors] = [child.stdout, child.stderr].map((stream) => {
    let text = "";
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    return () => text;
  });
  const printed = async (words: string): Promise<void> => {
    while (!output?.().includes(words)) {
      await once(child.stdout ?? child, "data");
    }
  };
  return { child, printed, output: () => output?.() ?? "", errors: () => errors?.() ?? "" };
}
