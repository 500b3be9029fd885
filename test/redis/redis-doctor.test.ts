import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import type { Finding } from "../../src/tools/doctor/finding.ts";
import { checkRedis } from "../../src/tools/doctor/redis-check.ts";
import { afterThisTest } from "../support/cleanup.ts";
import { diagnosed, rightSettings } from "../support/doctor-run.ts";
import { aLocalServer } from "../support/local-server.ts";
import { aFreePort } from "../support/ports.ts";
import { aRedisServer } from "../support/redis-server.ts";
import { aSandbox } from "../support/sandbox-client.ts";

const password = "hidden-password";
const secret = "a secret for tests that is long enough";
const kept = ["--appendonly", "yes"];

describe("the doctor finds at REDIS_URL", () => {
  test("nothing to say where all is right, and leaves nothing behind", async () => {
    const redis = await aRedis(kept);

    const findings = await examined(redis.url);

    expect(new Set(findings.map(({ verdict }) => verdict))).toEqual(new Set(["ok"]));
    expect(findings.map(({ found }) => found).join(" ")).toMatch(/Redis \d.* answers/);
    expect(await redis.ask("DBSIZE")).toBe(0);
  });

  test.each<readonly [string, () => string | Promise<string>, RegExp]>([
    ["that nobody listens", async () => `redis://localhost:${await aFreePort()}`, /Start Redis/],
    ["a host that there is not", () => "redis://nowhere.invalid", /spelling of the host/],
    ["a web server", async () => urlOf(await aLocalServer((_, answer) => answer.end())), /port/],
    ["a program that keeps silent", () => aSilentServer(), /firewall/],
    [
      "TLS where Redis has none",
      async () => (await aRedis()).url.replace("redis:", "rediss:"),
      /redis:\/\//,
    ],
    [
      "a wrong password",
      async () => (await aRedis(locked)).urlFor("", "wrong-password"),
      /PASSWORD@HOST/,
    ],
    [
      "a user that there is not",
      async () => (await aRedis(locked)).urlFor("nobody", password),
      /PASSWORD@HOST/,
    ],
    ["no password where one is wanted", async () => (await aRedis(locked)).url, /PASSWORD@HOST/],
    ["a database that there is not", async () => `${(await aRedis()).url}/99`, /number/],
    ["a replica", () => aReplica(), /primary/],
    ["memory that is full", async () => (await aRedis(["--maxmemory", "1"])).url, /maxmemory/],
  ])("%s", async (_, url, fix) => {
    const findings = await examined(await url());

    const toFix = findings.filter(({ verdict }) => verdict === "fix");
    expect(toFix).toMatchObject([{ variable: "REDIS_URL", fix: expect.stringMatching(fix) }]);
  });

  test.each([
    ["commands", "-hset -evalsha", /HSET/, /\+hset/],
    ["commands of a group", "-@scripting", /EVAL, EVALSHA/, /\+eval \+evalsha/],
    ["deleting", "-del", /DEL/, /\+del/],
    ["the keys", "resetkeys ~other:*", /\{siwa\}:/, /~\{siwa\}:\*/],
  ])("a user without a right to %s, and which", async (_, rules, found, fix) => {
    const redis = await aRedis(kept);

    const findings = await examined(await redis.withUser(...rules.split(" ")));

    expect(findings.filter(({ verdict }) => verdict === "fix")).toMatchObject([
      { found: expect.stringMatching(found), fix: expect.stringMatching(fix) },
    ]);
    expect(await redis.ask("DBSIZE")).toBe(0);
  });
});

describe("the doctor advises about Redis", () => {
  test.each<readonly [string, readonly string[], RegExp]>([
    ["that keeps nothing on disk", [], /appendonly/],
    [
      "that throws keys away when its memory is full",
      [...kept, "--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"],
      /noeviction/,
    ],
    ["that does not let itself be asked", [...kept, "--rename-command", "CONFIG", ""], /provider/],
  ])("%s, and finds nothing to fix", async (_, options, fix) => {
    const findings = await examined((await aRedis(options)).url);

    expect(toSay(findings)).toEqual([["advice", expect.stringMatching(fix)]]);
  });

  test("that throws keys away, where only INFO says so", async () => {
    const redis = await aRedis(["--maxmemory", "100mb", "--maxmemory-policy", "volatile-ttl"]);

    const findings = await examined(await redis.withUser("-config"));

    expect(toSay(findings)).toEqual([
      ["advice", expect.stringMatching(/noeviction/)],
      ["advice", expect.stringMatching(/provider/)],
    ]);
  });

  test("whose user may ask nothing, and says what could not be asked", async () => {
    const redis = await aRedis(kept);

    const findings = await examined(await redis.withUser("-@dangerous"));

    expect(toSay(findings)).toEqual([["advice", expect.stringMatching(/provider/)]]);
    expect(findings.map(({ found }) => found).join(" ")).toMatch(
      /could not be asked: maxmemory-policy, appendonly/,
    );
  });

  test("that is slow", async () => {
    const redis = await aRedis(kept);

    const findings = await examined(await slowly(redis.port));

    expect(toSay(findings)).toEqual([["advice", expect.stringMatching(/network/)]]);
  });

  test("with snapshots alone nothing: they are kept over a restart", async () => {
    const redis = await aRedis();
    await redis.ask("CONFIG", "SET", "save", "3600 1");

    expect(toSay(await examined(redis.url))).toEqual([]);
  });
});

describe("the doctor calls", () => {
  test.each([
    ["Redis 5 too old", "redis_version:5", ["fix"]],
    ["Redis 6.0 too old", "redis_version:6.0", ["fix"]],
    ["Redis 6.2 new enough", "redis_version:6.2", []],
    ["Redis 10 new enough", "redis_version:10.0", []],
    ["Valkey new enough", "valkey_version:7.2", []],
  ])("%s", async (_, line, verdicts) => {
    const redis = await aRedis(kept);

    const findings = await examined(await sayingOfItself(line, redis.port));

    expect(toSay(findings).map(([verdict]) => verdict)).toEqual(verdicts);
  });
});

describe("with REDIS_URL, the doctor", () => {
  test("looks at Redis, and at no file", async () => {
    const { url } = await aRedis(kept);
    const settings = { ...(await rightSettings(await aSandbox())), SESSION_SECRET: secret };

    const { code, findings } = await diagnosed({ ...settings, REDIS_URL: url });

    const variables = findings.map(({ variable }) => variable);
    expect(code).toBe(0);
    expect(variables).toContain("REDIS_URL");
    expect(variables).not.toContain("SESSION_DB");
  });

  test("ends soon at a program that keeps silent", async () => {
    const settings = { ...(await rightSettings(await aSandbox())), SESSION_SECRET: secret };

    const { toFix } = await diagnosed({ ...settings, REDIS_URL: await aSilentServer() });

    expect(toFix.map(({ variable }) => variable)).toEqual(["REDIS_URL"]);
  });
});

/** The findings; no password is in them. */
async function examined(url: string): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for await (const finding of checkRedis({ url, prefix: "{siwa}:" })) findings.push(finding);
  expect(JSON.stringify(findings)).not.toMatch(/hidden-password|wrong-password/);
  return findings;
}

function toSay(findings: readonly Finding[]) {
  return findings
    .filter(({ verdict }) => verdict !== "ok")
    .map(({ verdict, fix }) => [verdict, fix]);
}

const locked = ["--requirepass", password];

async function aRedis(settings: readonly string[] = []) {
  const server = await aRedisServer(settings);
  return {
    ...server,
    urlFor: (user: string, secret: string) => server.url.replace("//", `//${user}:${secret}@`),
    withUser: async (...rules: readonly string[]) => {
      await server.ask("ACL", "SETUSER", "app", "on", `>${password}`, "~*", "+@all", ...rules);
      return server.url.replace("//", `//app:${password}@`);
    },
  };
}

async function aReplica(): Promise<string> {
  const primary = await aRedis();
  return (await aRedis(["--replicaof", "localhost", String(primary.port)])).url;
}

/** Each answer takes 30 ms longer. */
async function slowly(port: number): Promise<string> {
  return `redis://localhost:${await aServer((socket) => {
    const onward = connect(port, "localhost");
    socket.pipe(onward);
    onward.on("data", (part) => void setTimeout(30).then(() => socket.write(part)));
    socket.on("close", () => onward.destroy());
    onward.on("close", () => socket.destroy());
  })}`;
}

/** Changes a line of what INFO says, and not how long it is. */
async function sayingOfItself(line: string, port: number): Promise<string> {
  const [name = ""] = line.split(":");
  const changed = name === "redis_version" ? /redis_version:[\d.]+/ : /redis_git_sha1:\w+/;
  return `redis://localhost:${await aServer((socket) => {
    const onward = connect(port, "localhost");
    socket.pipe(onward);
    onward.on("data", (part) => {
      const text = part.toString("latin1").replace(changed, (was) => line.padEnd(was.length, ".0"));
      socket.write(text, "latin1");
    });
    socket.on("close", () => onward.destroy());
    onward.on("close", () => socket.destroy());
  })}`;
}

async function aSilentServer(): Promise<string> {
  return `redis://:${password}@localhost:${await aServer(() => undefined)}`;
}

async function aServer(connected: (socket: Socket) => void): Promise<number> {
  const sockets: Socket[] = [];
  const port = await aFreePort();
  const server = createServer((socket) => {
    sockets.push(socket.on("error", () => undefined));
    connected(socket);
  }).listen(port);
  await once(server, "listening");
  afterThisTest(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return port;
}

function urlOf(origin: string): string {
  return origin.replace("http:", "redis:");
}
