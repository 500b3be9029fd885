import { expect, test } from "@jest/globals";
import { aBrowser } from "../support/browser.ts";
import { aLyingProvider, signInAtLyingProvider } from "../support/lying-provider.ts";
import { startServer } from "../support/process.ts";

test("a person with many workspaces makes the process print nothing frightening", async () => {
  const many = Array.from({ length: 35 }, (_, index) => ({ gid: `${index}`, name: "One" }));
  const answers = { "/workspaces": { body: { data: many } }, "/tasks": { body: { data: [] } } };
  const server = await startServer(await aLyingProvider({ answers }));
  const browser = aBrowser();
  await signInAtLyingProvider(server.origin, browser);

  const demo = await browser.get(`${server.origin}/demo`);

  expect(demo.text.match(/<code>GET [^<]*\/tasks\?/g)).toHaveLength(35);
  expect(server.errors()).toBe("");
});
