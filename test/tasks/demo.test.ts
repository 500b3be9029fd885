import { describe, expect, test } from "@jest/globals";
import { fullPermissionsClient } from "../../sandbox/fixed-values.ts";
import type { Switches } from "../../sandbox/switches.ts";
import { tasksPath } from "../../src/features/tasks/task-addresses.ts";
import { signInAddress } from "../../src/web/sign-in/sign-in-address.ts";
import { aSetUp, signIn } from "../support/sign-in.ts";

async function aSignedInSetUp(options: Parameters<typeof aSetUp>[0] = {}, person = 0) {
  const setUp = await aSetUp(options);
  await signIn(setUp.browser, setUp, { person });
  return setUp;
}

describe("the demo", () => {
  test("lists the person's open tasks by name", async () => {
    const { app, browser } = await aSignedInSetUp();

    const { text } = await browser.get(app.origin + tasksPath);

    expect(text.match(/class="task"/g)).toHaveLength(12);
    expect(text).toContain("Write the welcome text");
  });

  test("tells a person without tasks that there are none", async () => {
    const { app, browser } = await aSignedInSetUp({}, 3);

    const { text } = await browser.get(app.origin + tasksPath);

    expect(text).toContain("No open task is assigned to you");
  });

  test("explains itself when the sign-in asked for identity only", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp({
      settings: { ASANA_SCOPES: "openid email profile" },
    });
    const before = sandbox.requests.length;

    const { status, text } = await browser.get(app.origin + tasksPath);

    expect(status).toBe(200);
    expect(text).toContain("This page needs permissions");
    expect(sandbox.requests).toHaveLength(before);
  });

  test("works with full permissions", async () => {
    const { app, browser } = await aSignedInSetUp({
      settings: {
        ASANA_SCOPES: "openid email profile default",
        ASANA_CLIENT_ID: fullPermissionsClient.id,
        ASANA_CLIENT_SECRET: fullPermissionsClient.secret,
      },
    });

    const { text } = await browser.get(app.origin + tasksPath);

    expect(text).toContain("Write the welcome text");
  });

  const faults: [string, Partial<Switches>, string][] = [
    ["an error of Asana's", failing(500), "Asana had an error of its own"],
    ["a page of HTML", failing("502html"), "Asana had an error of its own"],
    ["a broken connection", failing("reset"), "Asana could not be reached"],
    ["a rate limit", { force429: 4 }, "Asana asks this app to slow down"],
    ["a withdrawn scope", { grant: "openid" }, "did not allow"],
  ];

  test.each(faults)("is shown with a notice after %s", async (_name, switches, words) => {
    const { app, sandbox, browser } = await aSetUp();
    if (switches.grant) sandbox.setSwitches(switches);
    await signIn(browser, { app, sandbox });
    sandbox.setSwitches(switches);

    const { status, text } = await browser.get(app.origin + tasksPath);

    expect(status).toBe(200);
    expect(text).toContain(words);
    expect(text).not.toMatch(/SyntaxError|fetch failed|at .*\.[jt]s:/);
  });

  test("offers to sign in again when Asana no longer accepts the token", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp();
    await Promise.all(sandbox.issued.map((token) => revoke(sandbox, token)));

    const { text } = await browser.get(app.origin + tasksPath);

    expect(text).toContain("no longer accepts this app&#39;s access");
    expect(text).toContain(`href="${signInAddress(tasksPath)}"`);
  });
});

function failing(kind: 500 | "502html" | "reset") {
  return { fail: { endpoint: "rest", kind, times: 10 } } as const;
}

async function revoke(
  sandbox: { origin: string; settings: Readonly<Record<string, string>> },
  token: string,
): Promise<void> {
  const { ASANA_CLIENT_ID = "", ASANA_CLIENT_SECRET = "" } = sandbox.settings;
  const body = new URLSearchParams({
    client_id: ASANA_CLIENT_ID,
    client_secret: ASANA_CLIENT_SECRET,
    token,
  });
  await fetch(`${sandbox.origin}/-/oauth_revoke`, { method: "POST", body });
}
