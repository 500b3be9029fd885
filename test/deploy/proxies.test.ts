import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { aBrowser } from "../support/browser.ts";
import { aFreePort } from "../support/ports.ts";
import { allowAt, type RunningServer, repository, startServer, until } from "../support/process.ts";
import { showsProfile } from "../support/profile-page.ts";
import { aCaddy, anNginx, type RunningProxy } from "../support/proxies.ts";
import { aSandbox } from "../support/sandbox-client.ts";

const forged = {
  "X-Forwarded-For": "203.0.113.9",
  "X-Forwarded-Proto": "http",
  "X-Forwarded-Host": "evil.example",
  Forwarded: "for=203.0.113.9;proto=http",
};

describe.each([
  ["nginx", (port: number, app: number) => anNginx(port, upstreamTo(app))],
  ["Caddy", aCaddy],
])("through %s as its file in deploy says", (_name, aProxy) => {
  test("a person signs in, and no log has the code or the state", async () => {
    const { proxy, app } = await anAppBehind(aProxy);
    const browser = aBrowser();
    const callback = await allowAt(proxy.origin, browser);
    const { searchParams } = new URL(callback);

    const profile = await browser.open(callback);

    expect(showsProfile(profile)).toBe(true);
    const logs = proxy.log() + app.output();
    expect(logs).toContain("/auth/callback");
    for (const name of ["code", "state"]) {
      expect(searchParams.get(name)).toMatch(/.{16}/);
      expect([name, logs.includes(searchParams.get(name) ?? "")]).toEqual([name, false]);
    }
  });

  test("the request id stands in the answer and in the logs of both", async () => {
    const { proxy, app } = await anAppBehind(aProxy);

    const answer = await aBrowser().get(`${proxy.origin}/guide`);
    const requestId = answer.headers["x-request-id"] ?? "";
    await app.printed(requestId);

    expect(requestId).toMatch(/^[0-9a-f]{16}$/);
    await until(() => proxy.log().includes(requestId)); // Caddy writes it after the answer
  });

  test("what a client forges about its address and its protocol is not believed", async () => {
    const { proxy } = await anAppBehind(aProxy);
    const browser = aBrowser();
    await browser.get(await allowAt(proxy.origin, browser), forged);

    const profile = await browser.get(`${proxy.origin}/profile`, forged);
    const sessions = await browser.get(`${proxy.origin}/sessions`, forged);

    expect([profile.status, sessions.status]).toEqual([200, 200]);
    expect(sessions.text).toContain("127.0.0.1");
    expect(sessions.text).not.toContain("203.0.113.9");
  });

  test("no log has the code or the state of a sign-in that found the app stopped", async () => {
    const { proxy, app } = await anAppBehind(aProxy);
    const browser = aBrowser();
    const callback = await allowAt(proxy.origin, browser);
    app.kill("SIGKILL");
    await app.ended();

    const answer = await browser.get(callback);

    expect(answer.status).toBe(502);
    for (const name of ["code", "state"]) {
      const value = new URL(callback).searchParams.get(name) ?? "";
      expect([name, proxy.log().includes(value)]).toEqual([name, false]);
    }
  });
});

test("nginx sends those who come by http to https", async () => {
  const [port, app] = [await aFreePort(), await aFreePort()];
  const proxy = await anNginx(port, upstreamTo(app));

  const answer = await aBrowser().get(`${proxy.httpOrigin}/demo`);

  expect([answer.status, answer.headers.location]).toEqual([301, "https://localhost/demo"]);
});

function upstreamTo(port: number): string {
  const file = readFileSync(join(repository, "deploy", "nginx-upstream.conf"), "utf8");
  return file.replace("127.0.0.1:3000", `127.0.0.1:${port}`);
}

/** The app in production, as the files say that it has to be set. */
async function anAppBehind(
  aProxy: (port: number, appPort: number) => Promise<RunningProxy>,
): Promise<{ proxy: RunningProxy; app: RunningServer }> {
  const sandbox = await aSandbox();
  const [port, PORT] = [await aFreePort(), String(await aFreePort())];
  const app = await startServer({
    ...sandbox.settings,
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT,
    BASE_URL: `https://localhost:${port}`,
    TRUST_PROXY: "1",
    SESSION_SECRET: "a secret for tests that is long enough",
  });
  return { proxy: await aProxy(port, app.port), app };
}
