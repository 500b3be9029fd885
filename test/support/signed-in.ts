import type { Switches } from "../../sandbox/switches.ts";
import type { AppOptions } from "./app.ts";
import { aBrowser, type Browser } from "./browser.ts";
import { aClock } from "./clock.ts";
import { probePath } from "./probe.ts";
import { requestsTo } from "./requests.ts";
import { aSetUp, signIn } from "./sign-in.ts";

/**
 * The sandbox's first person, signed in; the app's clock stands still until it is moved, while the
 * sandbox's runs. Nothing was refreshed, and no page was seen yet.
 */
export async function aSignedInSetUp(
  switches: Partial<Switches> = {},
  settings: Readonly<Record<string, string>> = {},
  options: Pick<AppOptions, "features" | "leaseMs"> = {},
) {
  const clock = aClock();
  const setUp = await aSetUp({ ...options, now: clock.now, settings, sandbox: { switches } });
  const { app, sandbox, browser } = setUp;
  await signIn(browser, setUp);
  return {
    ...setUp,
    clock,
    asked: requestsTo(sandbox),
    probe: (query = "") => browser.get(app.origin + probePath + query),
    profile: () => browser.get(`${app.origin}/profile`),
    /** Another browser in which somebody signs in, the same person unless told otherwise. */
    async anotherBrowser({ person = 0 } = {}): Promise<Browser> {
      const another = aBrowser();
      await signIn(another, setUp, { person });
      return another;
    },
  };
}
