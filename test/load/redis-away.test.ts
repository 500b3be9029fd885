import { setTimeout } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { aBrowser, type Browser } from "../support/browser.ts";
import { signInAt, startServer, until } from "../support/process.ts";
import { showsProfile } from "../support/profile-page.ts";
import { aRedisServer, type RedisServer } from "../support/redis-server.ts";
import { aSandbox } from "../support/sandbox-client.ts";

const publicPages = ["/", "/guide", "/healthz"];
const personalPages = ["/profile", "/demo", "/sessions"];

const outages = [
  {
    how: "stopped for 20 s",
    seconds: 20,
    begin: (redis: RedisServer) => redis.stop(),
    end: (redis: RedisServer) => redis.start(),
  },
  {
    how: "silent for 5 s",
    seconds: 5,
    begin: async (redis: RedisServer) => redis.freeze(),
    end: async (redis: RedisServer) => redis.thaw(),
  },
];

test.each(outages)(
  "while Redis is $how, public pages answer, personal pages answer 503 within a second, and two seconds later the same cookie shows the profile",
  async ({ seconds, begin, end }) => {
    const { redis, server, browser } = await signedIn();

    await begin(redis);
    const pages = await askFor(seconds, { server, browser });
    await end(redis);
    const backAt = performance.now();
    await until(async () => showsProfile(await browser.get(`${server.origin}/profile`)), {
      seconds: 10,
    });
    const missingMs = performance.now() - backAt;

    const longestMs = Math.max(...pages.personal.map(({ tookMs }) => tookMs));
    process.stdout.write(
      `${pages.public.length} public and ${pages.personal.length} personal pages, the longest 503 after ${Math.round(longestMs)} ms; the profile ${Math.round(missingMs)} ms after Redis\n`,
    );
    expect(new Set(pages.public.map(({ status }) => status))).toEqual(new Set([200]));
    expect(
      pages.public.filter(({ path }) => path === "/").every((page) => page.isSessionUnknown),
    ).toBe(true);
    expect(new Set(pages.personal.map(({ status }) => status))).toEqual(new Set([503]));
    expect(pages.personal.every(({ retryAfter }) => Number(retryAfter) > 0)).toBe(true);
    expect(longestMs).toBeLessThan(1_000);
    expect(missingMs).toBeLessThan(2_000);
  },
);

/** A process on Redis, and a browser that has signed in there. */
async function signedIn() {
  const redis = await aRedisServer(["--appendonly", "yes"]);
  const sandbox = await aSandbox();
  const server = await startServer({
    ...sandbox.settings,
    REDIS_URL: redis.url,
    SESSION_SECRET: "a secret for tests that is long enough",
  });
  const browser = aBrowser();
  expect(showsProfile(await signInAt(`${server.origin}`, browser))).toBe(true);
  return { redis, server, browser };
}

/** Asks for all pages, again and again. */
async function askFor(
  seconds: number,
  { server, browser }: { readonly server: { readonly origin: string }; readonly browser: Browser },
) {
  const endsAt = performance.now() + seconds * 1_000;
  const ask = async (path: string) => {
    const begunAt = performance.now();
    const { status, headers, text } = await browser.get(server.origin + path);
    const tookMs = performance.now() - begunAt;
    const isSessionUnknown = text.includes("Your session can't be looked up just now.");
    return { path, status, tookMs, isSessionUnknown, retryAfter: headers["retry-after"] };
  };
  const pages: Record<"public" | "personal", Awaited<ReturnType<typeof ask>>[]> = {
    public: [],
    personal: [],
  };
  while (performance.now() < endsAt) {
    for (const path of personalPages) pages.personal.push(await ask(path));
    for (const path of publicPages) pages.public.push(await ask(path));
    await setTimeout(100);
  }
  return pages;
}
