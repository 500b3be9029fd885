import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { aFolder } from "../../support/folder.ts";
import { aFreePort } from "../../support/ports.ts";
import { repository, run } from "../../support/process.ts";
import { aRecordingApi } from "../../support/recording-api.ts";
import { aSandbox } from "../../support/sandbox-client.ts";

const script = join(repository, "examples", "pat.js");

describe("the example of a personal access token", () => {
  test("says whose token it is and lists their open tasks, workspace by workspace", async () => {
    const { settings } = await aSandbox();

    const example = run(script, only(settings));

    expect([await example.ended(), example.errors()]).toEqual([0, ""]);
    expect(example.output()).toMatch(
      /^This token acts as Taskbot\.\nOpen tasks in Example Organization:\n- Send the weekly summary \(due: \d{4}-\d\d-\d\d\)\n$/,
    );
  });

  test("reads its settings from .env", async () => {
    const { settings } = await aSandbox();
    const folder = aFolder();
    const lines = Object.entries(only(settings)).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(join(folder, ".env"), lines.join(""));

    const example = run(script, {}, { folder });

    expect([await example.ended(), example.errors()]).toEqual([0, ""]);
    expect(example.output()).toContain("Taskbot");
  });

  test.each([
    ["is refused", { ASANA_PAT: "2/no-token-at-all" }],
    ["is missing", { ASANA_PAT: "" }],
  ])("says in one line that the token %s", async (_, change) => {
    const { settings } = await aSandbox();

    const example = run(script, { ...only(settings), ...change });

    expect(await example.ended()).toBe(1);
    expect(example.output()).toBe("");
    expect(example.errors()).toBe("Asana does not accept ASANA_PAT. Make a new one.\n");
  });

  test("says in one line that Asana cannot be reached", async () => {
    const { settings } = await aSandbox();
    const nowhere = `http://localhost:${await aFreePort()}/api/1.0`;

    const example = run(script, { ...only(settings), ASANA_API_BASE_URL: nowhere });

    expect(await example.ended()).toBe(1);
    expect(example.errors()).toBe("Asana could not be reached.\n");
  });

  test("lets no name command the terminal", async () => {
    const { baseUrl } = await aRecordingApi({
      body: { data: { gid: "1", name: "\u001b[2JEvil\u0007" } },
    });

    const example = run(script, { ASANA_PAT: "2/any", ASANA_API_BASE_URL: baseUrl });
    await example.ended();

    expect(example.output()).toContain("Evil");
    expect(example.output()).not.toMatch(/[^\P{Cc}\n]/u);
  });
});

function only({ ASANA_PAT, ASANA_API_BASE_URL }: Readonly<Record<string, string>>) {
  return { ASANA_PAT: ASANA_PAT ?? "", ASANA_API_BASE_URL: ASANA_API_BASE_URL ?? "" };
}
