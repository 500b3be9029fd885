import { createHash } from "node:crypto";
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { SqliteDatabase } from "../../src/store/sqlite/sqlite-driver.ts";
import { aBrowser } from "../support/browser.ts";
import { aConnection } from "../support/connection.ts";
import { cookieNames, signInCookieOf } from "../support/cookies.ts";
import { aFolder } from "../support/folder.ts";
import { aFreePort, aPortInUse, isFree } from "../support/ports.ts";
import { allowAt, repository, run, signInAt, startServer, until } from "../support/process.ts";
import { aSandbox } from "../support/sandbox-client.ts";
import { sessionIdOf } from "../support/session-id.ts";
import { openFile } from "../support/sqlite.ts";

const entry = join(repository, "dist", "server.js");
const client = { ASANA_CLIENT_ID: "1200000000000001", ASANA_CLIENT_SECRET: "the client secret" };
const secret = "a secret for tests that is long enough";
/** An issuer that nobody answers for. */
const nowhere = { ...client, ASANA_ISSUER: "http://localhost:9/api/1.0" };

describe("the start is refused, with a line for each problem and no stack trace", () => {
  test("for wrong settings, all of them at once", async () => {
    const server = run(entry, {
      PORT: "http",
      BASE_URL: "https://app.example.com/app",
      ASANA_CLIENT_ID: "1200000000000001",
      ASANA_CLIENT_SECRET: "private-client-secret",
      ASANA_ISSUER: "http://app.example.com",
      SESSION_SECRET: "private-and-short",
    });

    expect(await server.ended({ seconds: 15 })).toBe(1);
    expect(server.output()).toBe("");
    expect(linesOf(server.errors()).map((line) => line.split(" ")[0])).toEqual([
      "PORT",
      "BASE_URL",
      "ASANA_ISSUER",
      "SESSION_SECRET",
    ]);
    expect(server.errors()).not.toContain("private");
  });

  test("for a port in use, naming the port and its variable", async () => {
    const port = await aPortInUse();
    const server = run(entry, { ...nowhere, PORT: String(port) });

    expect(await server.ended({ seconds: 15 })).toBe(1);
    expect(linesOf(server.errors())).toEqual([
      `PORT ${port} is in use; stop what uses it, or set PORT to another`,
    ]);
  });

  test.each([
    ["of another machine", "192.0.2.1"],
    ["that is no name at all", "x".repeat(64)],
  ])("for a HOST %s", async (_, HOST) => {
    const server = run(entry, { ...nowhere, HOST, PORT: String(await aFreePort()) });

    expect(await server.ended({ seconds: 15 })).toBe(1);
    expect(linesOf(server.errors())).toEqual([expect.stringContaining(`HOST ${HOST}`)]);
  });

  test("for a .env that cannot be read", async () => {
    const folder = aFolder();
    mkdirSync(join(folder, ".env"));
    const server = run(entry, nowhere, { folder });

    expect(await server.ended({ seconds: 15 })).toBe(1);
    expect(linesOf(server.errors())).toEqual([expect.stringMatching(/^\.env .*EISDIR/)]);
  });

  test.each([
    ["too short to be one", (file: string) => writeFileSync(file, "short")],
    ["a folder", (file: string) => mkdirSync(file)],
  ])("for a kept session secret that is %s", async (_, make) => {
    const folder = aFolder();
    mkdirSync(join(folder, "data"));
    make(join(folder, "data", "session-secret"));
    const server = run(entry, nowhere, { folder });

    expect(await server.ended({ seconds: 15 })).toBe(1);
    expect(linesOf(server.errors())).toEqual([expect.stringMatching(/^SESSION_SECRET /)]);
  });
});

describe("a SESSION_DB that is something else stops the start and stays as it was:", () => {
  test.each([
    ["a text file", (file: string) => writeFileSync(file, "notes that matter\n")],
    ["a long binary file", (file: string) => writeFileSync(file, Buffer.alloc(50_000, "ab"))],
    ["another program's database", async (file: string) => (await aDatabase(file)).close()],
    ["another program's database that was not closed", aDatabaseLeftOpen],
    ["a folder", (file: string) => mkdirSync(file)],
  ])("%s", async (_, make) => {
    const folder = aFolder();
    await make(join(folder, "store"));
    const before = contentsOf(folder);
    const server = run(
      entry,
      { ...nowhere, SESSION_SECRET: secret, SESSION_DB: "store" },
      { folder },
    );

    expect(await server.ended({ seconds: 15 })).toBe(1);
    expect(linesOf(server.errors())).toEqual([
      expect.stringMatching(/^SESSION_DB \(store\) cannot be used: .*; use /),
    ]);
    expect(contentsOf(folder)).toEqual(before);
  });

  test("in a folder that cannot be made", async () => {
    const folder = aFolder();
    writeFileSync(join(folder, "file"), "");
    const settings = { ...nowhere, SESSION_SECRET: secret, SESSION_DB: "file/sessions.db" };
    const server = run(entry, settings, { folder });

    expect(await server.ended({ seconds: 15 })).toBe(1);
    expect(linesOf(server.errors())).toEqual([
      expect.stringMatching(/^SESSION_DB \(file\/sessions\.db\) cannot be used: /),
    ]);
  });
});

describe("a signal", () => {
  test("SIGTERM: the request under way is answered, then the process ends and the port is free", async () => {
    const sandbox = await aSandbox({ switches: { slow: { endpoint: "token", ms: 700 } } });
    const server = await startServer(sandbox.settings);
    const browser = aBrowser();
    const callback = await allowAt(server.origin, browser);
    const Cookie = `${cookieNames().signIn}=${signInCookieOf(browser)}`;
    const connection = await aConnection(server.port);
    const underWay = connection.ask(callback, { Cookie });
    await until(() => sandbox.requests.some(({ path }) => path === "/-/oauth_token"));

    server.kill("SIGTERM");
    await until(() => isFree(server.port));
    const answer = await underWay;

    expect(answer).toMatch(/^HTTP\/1.1 303 /);
    expect(answer).toMatch(/^location: \/profile\r$/im);
    expect(await server.ended()).toBe(0);
    expect(await isFree(server.port)).toBe(true);
    expect(server.errors()).toBe("");
  });

  test("SIGINT: a page that waits for Asana does not keep it for five seconds", async () => {
    const sandbox = await aSandbox();
    const server = await startServer(sandbox.settings);
    const browser = aBrowser();
    await browser.get(await allowAt(server.origin, browser));
    sandbox.setSwitches({ slow: { endpoint: "rest", ms: 30_000 } });
    const before = sandbox.requests.length;
    const page = browser.get(`${server.origin}/profile`).catch(() => "cut off");
    await until(() => sandbox.requests.length > before);

    server.kill("SIGINT");

    expect(await server.ended()).toBe(0);
    expect(await page).toBe("cut off");
    expect(server.output() + server.errors()).not.toMatch(/error/i);
  });
});

describe("stdout", () => {
  test("is JSON lines and nothing else in production, from the start to the end", async () => {
    const sandbox = await aSandbox();
    const server = await startServer({
      ...sandbox.settings,
      NODE_ENV: "production",
      SESSION_SECRET: secret,
    });
    await signInAt(server.origin, aBrowser());
    await aBrowser().get(`${server.origin}/auth/callback?code=x&state=y`);
    server.kill("SIGTERM");
    await server.ended();

    const events = linesOf(server.output()).map((line) => JSON.parse(line));

    expect(events[0]).toMatchObject({
      event: "server.started",
      address: server.origin,
      redirectUri: `${server.origin}/auth/callback`,
      issuer: sandbox.issuer,
    });
    expect(events.map(({ event }) => event)).toEqual(
      expect.arrayContaining(["sign-in.started", "sign-in.refused", "request"]),
    );
    expect(events.at(-1)).toMatchObject({ event: "server.stopped" });
    expect(server.errors()).toBe("");
  });

  test("is for people in development, and says where to go and what to register", async () => {
    const server = await startServer(nowhere);
    await aBrowser().get(server.origin);
    await server.printed("request");

    expect(server.output()).toContain(`${server.origin}\n`);
    expect(server.output()).toContain(`${server.origin}/auth/callback\n`);
    for (const line of linesOf(server.output())) expect(line).not.toMatch(/^\s*\{/);
  });

  test("is as quiet as LOG_LEVEL says", async () => {
    const server = await startServer({ ...nowhere, LOG_LEVEL: "silent" });
    await aBrowser().get(server.origin);
    server.kill("SIGTERM");
    await server.ended();

    expect(server.output()).not.toMatch(/request|provider|server\.stopped/);
  });
});

describe("what is kept in data", () => {
  test("is for its owner only: the secret, the database and its side files", async () => {
    const sandbox = await aSandbox();
    const server = await startServer(sandbox.settings);
    await signInAt(server.origin, aBrowser());

    const folder = join(server.folder, "data");
    const modes = readdirSync(folder).map((name) => [name, modeOf(join(folder, name))]);

    expect(modeOf(folder)).toBe("700");
    expect(Object.fromEntries(modes)).toEqual({
      "session-secret": "600",
      "sessions.db": "600",
      "sessions.db-shm": "600",
      "sessions.db-wal": "600",
    });
  });

  test("has a secret that is made once, and not at all when one is set", async () => {
    const first = await startServer(nowhere);
    const file = join(first.folder, "data", "session-secret");
    const made = readFileSync(file, "utf8");
    first.kill("SIGTERM");
    await first.ended();

    await startServer(nowhere, { folder: first.folder });
    const other = await startServer({ ...nowhere, SESSION_SECRET: secret });

    expect(made).toMatch(/^[0-9a-f]{64}$/);
    expect(readFileSync(file, "utf8")).toBe(made);
    expect(readdirSync(join(other.folder, "data"))).not.toContain("session-secret");
  });

  test("outlives kill -9: who was signed in still is", async () => {
    const sandbox = await aSandbox();
    const killed = await startServer(sandbox.settings);
    const browser = aBrowser();
    await signInAt(killed.origin, browser);
    killed.kill("SIGKILL");
    expect(await killed.ended()).toBe("SIGKILL");

    const { folder, port } = killed;
    const restarted = await startServer({ ...sandbox.settings, PORT: String(port) }, { folder });
    const profile = await browser.get(`${restarted.origin}/profile`);

    expect(profile.status).toBe(200);
    expect(profile.text).toContain("ana@example.com");
  });

  test("tells nobody a token, a code, a secret, a cookie or an e-mail address", async () => {
    const sandbox = await aSandbox();
    const server = await startServer(sandbox.settings);
    const browser = aBrowser();
    await browser.get(`${server.origin}/auth/login`); // stays behind as an attempt
    await signInAt(server.origin, browser);
    const profile = await browser.open(`${server.origin}/profile`);
    await browser.press(profile, "Read again");
    const cookies = Object.values(browser.cookies()).map(decodeURIComponent);
    const { ASANA_CLIENT_SECRET } = sandbox.settings;

    const whileRunning = storedBy(server);
    server.kill("SIGTERM");
    await server.ended();
    const afterwards = storedBy(server);

    expect(sandbox.issued.length).toBeGreaterThanOrEqual(4);
    expect(sessionIdOf(browser)).toMatch(/^[\w-]{20,}$/);
    for (const stored of [whileRunning, afterwards]) {
      expect(stored.includes("attempts_of_browser")).toBe(true); // the search does find what is there
      for (const value of [
        ...sandbox.issued,
        ...cookies,
        sessionIdOf(browser),
        ASANA_CLIENT_SECRET,
        "ana@example.com",
        "Ana Everyday",
      ]) {
        expect([value, stored.includes(value)]).toEqual([value, false]);
      }
    }
  });
});

describe("with a BASE_URL of https, over plain http", () => {
  test("the probes answer, a page does not and names TRUST_PROXY in the log", async () => {
    const sandbox = await aSandbox();
    const server = await startServer({ ...sandbox.settings, BASE_URL: "https://app.example.com" });
    const browser = aBrowser();
    await until(async () => (await browser.get(`${server.origin}/readyz`)).status === 200);

    const health = await browser.get(`${server.origin}/healthz`);
    const page = await browser.get(server.origin);

    expect(health.status).toBe(200);
    expect(page.status).toBe(503);
    await server.printed("TRUST_PROXY");
  });
});

describe("when Asana is down at the start", () => {
  test("the app comes up, says so, and recovers by itself", async () => {
    const asanaPort = await aFreePort();
    const asana = `http://localhost:${asanaPort}/api/1.0`;
    const { settings } = await aSandbox();
    const server = await startServer({
      ...settings,
      ASANA_ISSUER: asana,
      ASANA_API_BASE_URL: asana,
    });
    const browser = aBrowser();
    // The first reading may still be under way when the app already answers.
    await until(async () => (await browser.get(server.origin)).text.includes(unreachable));

    const [landing, login, health, ready] = [
      await browser.get(server.origin),
      await browser.get(`${server.origin}/auth/login`),
      await browser.get(`${server.origin}/healthz`),
      await browser.get(`${server.origin}/readyz`),
    ];
    await aSandbox({ port: asanaPort });
    // The landing page asks nobody, so what it says changes only when the app has asked by itself.
    await until(async () => !(await browser.get(server.origin)).text.includes(unreachable), {
      seconds: 20,
    });

    expect(landing.status).toBe(200);
    expect(login.status).toBe(503);
    expect(login.text).toContain("provider-unavailable");
    expect(health.status).toBe(200);
    expect(ready.status).toBe(503);
    expect(ready.body).toMatchObject({ discovery: "not read yet", store: "answering" });
    expect((await browser.get(`${server.origin}/readyz`)).status).toBe(200);
    expect((await signInAt(server.origin, browser)).text).toContain("ana@example.com");
  }, 30_000);
});

const unreachable = "Asana cannot be reached at the moment";

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

function modeOf(file: string): string {
  return (statSync(file).mode & 0o777).toString(8);
}

/** Every file of a folder with a digest of its bytes, the app's own folder aside. */
function contentsOf(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name !== "data");
  return Object.fromEntries(names.map((name) => [name, digestOf(join(folder, name))]));
}

function digestOf(file: string): string {
  if (statSync(file).isDirectory()) return "a folder";
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/** The database and its side files, one after the other. */
function storedBy({ databaseFile }: { databaseFile: string }): Buffer {
  const folder = join(databaseFile, "..");
  const names = readdirSync(folder).filter((name) => name.startsWith("sessions.db"));
  return Buffer.concat(names.map((name) => readFileSync(join(folder, name))));
}

async function aDatabase(file: string): Promise<SqliteDatabase> {
  const database = await openFile(file);
  database.exec(
    "PRAGMA journal_mode = WAL; CREATE TABLE notes (text); INSERT INTO notes VALUES (1)",
  );
  return database;
}

/** As a killed program leaves it: the newest changes stand in the write-ahead log only. */
async function aDatabaseLeftOpen(file: string): Promise<void> {
  const elsewhere = join(aFolder(), "notes.db");
  const database = await aDatabase(elsewhere);
  copyFileSync(elsewhere, file);
  copyFileSync(`${elsewhere}-wal`, `${file}-wal`);
  database.close();
}
