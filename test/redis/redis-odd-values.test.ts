import { expect, test } from "@jest/globals";
import { aClock, day } from "../support/clock.ts";
import { aFreePort } from "../support/ports.ts";
import { until } from "../support/process.ts";
import { aRedisServer } from "../support/redis-server.ts";
import { openRedis } from "../support/redis-store.ts";
import { ana, aSession, begun, idOf } from "../support/store-rows.ts";

test("a value of another kind in the place of a session spoils neither the list nor the sweep", async () => {
  const redis = await aRedisServer();
  const clock = aClock();
  const { store } = await openRedis(redis.url, { now: clock.now });
  await begun(store, aSession("laptop"));
  await begun(store, aSession("phone"));
  await redis.ask("SET", `{siwa}:s:${idOf("phone")}`, "no hash");

  const listed = await store.sessions.listOf(ana);
  clock.move(2 * day);
  const left = await store.sweep();

  expect(listed.map(({ id }) => id)).toEqual([idOf("laptop")]);
  expect(left).toEqual({ sessions: 0 });
});

test("a Redis that became a replica is still read from, and left once at most for each five seconds", async () => {
  const redis = await aRedisServer();
  const { store, problems } = await openRedis(redis.url);
  const id = await begun(store, aSession("laptop"));
  await redis.ask("REPLICAOF", "127.0.0.1", String(await aFreePort()));
  const seen = {
    seenAt: Date.now() + 1_000,
    seenProof: Buffer.from("proof"),
    expiresAt: Date.now(),
  };

  await expect(store.sessions.touch(id, seen)).rejects.toThrow();
  await until(async () => (await store.sessions.get(id).catch(() => undefined)) !== undefined);
  for (let write = 0; write < 5; write += 1) {
    await expect(store.sessions.touch(id, seen)).rejects.toThrow();
    expect(await store.sessions.get(id)).toMatchObject({ id });
  }

  expect(problems).toHaveLength(1);
});
