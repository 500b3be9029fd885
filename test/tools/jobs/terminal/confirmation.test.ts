import { join } from "node:path";
import { expect, test } from "@jest/globals";
import type { Sandbox } from "../../../../sandbox/sandbox.ts";
import { aFolder } from "../../../support/folder.ts";
import { repository } from "../../../support/process.ts";
import { aSandbox } from "../../../support/sandbox-client.ts";
import { aTerminal, type Terminal } from "../../setup/terminal/pseudo-terminal.ts";

test("projects are archived at a terminal when a person types their number", async () => {
  const sandbox = await aSandbox();
  const terminal = archiving(sandbox);

  await terminal.answer("type their number (2)", "2");

  expect(await terminal.ended()).toBe(0);
  expect(terminal.screen()).toContain("2 of 2 projects archived.");
  expect(changesIn(sandbox)).toHaveLength(2);
});

test.each([
  ["Ctrl-C", "\u0003", 130, "Stopped."],
  ["Ctrl-D", "\u0004", 0, "Nothing was archived."],
])("%s at the question changes nothing", async (_, key, code, words) => {
  const sandbox = await aSandbox();
  const terminal = archiving(sandbox);
  await terminal.shows("type their number (2)");

  terminal.press(key);

  expect(await terminal.ended()).toBe(code);
  expect(terminal.screen()).toContain(words);
  expect(changesIn(sandbox)).toEqual([]);
});

function archiving({ settings }: Sandbox): Terminal {
  const { ASANA_API_BASE_URL, ASANA_SERVICE_ACCOUNT_TOKEN } = settings;
  const script = join(repository, "dist", "tools", "inactive-projects.js");
  return aTerminal(`node ${script} --archive`, {
    folder: aFolder(),
    settings: { ASANA_API_BASE_URL, ASANA_SERVICE_ACCOUNT_TOKEN },
  });
}

function changesIn(sandbox: Sandbox) {
  return sandbox.requests.filter(({ method }) => method !== "GET");
}
