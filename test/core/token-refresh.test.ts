import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../sandbox/switches.ts";
import { unescapeHtml } from "../support/browser.ts";
import { hour, minute, second } from "../support/clock.ts";
import { headingOf } from "../support/heading.ts";
import { keptTokens, refreshTokensKept } from "../support/kept-tokens.ts";
import { probePath, probeReading } from "../support/probe.ts";
import { showsProbe } from "../support/probe-page.ts";
import { until } from "../support/process.ts";
import { requestsTo } from "../support/requests.ts";
import { answerSandbox, aSetUp, signIn } from "../support/sign-in.ts";
import { aSignedInSetUp } from "../support/signed-in.ts";

describe("an access token is refreshed", () => {
  const lifetimes: [string, Switches["expiresIn"], number, number][] = [
    ["a minute before the end of an hour", 3600, hour, minute],
    ["a minute before the end of ten", 600, 10 * minute, minute],
    ["a tenth of five minutes before their end", 300, 5 * minute, 30 * second],
    ["a tenth of ten seconds before their end", 10, 10 * second, second],
    ["a minute before the end of an hour, if Asana tells no lifetime", "absent", hour, minute],
  ];

  test.each(lifetimes)("%s, and not before", async (_, expiresIn, lifetimeMs, earlierMs) => {
    const { clock, asked, probe } = await aSignedInSetUp({ expiresIn });

    clock.move(lifetimeMs - earlierMs - 1);
    const before = [showsProbe(await probe()), asked.refreshes()];
    clock.move(1);
    const due = [showsProbe(await probe()), asked.refreshes()];

    expect(before).toEqual([true, 0]);
    expect(due).toEqual([true, 1]);
  });

  test("once for twenty requests at once", async () => {
    const { sandbox, clock, asked, probe } = await aSignedInSetUp();
    sandbox.setSwitches({ slow: { endpoint: "token", ms: 200 } });

    clock.move(hour);
    const pages = await Promise.all(Array.from({ length: 20 }, () => probe()));

    expect(pages.filter(showsProbe)).toHaveLength(20);
    expect(asked.refreshes()).toBe(1);
  });

  test("early, it holds up nobody else who uses the one that still works", async () => {
    const { sandbox, clock, asked, probe } = await aSignedInSetUp();
    sandbox.setSwitches({ slow: { endpoint: "token", ms: 4_000 } });

    clock.move(hour - 1);
    const first = probe();
    await until(() => asked.refreshes() === 1);
    const startedAt = performance.now();
    const second = await probe();
    const tookMs = performance.now() - startedAt;

    expect([await first, second].map(showsProbe)).toEqual([true, true]);
    expect(tookMs).toBeLessThan(3_000);
    expect(asked.refreshes()).toBe(1);
  });

  test("for each session of a person by itself", async () => {
    const { app, clock, anotherBrowser, probe, sandbox } = await aSignedInSetUp();
    const another = await anotherBrowser();
    const asked = requestsTo(sandbox);

    clock.move(hour);
    const pages = [await probe(), await another.get(app.origin + probePath)];

    expect(pages.map(showsProbe)).toEqual([true, true]);
    expect(asked.refreshes()).toBe(2);
  });

  test("and the profile tells when it ends and how often that was", async () => {
    const { clock, probe, profile } = await aSignedInSetUp();

    const atFirst = await profile();
    clock.move(hour);
    await probe();
    const once = await profile();
    clock.move(hour);
    await probe();
    clock.move(minute);
    const twice = await profile();

    expect(expiryIn(atFirst)).toEqual(["in 60 minutes", "not yet"]);
    expect(expiryIn(once)).toEqual(["in 60 minutes", "once"]);
    expect(expiryIn(twice)).toEqual(["in 59 minutes", "2 times"]);
  });
});

describe("the refresh token", () => {
  test.each<[string, Switches["refresh"], number]>([
    ["is kept when the answer has none", "keep", 1],
    ["is kept when the answer repeats it", "return-same", 1],
    ["is replaced by a new one, each time", "rotate", 4],
  ])("%s", async (_, refresh, refreshTokens) => {
    const { sandbox, clock, asked, probe } = await aSignedInSetUp({ refresh });

    const pages = [];
    for (let time = 0; time < 3; time += 1) {
      clock.move(hour);
      pages.push(await probe());
    }

    expect(pages.map(showsProbe)).toEqual([true, true, true]);
    expect(asked.refreshes()).toBe(3);
    expect(sandbox.secrets.filter(({ kind }) => kind === "refresh")).toHaveLength(refreshTokens);
  });

  test("is not needed as long as the access token lives; then the person connects again", async () => {
    const { clock, asked, probe } = await aSignedInSetUp({ refreshToken: "absent" });

    clock.move(hour - 1);
    const last = await probe();
    clock.move(1);
    const over = await probe();

    expect(showsProbe(last)).toBe(true);
    expect(headingOf(over)).toBe("403 Connect to Asana again");
    expect(asked.refreshes()).toBe(0);
  });
});

describe("when Asana answers 401", () => {
  test("the token is refreshed once and the call is repeated once", async () => {
    const { sandbox, asked, probe } = await aSignedInSetUp();
    sandbox.setSwitches({ expireTokens: "now" });

    const page = await probe();

    expect(showsProbe(page)).toBe(true);
    expect(asked.refreshes()).toBe(1);
    expect([asked.restCalls("workspaces"), asked.restCalls()]).toEqual([2, 2]);
  });

  test("for a missing scope, the token is refreshed once and the page says what is missing", async () => {
    const { asked, probe } = await aSignedInSetUp({
      grant: "openid email profile",
      scopeStatus: 401,
    });

    const page = await probe();
    const again = await probe();

    expect(headingOf(page)).toBe("403 This page needs another permission");
    expect(again.status).toBe(200);
    expect(again.text).toContain(`(${probeReading.scope})`);
    expect(again.text).toContain("Allow it at Asana");
    expect(asked.refreshes()).toBe(1);
  });

  test.each([
    ["before", "rest"],
    ["after", "token_info"],
  ] as const)(
    "and introspection tells the end %s that, the profile shows no end",
    async (_, endpoint) => {
      const { sandbox, asked, profile } = await aSignedInSetUp();
      sandbox.setSwitches({ expireTokens: "now", slow: { endpoint, ms: 300 } });

      const page = await profile();

      expect(page.text).toContain("Example Organization");
      expect(page.text).not.toContain("access has ended");
      expect(asked.refreshes()).toBe(1);
    },
  );

  test("to the new token as well, the person connects again, and nothing is tried twice", async () => {
    let timeOfSandbox = Date.now();
    let leapMs = 0;
    const now = () => {
      timeOfSandbox += leapMs;
      return timeOfSandbox;
    };
    const { app, sandbox, browser } = await aSetUp({ sandbox: { now } });
    await signIn(browser, { app, sandbox });
    leapMs = 2 * hour; // from now on each token has run out when it is used
    const asked = requestsTo(sandbox);

    const page = await browser.get(app.origin + probePath);

    expect(headingOf(page)).toBe("403 Connect to Asana again");
    expect(asked.refreshes()).toBe(1);
    expect(asked.restCalls()).toBe(2);
  });
});

describe("when Asana refuses the refresh token", () => {
  const moments: [string, number][] = [
    ["after a 401", 0],
    ["after the access token has run out", hour],
  ];

  test.each(moments)("%s, its page leads back to the page after connecting", async (_, later) => {
    const { app, sandbox, browser, clock, asked, probe } = await aSignedInSetUp();
    const query = "?show=all&workspace=1201000000000101";
    sandbox.setSwitches({ revokeTokens: "now" });
    clock.move(later);

    const page = await probe(query);
    const link = new URL(connectLinkOf(page.text), app.origin);
    const login = await browser.get(link.href);
    const callback = await answerSandbox(browser, { sandbox, url: login.headers.location ?? "" });
    const back = await browser.open(callback);

    expect(headingOf(page)).toBe("403 Connect to Asana again");
    expect(back.url).toBe(app.origin + probePath + query);
    expect(showsProbe(back)).toBe(true);
    expect(asked.refreshes()).toBe(2); // the one that was refused, and the code exchange
  });

  test("its tokens are forgotten, and Asana is not asked again", async () => {
    const { app, sandbox, browser, asked, probe, profile } = await aSignedInSetUp();
    await profile();
    sandbox.setSwitches({ revokeTokens: "now" });

    await probe();
    const kept = await keptTokens(app, browser);
    const asking = [asked.refreshes(), asked.restCalls()];
    const again = await probe();

    expect(kept).toMatchObject({ tokens: undefined, refreshes: 0, failures: 0 });
    expect(headingOf(again)).toBe("403 Connect to Asana again");
    expect([asked.refreshes(), asked.restCalls()]).toEqual(asking);
    expect((await profile()).text).toContain("Connect to Asana again");
    expect(await refreshTokensKept(app, browser)).toEqual([]);
  });

  test("twenty requests at once make one token call and lead to the same page", async () => {
    const { sandbox, clock, asked, probe } = await aSignedInSetUp();
    sandbox.setSwitches({ revokeTokens: "now", slow: { endpoint: "token", ms: 200 } });
    clock.move(hour);

    const pages = await Promise.all(Array.from({ length: 20 }, () => probe()));

    expect(new Set(pages.map(headingOf))).toEqual(new Set(["403 Connect to Asana again"]));
    expect(asked.refreshes()).toBe(1);
  });
});

/** When the access token ends and how often it was refreshed, as the profile says. */
function expiryIn({ text }: { readonly text: string }): (string | undefined)[] {
  const [, expiry] = /Access token expires<\/dt><dd>[^<]* UTC, (.*?); /.exec(text) ?? [];
  const [, times] = /Access token refreshed<\/dt><dd>(.*?)</.exec(text) ?? [];
  return [expiry, times];
}

function connectLinkOf(page: string): string {
  return unescapeHtml(/href="([^"]*)">Connect to Asana again/.exec(page)?.[1] ?? "");
}
