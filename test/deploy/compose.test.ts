import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "@jest/globals";
import * as v from "valibot";
import { parse } from "yaml";
import { aBrowser } from "../support/browser.ts";
import { aFolder } from "../support/folder.ts";
import { aFreePort } from "../support/ports.ts";
import { type Run, repository, runProgram, signInAt, startServer } from "../support/process.ts";
import { showsProfile } from "../support/profile-page.ts";
import { anNginx } from "../support/proxies.ts";
import { aRedisServer } from "../support/redis-server.ts";
import { aSandbox } from "../support/sandbox-client.ts";

const Health = v.object({ test: v.pipe(v.array(v.string()), v.minLength(2)) });
const App = v.object({
  env_file: v.literal(".env"),
  environment: v.record(v.string(), v.string()),
  stop_grace_period: v.literal("10s"),
  healthcheck: Health,
});
const Compose = v.object({
  services: v.strictObject({
    "app-1": App,
    "app-2": App,
    valkey: v.object({ command: v.string(), healthcheck: Health }),
    proxy: v.object({ volumes: v.array(v.string()), configs: v.array(v.unknown()) }),
  }),
  configs: v.object({ upstream: v.object({ content: v.string() }) }),
});

const text = readFileSync(join(repository, "compose.yaml"), "utf8");
const { services, configs } = v.parse(Compose, parse(text, { merge: true }));

describe("the services of compose.yaml, started as processes", () => {
  let set: Awaited<ReturnType<typeof started>>;

  beforeEach(async () => {
    set = await started();
  });

  test("sign people in, and each app serves everybody whom the other has signed in", async () => {
    const browser = aBrowser();
    const first = await signInAt(set.origin, browser);
    const pages = [await set.profile(browser), await set.profile(browser)];

    expect([first, ...pages].map(showsProfile)).toEqual([true, true, true]);
    for (const app of set.apps) expect(app.output()).toContain('"path":"/profile"');
  });

  test("lose no request while one of the apps is told to end", async () => {
    const browser = aBrowser();
    await signInAt(set.origin, browser);
    const [one, two] = set.apps;

    one.kill("SIGTERM");
    const meanwhile: number[] = [];
    do meanwhile.push((await set.profile(browser)).status);
    while (await stillRuns(one));
    const afterwards = await set.profile(browser);

    expect(meanwhile.length).toBeGreaterThan(10);
    expect(new Set([...meanwhile, afterwards.status])).toEqual(new Set([200]));
    expect(two.errors()).toBe("");
  });

  test("pass their health checks", async () => {
    const checks = [...set.healthChecks()];

    expect(await Promise.all(checks.map((check) => check.ended({ seconds: 15 })))).toEqual([
      0, 0, 0,
    ]);
  });
});

async function started() {
  const sandbox = await aSandbox();
  const [command = "", ...settings] = services.valkey.command.split(" ");
  expect(command).toBe("valkey-server");
  const valkey = await aRedisServer(settings);
  const port = await aFreePort();
  const hosts = { "valkey:6379": `localhost:${valkey.port}` };
  const dotEnv = {
    ...sandbox.settings,
    BASE_URL: `https://localhost:${port}`,
    SESSION_SECRET: "a secret for tests that is long enough",
  };
  const settingsOf = async (app: "app-1" | "app-2") => {
    const { environment } = services[app];
    const there = Object.entries({ ...dotEnv, ...environment });
    const here = there.map(([name, value]) => [name, replaced(value, hosts)]);
    return { ...Object.fromEntries(here), PORT: String(await aFreePort()) };
  };
  const apps = [
    await startServer(await settingsOf("app-1")),
    await startServer(await settingsOf("app-2")),
  ] as const;
  const upstream = replaced(withoutLookUps(configs.upstream.content), {
    "app-1:3000": `127.0.0.1:${apps[0].port}`,
    "app-2:3000": `127.0.0.1:${apps[1].port}`,
  });
  const { origin } = await anNginx(port, upstream);
  return {
    origin,
    apps,
    profile: (browser: ReturnType<typeof aBrowser>) => browser.get(`${origin}/profile`),
    *healthChecks() {
      for (const [at, app] of [services["app-1"], services["app-2"]].entries()) {
        yield healthCheck(app.healthcheck.test, { ":3000": `:${apps[at]?.port}` });
      }
      const redis = { "valkey-cli": "redis-cli", ping: `-p ${valkey.port} ping` };
      yield healthCheck(services.valkey.healthcheck.test, redis);
    },
  };
}

/** Containers have names; what Debian's nginx does not know yet is how to look them up anew. */
function withoutLookUps(upstream: string): string {
  return upstream.replace(/^ *(zone|resolver) .*\n/gm, "").replaceAll(" resolve ", " ");
}

function healthCheck(
  [kind, ...command]: readonly string[],
  here: Readonly<Record<string, string>>,
): Run {
  expect(kind).toBe("CMD");
  const words = command.map((word) => `'${word}'`).join(" ");
  const changed = replaced(words, here).replace(/'(-p \d+ ping)'/, "$1");
  return runProgram(
    ["/bin/sh", "-c", changed],
    { PATH: process.env.PATH ?? "" },
    { folder: aFolder() },
  );
}

function replaced(text: string, replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce(
    (changed, [from, to]) => changed.replaceAll(from, to),
    text,
  );
}

async function stillRuns(app: Run): Promise<boolean> {
  return app.ended({ seconds: 0 }).then(
    () => false,
    () => true,
  );
}
