import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { aBuiltClone, aClone } from "../../support/clone.ts";
import { aFreePort, isFree } from "../../support/ports.ts";
import { type Run, run, until } from "../../support/process.ts";
import { aSandbox } from "../../support/sandbox-client.ts";

test("without a token, a command runs with a sandbox of its own, which is gone afterwards", async () => {
  const folder = aClone();
  const port = await aFreePort();

  const command = backup(folder, { SANDBOX_PORT: String(port) });

  expect([await ended(command), command.output()]).toEqual([
    0,
    expect.stringContaining("Backed up Example Organization"),
  ]);
  expect(command.errors()).toMatch(
    /^Neither ASANA_PAT nor .* is set: using a sandbox, for now\.\n/,
  );
  expect(existsSync(join(folder, "out", "manifest.json"))).toBe(true);
  await until(() => isFree(port));
});

test("without a token, a command uses the sandbox that runs already", async () => {
  const sandbox = await aSandbox();
  const { port } = new URL(sandbox.origin);

  const command = backup(aBuiltClone(), { SANDBOX_PORT: port });

  expect(await ended(command)).toBe(0);
  expect(command.errors()).toContain(`using ${sandbox.origin}, the sandbox`);
  expect(sandbox.requestCount()).toBeGreaterThan(20);
});

test("with a token, a command gets no sandbox, and its exit code is passed on", async () => {
  const sandbox = await aSandbox();
  const { ASANA_API_BASE_URL } = sandbox.settings;

  const command = backup(aBuiltClone(), { ASANA_API_BASE_URL, ASANA_PAT: "2/of-nobody" });

  expect([await ended(command), command.errors()]).toEqual([
    1,
    expect.stringMatching(/^Asana does not accept the token/),
  ]);
});

test("in production a command gets no sandbox, and says which settings are missing", async () => {
  const folder = aBuiltClone();

  const command = backup(folder, { NODE_ENV: "production" });

  expect([await ended(command), command.errors()]).toEqual([
    2,
    expect.stringMatching(/^ASANA_SERVICE_ACCOUNT_TOKEN and ASANA_PAT are missing/),
  ]);
});

test("Ctrl-C ends the command, its sandbox and the launcher within seconds", async () => {
  const folder = aBuiltClone();
  const port = await aFreePort();
  const switches = JSON.stringify({ slow: { endpoint: "rest", ms: 300 } });
  writeFileSync(join(folder, ".env"), `SANDBOX_SWITCHES=${switches}\nSANDBOX_TASKS=500\n`);
  const command = backup(folder, { SANDBOX_PORT: String(port) });
  await until(() => existsSync(join(folder, "out", "backup.journal")), { seconds: 30 });

  command.killGroup("SIGINT");

  expect([await command.ended(), command.errors()]).toEqual([
    130,
    expect.stringContaining("goes on where it was"),
  ]);
  await until(() => isFree(port));
});

function backup(folder: string, settings: Readonly<Record<string, string>>): Run {
  return run(join(folder, "scripts", "with-sandbox.js"), settings, {
    folder,
    options: ["tokens", "dist/tools/backup.js", "--out", "out"],
  });
}

/** Building comes first. */
async function ended(command: Run): Promise<number | string> {
  return command.ended({ seconds: 50 });
}
