import { describe, expect, test } from "@jest/globals";
import { StoreError } from "../../src/store-error.ts";
import { day } from "../support/clock.ts";
import { until } from "../support/process.ts";
import { aRedisServer, type RedisServer } from "../support/redis-server.ts";
import { openRedis } from "../support/redis-store.ts";
import { aForm, anAttempt, ana, aSession, begun, idOf, walkStore } from "../support/store-rows.ts";

describe("the keys in Redis", () => {
  test("all begin with the prefix, and none stays for ever", async () => {
    const server = await aRedisServer();
    const { store } = await openRedis(server.url, { prefix: "some{tag}:" });

    await walkStore(store);

    const keys = await keysOf(server);
    expect(kindsOf(keys)).toEqual(["a", "b", "ends", "f", "p", "s", "sf"]);
    expect(keys.filter((key) => !key.startsWith("some{tag}:"))).toEqual([]);
    const lives = await Promise.all(keys.map((key) => server.ask("PTTL", key)));
    expect(lives.filter((ms) => Number(ms) <= 0 || Number(ms) > day)).toEqual([]);
  });

  test("lie in one hash slot, so that every script runs on a node of a cluster", async () => {
    const server = await aRedisServer(["--cluster-enabled", "yes"]);
    await server.ask("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
    await until(async () => /state:ok/.test(String(await server.ask("CLUSTER", "INFO"))));
    const { store } = await openRedis(server.url);

    await walkStore(store);

    const keys = await keysOf(server);
    const slots = await Promise.all(keys.map((key) => server.ask("CLUSTER", "KEYSLOT", key)));
    expect(keys.length).toBeGreaterThan(6);
    expect(new Set(slots).size).toBe(1);
  });

  test("of another prefix are another store's", async () => {
    const { url } = await aRedisServer();
    const { store } = await openRedis(url, { prefix: "{one}:" });
    const { store: other } = await openRedis(url, { prefix: "{other}:" });
    const id = await begun(store, aSession("laptop"));

    expect(await other.sessions.get(id)).toBeUndefined();
    expect(await other.sessions.listOf(ana)).toEqual([]);
    expect(await other.sessions.end(id)).toEqual([]);
    expect(await store.sessions.get(id)).toMatchObject({ id });
  });

  test("are all gone when all has ended", async () => {
    const server = await aRedisServer();
    const { store } = await openRedis(server.url);
    const id = await begun(store, aSession("laptop"));
    await store.attachments.put(id, "account", Buffer.from("account"));
    await store.forms.begin(aForm("comment", id), 20);
    await store.attempts.add(anAttempt("first"), 5);

    await store.sessions.end(id);
    await store.attempts.take(idOf("first"));

    expect(await keysOf(server)).toEqual([]);
  });

  test("of a session that Redis removed by its time leave the index when it is read", async () => {
    const server = await aRedisServer();
    const { store } = await openRedis(server.url);
    await begun(store, aSession("short", { expiresAt: Date.now() + 20 }));
    await begun(store, aSession("long"));
    await until(async () => (await store.sessions.get(idOf("short"))) === undefined);

    const listed = await store.sessions.listOf(ana);

    expect(listed.map(({ id }) => id)).toEqual([idOf("long")]);
    expect(await server.ask("ZCARD", `{siwa}:p:${ana[0]}`)).toBe(1);
    expect(await store.sessions.endAllOf(ana, 1)).toEqual([]);
    expect(await store.sweep()).toEqual({ sessions: 1 });
  });
});

test("a row that somebody else has spoiled fails as the store does", async () => {
  const server = await aRedisServer();
  const { store } = await openRedis(server.url);
  const id = await begun(store, aSession("laptop"));
  const other = await begun(store, aSession("phone"));
  await server.ask("HDEL", `{siwa}:s:${id}`, "sealed");
  await server.ask("SET", `{siwa}:s:${other}`, "text");

  await expect(store.sessions.get(id)).rejects.toBeInstanceOf(StoreError);
  await expect(store.sessions.get(other)).rejects.toBeInstanceOf(StoreError);
});

describe("scripts", () => {
  test("are sent by their hash, and whole only once", async () => {
    const server = await aRedisServer();
    const { store } = await openRedis(server.url);

    for (let turn = 0; turn < 10; turn += 1) await begun(store, aSession(`session ${turn}`));

    expect(await callsOf(server, "evalsha")).toBe(11); // the first of them tries the commands
    expect(await callsOf(server, "eval")).toBe(2);
  });

  test("are sent again when Redis has forgotten them", async () => {
    const server = await aRedisServer();
    const { store } = await openRedis(server.url);
    await begun(store, aSession("laptop"));

    await server.ask("SCRIPT", "FLUSH");

    await begun(store, aSession("phone"));
    expect(await store.sessions.listOf(ana)).toHaveLength(2);
  });
});

async function keysOf(server: RedisServer): Promise<string[]> {
  const keys = await server.ask("KEYS", "*");
  return Array.isArray(keys) ? keys.map(String) : [];
}

function kindsOf(keys: readonly string[]): string[] {
  return [...new Set(keys.map((key) => key.split(":")[1] ?? ""))].sort();
}

async function callsOf(server: RedisServer, command: string): Promise<number> {
  const stats = String(await server.ask("INFO", "commandstats"));
  return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1]);
}
