import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../../../sandbox/sandbox.ts";
import { aBrowser } from "../../../support/browser.ts";
import { aClone } from "../../../support/clone.ts";
import { aFolder } from "../../../support/folder.ts";
import { aFreePort } from "../../../support/ports.ts";
import { repository, run, signInAt } from "../../../support/process.ts";
import { aSandbox, fullPermissionsCredentials } from "../../../support/sandbox-client.ts";
import { aTerminal, type Terminal } from "./pseudo-terminal.ts";

test("a fresh clone becomes an app that signs people in", async () => {
  const folder = aClone();
  const sandbox = await aSandbox();
  const baseUrl = `http://localhost:${await aFreePort()}`;
  const { ASANA_CLIENT_ID, ASANA_CLIENT_SECRET } = sandbox.settings;
  const settings = { PORT: new URL(baseUrl).port, ...placeOf(sandbox) };

  const terminal = aTerminal("npm run --silent setup", { folder, settings });
  await terminal.answer("BASE_URL [", "");
  await terminal.shows(`${baseUrl}/auth/callback`);
  await terminal.answer("ASANA_CLIENT_ID: ", ASANA_CLIENT_ID);
  await terminal.answer("ASANA_CLIENT_SECRET: ", ASANA_CLIENT_SECRET);
  await terminal.answer("(y/N): ", "");
  await terminal.shows("Nothing to fix.");

  expect(await terminal.ended()).toBe(0);
  expect(terminal.screen()).not.toContain(ASANA_CLIENT_SECRET);
  expect(statSync(join(folder, ".env")).mode & 0o777).toBe(0o600);
  expect(envOf(folder)).toEqual({
    BASE_URL: baseUrl,
    ASANA_CLIENT_ID,
    ASANA_CLIENT_SECRET,
    ...placeOf(sandbox),
  });
  const app = run(join(folder, "scripts", "start.js"), { PORT: settings.PORT }, { folder });
  await app.printed("/auth/callback");
  expect((await signInAt(baseUrl, aBrowser())).text).toContain("Ana Everyday");
});

test("run again, it keeps every line of the file and asks for what is left out", async () => {
  const folder = aFolder();
  const sandbox = await aSandbox();
  const { ASANA_PAT, ASANA_SERVICE_ACCOUNT_TOKEN } = sandbox.settings;
  const before = [
    "# My own words",
    "",
    "export LOG_LEVEL='warn'  # quiet",
    `PORT=${await aFreePort()}`,
    'MY_OWN="two words"',
    ...Object.entries(placeOf(sandbox)).map(([name, value]) => `${name}=${value}`),
    'ASANA_CLIENT_ID="1" # from the OAuth tab',
    `ASANA_CLIENT_SECRET=${sandbox.settings.ASANA_CLIENT_SECRET}`,
    "# TRUST_PROXY=0",
  ];
  writeFileSync(join(folder, ".env"), before.join("\r\n"), { mode: 0o644 });

  const terminal = aTerminal(setup, { folder });
  await terminal.answer("BASE_URL [", "");
  await terminal.answer("ASANA_CLIENT_ID [1]: ", "");
  await terminal.answer("Type it again", sandbox.settings.ASANA_CLIENT_ID);
  await terminal.answer("ASANA_CLIENT_SECRET [as it is]: ", "");
  await terminal.answer("(y/N): ", "y");
  await terminal.answer("ASANA_PAT (Enter: none): ", ASANA_SERVICE_ACCOUNT_TOKEN);
  await terminal.answer("Type it again", ASANA_PAT);
  await terminal.answer("ASANA_SERVICE_ACCOUNT_TOKEN (Enter: none): ", ASANA_SERVICE_ACCOUNT_TOKEN);
  await terminal.answer("ADMIN_USER_IDS (Enter: none): ", "1201000000000011");
  await terminal.shows("1201000000000011 is Ana Everyday.");
  await terminal.shows("Nothing to fix.");

  expect(await terminal.ended()).toBe(0);
  for (const secret of [ASANA_PAT, ASANA_SERVICE_ACCOUNT_TOKEN]) {
    expect(terminal.screen()).not.toContain(secret);
  }
  const after = readFileSync(join(folder, ".env"), "utf8").split("\r\n");
  expect(after.slice(0, before.length)).toEqual(
    before.map((line) =>
      line.startsWith("ASANA_CLIENT_ID")
        ? `ASANA_CLIENT_ID=${sandbox.settings.ASANA_CLIENT_ID} # from the OAuth tab`
        : line,
    ),
  );
  expect(envOf(folder)).toMatchObject({
    ASANA_PAT,
    ASANA_SERVICE_ACCOUNT_TOKEN,
    ADMIN_USER_IDS: "1201000000000011",
  });
  expect(statSync(join(folder, ".env")).mode & 0o777).toBe(0o600);
});

describe("setup", () => {
  test("finds out that an app has full permissions", async () => {
    const folder = aFolder();
    const sandbox = await aSandbox();
    const terminal = aTerminal(setup, {
      folder,
      settings: await settingsFor(sandbox),
    });
    await terminal.answer("BASE_URL [", "");
    await terminal.answer("ASANA_CLIENT_ID: ", fullPermissionsCredentials.client_id);
    await terminal.answer("ASANA_CLIENT_SECRET: ", fullPermissionsCredentials.client_secret);
    await terminal.answer("Type it again", "keep");
    await terminal.answer("(y/N): ", "");

    expect(await terminal.ended()).toBe(0);
    expect(envOf(folder).ASANA_SCOPES).toBe("openid email profile default");
  });

  test("asks again after an answer that cannot be, and says why", async () => {
    const folder = aFolder();
    const sandbox = await aSandbox();
    const terminal = await upToTheSecret(folder, sandbox, ["http://app.example.com/path"]);
    await terminal.answer("ASANA_CLIENT_SECRET: ", "a wrong one");
    await terminal.shows("does not accept this client secret");
    await terminal.answer("Type it again", sandbox.settings.ASANA_CLIENT_SECRET);
    await terminal.answer("(y/N): ", "");

    expect(await terminal.ended()).toBe(0);
    expect(terminal.screen()).toContain("is not an origin");
    expect(terminal.screen()).not.toContain("a wrong one");
  });

  test("makes up what https needs, and nothing that a person has to think of", async () => {
    const folder = aFolder();
    const sandbox = await aSandbox({ extraRedirectUris: ["https://localhost:9/auth/callback"] });
    const terminal = await upToTheSecret(folder, sandbox, ["https://localhost:9"]);
    await terminal.answer("ASANA_CLIENT_SECRET: ", sandbox.settings.ASANA_CLIENT_SECRET);
    await terminal.answer("(y/N): ", "");
    await terminal.ended();

    const { TRUST_PROXY, SESSION_SECRET } = envOf(folder);
    expect(TRUST_PROXY).toBe("1");
    expect(SESSION_SECRET).toMatch(/^[0-9a-f]{64}$/);
    expect(terminal.screen()).not.toContain(SESSION_SECRET);
  });

  test("writes nothing when it is interrupted", async () => {
    const folder = aFolder();
    const terminal = await upToTheSecret(folder, await aSandbox(), []);
    await terminal.shows("ASANA_CLIENT_SECRET: ");

    terminal.press("\u0003");

    expect(await terminal.ended()).toBe(130);
    expect(terminal.screen()).toContain("Stopped. .env is as it was.");
    expect(existsSync(join(folder, ".env"))).toBe(false);
  });

  test("leaves out what somebody does not want after all", async () => {
    const folder = aFolder();
    const sandbox = await aSandbox();
    writeFileSync(join(folder, ".env"), "ASANA_PAT=2/1/2:dead\n");
    const terminal = await upToTheSecret(folder, sandbox, []);
    await terminal.answer("ASANA_CLIENT_SECRET: ", sandbox.settings.ASANA_CLIENT_SECRET);
    await terminal.answer("(y/N): ", "");
    await terminal.answer("ASANA_PAT [as it is]: ", "");
    await terminal.answer("Type it again", "none");

    expect(await terminal.ended()).toBe(0);
    expect(envOf(folder).ASANA_PAT).toBe("");
  });
});

const setup = `node ${join(repository, "dist", "tools", "setup.js")}`;

function placeOf({ settings }: Sandbox) {
  const { ASANA_ISSUER, ASANA_API_BASE_URL } = settings;
  return { ASANA_ISSUER, ASANA_API_BASE_URL };
}

async function settingsFor(sandbox: Sandbox) {
  return { PORT: String(await aFreePort()), ...placeOf(sandbox) };
}

/** @param addresses that are tried; the one that is offered when there is none */
async function upToTheSecret(
  folder: string,
  sandbox: Sandbox,
  addresses: readonly string[],
): Promise<Terminal> {
  const terminal = aTerminal(setup, {
    folder,
    settings: await settingsFor(sandbox),
  });
  await terminal.answer("BASE_URL [", addresses[0] ?? "");
  if (addresses[0]?.endsWith("/path")) {
    await terminal.answer("Type it again", `http://localhost:${await aFreePort()}`);
  }
  await terminal.answer("ASANA_CLIENT_ID: ", sandbox.settings.ASANA_CLIENT_ID);
  return terminal;
}

function envOf(folder: string): Record<string, string | undefined> {
  return { ...parseEnv(readFileSync(join(folder, ".env"), "utf8")) };
}
