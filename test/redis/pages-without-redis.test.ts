import { describe, expect, test } from "@jest/globals";
import { errorPath } from "../../src/web/errors/error-address.ts";
import { aBrowser, type Browser } from "../support/browser.ts";
import { probePath } from "../support/probe.ts";
import { until } from "../support/process.ts";
import type { RedisServer } from "../support/redis-server.ts";
import { aSignedInSetUp } from "../support/signed-in.ts";

const signInLink = ">Sign in with Asana</a>";
const cannotLookUp = "can't be looked up just now";

describe.each<[string, (redis: RedisServer) => unknown, (redis: RedisServer) => unknown]>([
  ["has ended", saveAndStop, (redis) => redis.start()],
  ["takes connections and answers nothing", (redis) => redis.freeze(), (redis) => redis.thaw()],
])("while Redis %s", (_, end, begin) => {
  test("pages for everybody are shown, and do not take a person for a stranger", async () => {
    const { app, browser, redis } = await signedInOnRedis();
    const open = app.rows.filter(
      ({ session, path }) => session === "optional" && path !== errorPath,
    );
    await end(redis);

    const pages = [];
    for (const { path } of open) pages.push(await timed(browser, app.origin + path));
    const stranger = await timed(aBrowser(), `${app.origin}/`);
    const alive = await timed(browser, `${app.origin}/healthz`);

    expect(open.map(({ path }) => path)).toContain("/");
    for (const { status, text, tookMs } of pages) {
      expect([status, text.includes(cannotLookUp), text.includes(signInLink)]).toEqual([
        200,
        true,
        false,
      ]);
      expect(tookMs).toBeLessThan(1_000);
    }
    expect([stranger.status, alive.status]).toEqual([200, 200]);
    expect([stranger.text.includes(signInLink), stranger.text.includes(cannotLookUp)]).toEqual([
      true,
      false,
    ]);
  });

  test("other pages say so within a second; afterwards the same cookie works", async () => {
    const { app, browser, redis } = await signedInOnRedis();
    await browser.get(`${app.origin}/profile`);
    await end(redis);

    const pages = [];
    for (const path of ["/profile", "/sessions", probePath, "/auth/login"]) {
      pages.push(await timed(browser, app.origin + path));
    }
    const nowhere = await timed(browser, `${app.origin}/no-such-page`);
    const ready = await timed(browser, `${app.origin}/readyz`);
    await begin(redis);
    await until(async () => (await browser.get(`${app.origin}/profile`)).status === 200, {
      seconds: 2,
    });

    for (const page of pages) {
      expect([page.status, Number(page.retryAfter)]).toEqual([503, expect.any(Number)]);
      expect(Number(page.retryAfter)).toBeGreaterThan(0);
      expect(page.text).toContain("Sign-ins cannot be looked up at the moment");
      expect(page.tookMs).toBeLessThan(1_000);
    }
    expect([ready.status, nowhere.status]).toEqual([503, 404]);
    expect(app.log()).not.toContain('"level":60');
  });
});

async function saveAndStop(redis: RedisServer): Promise<void> {
  await redis.ask("SAVE");
  await redis.stop();
}

async function signedInOnRedis() {
  const setUp = await aSignedInSetUp();
  if (setUp.app.place.kind !== "redis") throw new Error("these tests run in the project redis");
  return { ...setUp, redis: setUp.app.place.server };
}

async function timed(browser: Browser, url: string) {
  const startedAt = performance.now();
  const { status, text, headers } = await browser.get(url);
  return {
    status,
    text,
    retryAfter: headers["retry-after"],
    tookMs: performance.now() - startedAt,
  };
}
