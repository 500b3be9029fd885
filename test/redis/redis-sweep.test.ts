import { expect, test } from "@jest/globals";
import { aClock, hour } from "../support/clock.ts";
import { aRedisServer } from "../support/redis-server.ts";
import { openRedis } from "../support/redis-store.ts";
import { aSession, begun } from "../support/store-rows.ts";

test("a sweep deletes a hundred sessions at a time, because Redis answers nobody meanwhile", async () => {
  const server = await aRedisServer();
  const clock = aClock();
  const { store } = await openRedis(server.url, { now: clock.now });
  const expiresAt = clock.now() + hour;
  for (let number = 0; number < 1_000; number += 1) {
    await begun(store, aSession(`session ${number}`, { expiresAt }));
  }
  clock.move(hour);
  await server.ask("CONFIG", "RESETSTAT");

  expect(await store.sweep()).toEqual({ sessions: 0 });

  const [, scripts] = /^cmdstat_evalsha:calls=(\d+)/m.exec(
    String(await server.ask("INFO", "commandstats")),
  ) ?? [undefined, 0];
  expect(Number(scripts)).toBeGreaterThanOrEqual(10);
});
