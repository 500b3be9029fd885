import { hour } from "./clock.ts";
import { until } from "./process.ts";
import { introspect } from "./sandbox-client.ts";
import { aSignedInSetUp } from "./signed-in.ts";
import { rowCounts } from "./store-place.ts";

/** So slow that a button can be pressed meanwhile. */
export const slowRefresh = { slow: { endpoint: "token", ms: 1_500 } } as const;

/**
 * Ends a session by a button while its token is refreshed at a provider that rotates refresh tokens.
 *
 * @returns the page that waited for the refresh, what the store holds then, whether each refresh
 *   token that was ever given is active, and the same page asked for once more
 */
export async function endWhileRefreshing({ button, path }: { button: string; path: string }) {
  const { app, sandbox, browser, clock, asked, probe } = await aSignedInSetUp({
    refresh: "rotate",
  });
  const page = await browser.open(app.origin + path);
  sandbox.setSwitches(slowRefresh);
  clock.move(hour);

  const underWay = probe();
  await until(() => asked.refreshes() === 1);
  await browser.press(page, button);
  const late = await underWay;
  const refreshTokens = sandbox.secrets.filter(({ kind }) => kind === "refresh");
  const states = await Promise.all(
    refreshTokens.map(async ({ value }) => (await introspect(sandbox, value)).body.active),
  );
  return { late, rows: await rowCounts(app), states, afterwards: await probe() };
}
