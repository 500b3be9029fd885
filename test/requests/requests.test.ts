import { expect, test } from "@jest/globals";
import { probePath } from "../support/probe.ts";
import { aSetUp, signIn } from "../support/sign-in.ts";
import { callsIn } from "../support/told-calls.ts";

test("a page tells the calls that fetched it, with the answers and a command for each, and no token", async () => {
  const { app, sandbox, browser } = await aSetUp();
  await signIn(browser, { app, sandbox });

  const { text } = await browser.open(app.origin + probePath);

  expect(text).toContain("The requests that fetched this page");
  expect(callsIn(text)).toEqual([
    {
      request: `GET ${sandbox.origin}/api/1.0/workspaces?limit=100&opt_fields=name`,
      status: "200",
      duration: expect.stringMatching(/^\d+ ms$/),
      sentWith: "your access token (OAuth)",
      scope: "workspaces:read",
      json: expect.stringContaining("Example Organization"),
      curl: expect.stringContaining("$ASANA_ACCESS_TOKEN"),
    },
  ]);
  for (const secret of sandbox.issued) expect(text).not.toContain(secret);
});

test("each call stands with the time that it took", async () => {
  const { app, sandbox, browser } = await aSetUp();
  await signIn(browser, { app, sandbox });
  sandbox.setSwitches({ slow: { endpoint: "rest", ms: 300 } });

  const { text } = await browser.open(app.origin + probePath);

  const [call] = callsIn(text);
  expect(Number.parseInt(call?.duration ?? "", 10)).toBeGreaterThanOrEqual(290);
});

test("a page that asked Asana nothing tells nothing", async () => {
  const { app, browser } = await aSetUp();

  const { text } = await browser.open(app.origin);

  expect(text).not.toContain("The requests that fetched this page");
});
