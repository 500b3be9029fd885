import { describe, expect, test } from "@jest/globals";
import { startApp } from "../support/app.ts";
import { aBrowser } from "../support/browser.ts";
import { aRecordingProvider } from "../support/lying-provider.ts";
import { probePath } from "../support/probe.ts";
import { sessionIdOf } from "../support/session-id.ts";
import { aSetUp, authorize, signIn } from "../support/sign-in.ts";

describe("the log", () => {
  test("of a whole sign-in holds no code, state, verifier, token, cookie or secret", async () => {
    const { app, sandbox, browser } = await aSetUp();
    const started = await browser.get(`${app.origin}/auth/login`);
    const parameters = new URL(started.headers.location ?? "").searchParams;
    const callback = await authorize(browser, { app, sandbox });
    const profile = await browser.open(callback);
    await browser.get(app.origin + probePath);
    const csrfToken = /name="_csrf" value="([^"]+)"/.exec(profile.text)?.[1] ?? "";
    const cookies = [sessionIdOf(browser), ...Object.values(browser.cookies())];
    await browser.press(profile, "Disconnect");
    await browser.open(callback);
    sandbox.setSwitches({ signature: "wrong" });
    await signIn(browser, { app, sandbox });

    const secrets = [
      ...sandbox.issued,
      ...cookies,
      ...cookies.map(decodeURIComponent),
      parameters.get("state") ?? "",
      parameters.get("code_challenge") ?? "",
      new URL(callback).searchParams.get("state") ?? "",
      csrfToken,
      sandbox.settings.ASANA_CLIENT_SECRET,
      "a secret for tests that is long enough",
      sandbox.people[0]?.email ?? "",
    ];

    expect(secrets.length).toBeGreaterThan(15);
    expect(secrets).not.toContain("");
    expect(app.log()).toContain("sign-in.completed");
    expect(app.log()).toContain("sign-in.refused");
    for (const secret of secrets) expect(app.log()).not.toContain(secret);
  });

  test("holds no code verifier and no client secret, which only the token endpoint sees", async () => {
    const { settings, tokenRequests } = await aRecordingProvider({ signedBy: "foreign key" });
    const app = await startApp({ settings });
    const browser = aBrowser();
    const started = await browser.get(`${app.origin}/auth/login`);
    const state = new URL(started.headers.location ?? "").searchParams.get("state");

    await browser.open(`${app.origin}/auth/callback?code=the-code&state=${state}`);

    const form = tokenRequests[0] ?? new URLSearchParams();
    for (const name of ["code", "code_verifier", "client_secret"]) {
      expect(form.get(name)).toBeTruthy();
      expect(app.log()).not.toContain(form.get(name));
    }
  });

  test("has one line per request, with the request id and the path without its query", async () => {
    const { app, browser } = await aSetUp();

    const answer = await browser.get(`${app.origin}/nothing?token=abc`);
    await browser.get(`${app.origin}/healthz`);

    const lines = app
      .log()
      .split("\n")
      .filter((line) => line.includes('"path":"/nothing"'))
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      expect.objectContaining({
        event: "request",
        method: "GET",
        path: "/nothing",
        status: 404,
        durationMs: expect.any(Number),
        requestId: answer.headers["x-request-id"],
      }),
    ]);
  });

  test("cuts what Asana calls a refusal, and keeps control characters out", async () => {
    const { app, browser } = await aSetUp();
    const started = await browser.get(`${app.origin}/auth/login`);
    const state = new URL(started.headers.location ?? "").searchParams.get("state");

    await browser.get(
      `${app.origin}/auth/callback?state=${state}&error=${"x".repeat(500)}%0Aforged`,
    );

    const line =
      app
        .log()
        .split("\n")
        .find((entry) => entry.includes("sign-in.declined")) ?? "";
    expect(line.length).toBeLessThan(250);
    expect(app.log()).not.toContain("forged");
  });
});
