import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { aBrowser } from "../support/browser.ts";
import { aFolder } from "../support/folder.ts";
import { aLocalServer } from "../support/local-server.ts";
import { repository, run, signInAt, startServer, until } from "../support/process.ts";
import { showsProfile } from "../support/profile-page.ts";
import { aRedisServer } from "../support/redis-server.ts";
import { aSandbox } from "../support/sandbox-client.ts";

const secret = "a secret for tests that is long enough";
const password = "the-private-password";

test.each<[string, () => Promise<string>]>([
  [
    "a wrong password",
    async () =>
      (await aRedisServer(["--requirepass", "another"])).url.replace("//", `//:${password}@`),
  ],
  [
    "another program at its port",
    async () => {
      const origin = await aLocalServer((_request, response) => response.end("no Redis"));
      return `redis://:${password}@${new URL(origin).host}`;
    },
  ],
  ["a URL that is none", async () => `redis:/${password}@localhost`],
])("REDIS_URL with %s stops the start and is named, without the password", async (_, urlOf) => {
  const { settings } = await aSandbox();
  const server = run(join(repository, "dist", "server.js"), {
    ...settings,
    SESSION_SECRET: secret,
    REDIS_URL: await urlOf(),
  });

  expect(await server.ended({ seconds: 15 })).toBe(1);
  expect(server.errors().trim().split("\n")).toEqual([expect.stringMatching(/^REDIS_URL /)]);
  expect(server.errors() + server.output()).not.toContain(password);
});

test("a Redis that goes away while the app runs is told once, and that it is back", async () => {
  const redis = await aRedisServer();
  const { settings } = await aSandbox();
  const NODE_ENV = "production"; // so that the log is JSON
  const server = await startServer({
    ...{ ...settings, NODE_ENV, SESSION_SECRET: secret },
    REDIS_URL: redis.url,
  });
  const browser = aBrowser();
  const isReady = async () => (await browser.get(`${server.origin}/readyz`)).status === 200;
  await until(isReady);

  await redis.stop();
  await until(async () => !(await isReady()));
  await until(async () => !(await isReady()));
  await redis.start();
  await until(isReady);

  const told = server.output().match(/"event":"store\.\w+"/g);
  expect(told).toEqual(['"event":"store.away"', '"event":"store.back"']);
});

test("a Redis that is away does not stop the start, and is served once it is there", async () => {
  const redis = await aRedisServer();
  await redis.stop();
  const { settings } = await aSandbox();
  const folder = aFolder();
  const NODE_ENV = "production"; // so that the log is JSON
  const server = await startServer(
    { ...settings, NODE_ENV, SESSION_SECRET: secret, REDIS_URL: redis.url },
    { folder },
  );
  const browser = aBrowser();
  const ready = async () => (await browser.get(`${server.origin}/readyz`)).status;

  const whileAway = [await ready(), (await browser.get(`${server.origin}/healthz`)).status];
  await redis.start();
  await until(async () => (await ready()) === 200, { seconds: 10 });
  const profile = await signInAt(server.origin, browser);

  const warnings = server
    .output()
    .split("\n")
    .filter((line) => line.includes('"store.away"'));
  expect(whileAway).toEqual([503, 200]);
  expect(warnings.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: 40, problem: "ECONNREFUSED" }),
  ]);
  expect(showsProfile(profile)).toBe(true);
  expect(readdirSync(folder)).toEqual([]); // neither SESSION_DB nor a secret was made
});
