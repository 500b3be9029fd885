import { request as httpRequest } from "node:http";
import { describe, expect, test } from "@jest/globals";
import { setCookies } from "../support/browser.ts";
import { probePath } from "../support/probe.ts";
import { until } from "../support/process.ts";
import { aSetUp, signIn } from "../support/sign-in.ts";

const pages = ["/", probePath, "/nothing", "/auth/error?kind=sign-in-expired"];

describe("every page", () => {
  test.each(pages)("%s allows nothing from elsewhere, no frames, no scripts", async (path) => {
    const { app, sandbox, browser } = await aSetUp();

    if (path === probePath) await signIn(browser, { app, sandbox });

    const { status, headers } = await browser.get(app.origin + path);

    expect(status).not.toBe(302);
    expect(headers["content-security-policy"]?.split(";").sort()).toEqual([
      "base-uri 'none'",
      "default-src 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      `img-src 'self' https://s3.amazonaws.com ${sandbox.origin}`,
      "style-src 'self'",
    ]);
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
    expect(headers["x-powered-by"]).toBeUndefined();
    expect(headers["strict-transport-security"]).toBeUndefined();
  });

  test("and every step of the flow is not stored", async () => {
    const { app, sandbox, browser } = await aSetUp();

    const login = await browser.get(`${app.origin}/auth/login`);
    const callback = await signIn(browser, { app, sandbox });
    const profile = await browser.get(`${app.origin}/profile`);

    for (const answer of [login, callback, profile]) {
      expect(answer.headers["cache-control"]).toBe("no-store");
    }
  });
});

test("with an https address browsers are told to insist on it", async () => {
  const { app, browser } = await aSetUp({
    settings: { BASE_URL: "https://app.example.com", TRUST_PROXY: "1" },
  });

  const { headers } = await browser.get(`${app.origin}/`, { "X-Forwarded-Proto": "https" });

  expect(headers["strict-transport-security"]).toMatch(/max-age=\d{8}/);
});

test("addresses come from BASE_URL, whatever the request says of its host", async () => {
  const { app, sandbox, browser } = await aSetUp({ settings: { TRUST_PROXY: "1" } });
  const lies = { Host: "evil.example", "X-Forwarded-Host": "evil.example" };

  const answers = [
    await browser.get(`${app.origin}/`, lies),
    await browser.get(`${app.origin}/auth/login`, lies),
    await browser.get(`${app.origin}/profile`, lies),
  ];

  for (const answer of answers) {
    expect(JSON.stringify(answer.headers) + answer.text).not.toContain("evil.example");
  }
  expect(answers[1]?.headers.location).toContain(encodeURIComponent(app.origin));
  expect(answers[1]?.headers.location).toContain(sandbox.origin);
});

describe("methods that a path does not have", () => {
  test.each([
    ["POST", "/", "GET, HEAD"],
    ["POST", "/auth/login", "GET"],
    ["POST", "/auth/callback", "GET"],
    ["DELETE", "/auth/callback", "GET"],
    ["GET", "/auth/logout", "POST"],
    ["GET", "/auth/disconnect", "POST"],
    ["GET", "/profile/read-again", "POST"],
    ["PUT", "/profile", "GET, HEAD"],
    ["POST", probePath, "GET, HEAD"],
    ["GET", `${probePath}/tasks`, "POST"],
    ["PATCH", "/auth/error", "GET, HEAD"],
    ["POST", "/healthz", "GET, HEAD"],
    ["POST", "/readyz", "GET, HEAD"],
  ])("%s %s is 405 and names those it has", async (method, path, allowed) => {
    const { app } = await aSetUp();

    const answer = await fetch(app.origin + path, { method });

    expect([answer.status, answer.headers.get("allow")]).toEqual([405, allowed]);
    expect(await answer.text()).toContain("method-not-allowed");
  });
});

describe("damaged requests", () => {
  test.each(["/%E0%A4%A", "/profile/%ff", "/%"])("for %s get a page", async (path) => {
    const { app } = await aSetUp();

    const answer = await rawGet(app.origin, path);

    expect([400, 404]).toContain(answer.status);
    expect(answer.body).toContain("<h1>");
    expect(answer.body).not.toMatch(/URIError|at .*\.[jt]s/);
  });

  test("an address of 20 kB is refused, and the app goes on", async () => {
    const { app, browser } = await aSetUp();

    const answer = await rawGet(app.origin, `/auth/callback?code=${"x".repeat(20_000)}`);

    expect(answer.status).toBe(431);
    expect((await browser.get(`${app.origin}/healthz`)).status).toBe(200);
  });

  test("a page that cannot be rendered gets a plain answer without a stack", async () => {
    const { app, browser } = await aSetUp();
    app.breakViews();

    const answer = await browser.get(`${app.origin}/`);

    expect(answer.status).toBe(500);
    expect(answer.text).toMatch(/^Something went wrong. Request id: [0-9a-f]{16}\n$/);
  });

  test("an error page of an unknown kind leads to the start page", async () => {
    const { app, browser } = await aSetUp();

    const answers = await Promise.all(
      ["?kind=constructor", "?kind=__proto__", "?kind=", ""].map((query) =>
        browser.get(`${app.origin}/auth/error${query}`),
      ),
    );

    expect(answers.map((answer) => answer.headers.location)).toEqual(["/", "/", "/", "/"]);
  });

  test("an error page shows nothing that its address made up", async () => {
    const { app, browser } = await aSetUp();

    const { text } = await browser.get(
      `${app.origin}/auth/error?kind=code-refused&request=call-0800&returnTo=//evil.example`,
    );

    expect(text).not.toMatch(/0800|evil/);
  });
});

describe("health", () => {
  test("is told over plain http, without cookies, whatever BASE_URL says", async () => {
    const { app, browser } = await aSetUp({ settings: { BASE_URL: "https://app.example.com" } });
    await until(async () => (await browser.get(`${app.origin}/readyz`)).status === 200);

    const [alive, ready] = [
      await browser.get(`${app.origin}/healthz`),
      await browser.get(`${app.origin}/readyz`),
    ];

    expect([alive.status, ready.status]).toEqual([200, 200]);
    expect(ready.body).toEqual({
      status: "ready",
      store: "answering",
      discovery: "read",
      asana: "answering",
      draining: false,
    });
    expect([...setCookies(alive), ...setCookies(ready)]).toEqual([]);
  });

  test("stays green through a later outage of Asana, and tells of it", async () => {
    let time = Date.now();
    const { app, sandbox, browser } = await aSetUp({ now: () => time });
    const ready = () => browser.get(`${app.origin}/readyz`);
    await until(async () => (await ready()).status === 200);

    await sandbox.close();
    time += 10_000;
    await until(async () => (await ready()).body.asana === "not answering");

    expect((await ready()).status).toBe(200);
  });
});

test("static files are there, icon included, and may be kept", async () => {
  const { app, browser } = await aSetUp();

  const answers = await Promise.all(
    ["/css/base.css", "/images/icon.svg", "/favicon.ico"].map((path) =>
      browser.get(app.origin + path),
    ),
  );

  for (const answer of answers) {
    expect(answer.status).toBe(200);
    expect(answer.headers["cache-control"]).toBe("public, max-age=3600");
  }
});

/** fetch() tidies addresses; this sends them as they are. */
function rawGet(origin: string, path: string): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    httpRequest({ hostname, port, path }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on("error", reject)
      .end();
  });
}
