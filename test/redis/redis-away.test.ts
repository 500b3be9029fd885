import { describe, expect, test } from "@jest/globals";
import type { SharedStore } from "../../src/store/shared-store.ts";
import { until } from "../support/process.ts";
import { aRedisServer } from "../support/redis-server.ts";
import { answers, openRedis } from "../support/redis-store.ts";
import { aWayToRedis } from "../support/redis-way.ts";
import { aForm, ana, aSession, begun } from "../support/store-rows.ts";

const failed = "the session store failed";

describe("Redis away at the start", () => {
  test("is named in a word; the store works two seconds after Redis is there", async () => {
    const server = await aRedisServer();
    await server.stop();

    const { store, problems } = await openRedis(server.url);

    expect(problems).toEqual(["ECONNREFUSED"]);
    await expect(store.ping()).rejects.toThrow(failed);
    await server.start();
    await until(() => answers(store), { seconds: 2 });
    await begun(store, aSession("laptop"));
  });

  test("may also be one that takes connections and answers nothing", async () => {
    const server = await aRedisServer();
    server.freeze();

    const { store, problems } = await openRedis(server.url);

    expect(problems).toEqual(["TIMEOUT"]);
    server.thaw();
    await until(() => answers(store), { seconds: 2 });
  });

  test("may also be one with too many clients", async () => {
    const server = await aRedisServer();
    const { store: first } = await openRedis(server.url);
    await server.ask("CONFIG", "SET", "maxclients", "1");

    const { store, problems } = await openRedis(server.url);

    expect(problems).toEqual(["MAXCLIENTS"]);
    await first.close();
    await until(() => answers(store), { seconds: 2 });
  });

  test("may also be a name without an address", async () => {
    const { store, problems } = await openRedis("redis://redis.invalid");

    expect(problems).toHaveLength(1);
    await expect(store.ping()).rejects.toThrow(failed);
  });
});

describe("Redis that goes away", () => {
  test("fails each call within a second, and is there again two seconds after it is back", async () => {
    const server = await aRedisServer(["--appendonly", "yes"]);
    const { store } = await openRedis(server.url);
    const id = await begun(store, aSession("laptop"));

    await server.stop();
    expect(await failureMs(store)).toBeLessThan(1_000);
    await server.start();

    await until(() => answers(store), { seconds: 2 });
    expect(await store.sessions.get(id)).toMatchObject({ id });
    expect(await store.forms.begin(aForm("comment", id), 20)).toBe(true); // with its scripts gone
  });

  test("and only stops answering fails each call within a second too", async () => {
    const server = await aRedisServer();
    const { store } = await openRedis(server.url);
    const id = await begun(store, aSession("laptop"));

    server.freeze();
    for (let call = 0; call < 3; call += 1) {
      expect(await failureMs(store)).toBeLessThan(1_000);
    }
    server.thaw();

    await until(() => answers(store), { seconds: 2 });
    expect(await store.sessions.get(id)).toMatchObject({ id });
  });

  test("fails all calls that are under way, and none of them is answered by another's reply", async () => {
    const server = await aRedisServer();
    const { store } = await openRedis(server.url);
    const id = await begun(store, aSession("laptop"));

    server.freeze();
    const calls = await Promise.allSettled(
      Array.from({ length: 20 }, () => store.sessions.listOf(ana)),
    );
    server.thaw();

    expect(new Set(calls.map(({ status }) => status))).toEqual(new Set(["rejected"]));
    await until(() => answers(store), { seconds: 2 });
    expect(await store.sessions.get(id)).toMatchObject({ id });
  });

  test("because somebody cut the connection is there at once", async () => {
    const server = await aRedisServer();
    const { store } = await openRedis(server.url);

    await server.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");

    await until(() => answers(store), { seconds: 1 });
  });

  test("because the connection carries nothing any more is found on another", async () => {
    const server = await aRedisServer();
    const way = await aWayToRedis(server.port);
    const { store } = await openRedis(way.url);
    const id = await begun(store, aSession("laptop"));

    way.loseConnections();
    expect(await failureMs(store)).toBeLessThan(1_000);

    await until(() => answers(store), { seconds: 2 });
    expect(await store.sessions.get(id)).toMatchObject({ id });
  });

  test("because another took its place is found there", async () => {
    const [old, next] = [await aRedisServer(), await aRedisServer()];
    const way = await aWayToRedis(old.port);
    const { store } = await openRedis(way.url);
    way.leadTo(next.port);
    await old.ask("REPLICAOF", "127.0.0.1", String(next.port));

    await expect(store.sessions.begin(aSession("laptop"))).rejects.toMatchObject({
      message: failed,
      cause: { code: "READONLY" },
    });

    await until(() => answers(store), { seconds: 1 });
    const id = await begun(store, aSession("laptop"));
    expect(await next.ask("EXISTS", `{siwa}:s:${id}`)).toBe(1);
  });

  test("because it is full refuses what is new, and goes on reading", async () => {
    const server = await aRedisServer();
    const { store } = await openRedis(server.url);
    const id = await begun(store, aSession("laptop"));
    await server.ask("CONFIG", "SET", "maxmemory", "1");

    await expect(store.sessions.begin(aSession("phone"))).rejects.toMatchObject({
      cause: { code: "OOM" },
    });
    expect(await store.sessions.get(id)).toMatchObject({ id });
    expect(await store.sessions.listOf(ana)).toHaveLength(1);
  });
});

describe("the store closes at once", () => {
  test.each(["there", "away", "frozen"])("when Redis is %s", async (state) => {
    const server = await aRedisServer();
    const { store } = await openRedis(server.url);
    if (state === "away") await server.stop();
    if (state === "frozen") server.freeze();
    const underWay = store.ping().catch((error: unknown) => error);
    const startedAt = performance.now();

    await store.close();

    expect(performance.now() - startedAt).toBeLessThan(100);
    await underWay;
    await expect(store.ping()).rejects.toMatchObject({ cause: { code: "CLOSED" } });
  });

  test("and does not connect again", async () => {
    const server = await aRedisServer();
    const { store } = await openRedis(server.url);
    await server.stop();
    await expect(store.ping()).rejects.toThrow(failed);
    await store.close();
    await server.start();

    await expect(store.ping()).rejects.toThrow(failed);
    expect(String(await server.ask("CLIENT", "LIST")).match(/sign-in-with-asana/g)).toBeNull();
  });
});

async function failureMs(store: SharedStore): Promise<number> {
  const startedAt = performance.now();
  await expect(store.sessions.begin(aSession("phone"))).rejects.toThrow(failed);
  return performance.now() - startedAt;
}
