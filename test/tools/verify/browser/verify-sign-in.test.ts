import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import type { Switches } from "../../../../sandbox/switches.ts";
import { button } from "../../../support/browser/steps.ts";
import { aChromium } from "../../../support/chromium.ts";
import { aFreePort } from "../../../support/ports.ts";
import { type Run, repository, run, until } from "../../../support/process.ts";
import { aSandbox } from "../../../support/sandbox-client.ts";

const chromium = aChromium();
const mira = "Mira Newcomer"; // who has no photo

const sets: readonly (readonly [string, Partial<Switches>, boolean])[] = [
  ["as Asana's documents have it", {}, false],
  [
    "generous",
    {
      nonce: "echo",
      metadataPkce: "S256",
      idTokenClaims: "profile",
      emailVerified: true,
      picture: "null",
      tokenScope: "present",
      tokenType: "Bearer",
      refresh: "rotate",
      codeReuse: "revoke",
      consent: "always",
      expiresIn: 1800,
      errorText: "everywhere",
    },
    true,
  ],
  [
    "tight-lipped",
    {
      idTokenAlg: "ES256",
      kid: "absent",
      tokenData: "absent",
      refresh: "return-same",
      expiresIn: "absent",
      invalidClientStatus: 400,
      errorText: "off",
      scopeStatus: 401,
      denyError: "consent_declined",
      introspectUnknown: 400,
      clientAuth: "post",
    },
    false,
  ],
];

describe("verify:asana --sign-in", () => {
  test.each(sets)("finds out how a provider behaves that is %s", async (_, switches, asksAgain) => {
    const sandbox = await aSandbox({ switches });
    const { command, page, secrets } = await started(sandbox.settings);

    await allow(page, mira);
    await goToAsana(page);
    if (asksAgain) await button(page, "Allow").click();
    await button(page, asksAgain ? "Yes, it asked" : "No, it did not").click();
    await allow(page);
    await goToAsana(page);
    await button(page, "Deny").click();
    await page.getByRole("heading", { name: "That was all" }).waitFor();

    expect([await command.ended({ seconds: 20 }), command.errors()]).toEqual([
      0,
      expect.any(String),
    ]);
    const { switches: found, checked } = JSON.parse(command.output());
    expect(found).toEqual(switches);
    expect(checked.at(-1)).toMatchObject({ verdict: "as expected" });
    const printed = command.output() + command.errors();
    for (const secret of [...secrets, ...sandbox.issued]) expect(printed).not.toContain(secret);
  });

  test("finds that PKCE is a must, and goes on where somebody cannot come back", async () => {
    const sandbox = await aSandbox({ switches: { pkce: "required" } });
    const { command, page } = await started(sandbox.settings);

    await allow(page, mira);
    await skip(page, 2);
    await goToAsana(page);
    await skip(page, 4);
    await page.getByRole("heading", { name: "That was all" }).waitFor();

    expect(await command.ended({ seconds: 20 })).toBe(0);
    expect(JSON.parse(command.output()).switches).toEqual({ pkce: "required" });
  });

  test("tells an ID token that nobody can trust", async () => {
    const sandbox = await aSandbox({ switches: { signature: "wrong" } });
    const { command, page } = await started(sandbox.settings);

    await allow(page, mira);
    for (const number of [2, 3, 4]) await skip(page, number);
    await page.getByRole("heading", { name: "That was all" }).waitFor();

    expect(await command.ended({ seconds: 20 })).toBe(1);
    expect(command.output()).toContain("id_token: expected one that verifies");
  });

  test("leaves no access behind", async () => {
    const sandbox = await aSandbox();
    const { command, page } = await started(sandbox.settings);
    await allow(page, mira);
    for (const number of [2, 3, 4]) await skip(page, number);
    await page.getByRole("heading", { name: "That was all" }).waitFor();
    await command.ended({ seconds: 20 });

    const tokens = sandbox.secrets.filter(({ kind }) => kind === "access" || kind === "refresh");
    const answers = await Promise.all(
      tokens.map(async ({ value: token }) => {
        const body = new URLSearchParams({ token });
        const answer = await fetch(`${sandbox.origin}/-/token_info`, { method: "POST", body });
        return answer.json();
      }),
    );

    expect(answers.length).toBeGreaterThan(2);
    expect(answers.every(({ active }) => active === false)).toBe(true);
  });

  test("looks at no answer that this browser did not ask for", async () => {
    const sandbox = await aSandbox();
    const { page, address } = await started(sandbox.settings);

    await page.goto(`${address}/auth/callback?code=stolen&state=made-up`);

    await page.getByRole("heading", { name: /^1 of 4/ }).waitFor();
    expect(page.url()).toBe(`${address}/`);
  });
});

/** The command, waiting for somebody in a browser, and the browser at its page. */
async function started(settings: Readonly<Record<string, string>>): Promise<{
  command: Run;
  page: Page;
  address: string;
  secrets: readonly string[];
}> {
  const port = await aFreePort();
  const address = `http://localhost:${port}`;
  const command = run(
    join(repository, "dist", "tools", "verify-asana.js"),
    { ...settings, PORT: String(port) },
    { options: ["--sign-in", "--json"] },
  );
  const page = await chromium.openTab();
  await untilItAnswers(address);
  await page.goto(address);
  const names = ["ASANA_CLIENT_SECRET", "ASANA_PAT", "ASANA_SERVICE_ACCOUNT_TOKEN"];
  return { command, page, address, secrets: names.map((name) => settings[name] ?? "") };
}

async function goToAsana(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Go to Asana" }).click();
}

async function allow(page: Page, person?: string): Promise<void> {
  await goToAsana(page);
  if (person) await button(page, person).click();
  await button(page, "Allow").click();
}

/** Leaves out one of the sign-ins, once it is its turn. */
async function skip(page: Page, number: number): Promise<void> {
  await page.getByRole("heading", { name: `${number} of 4` }).waitFor();
  await button(page, "Skip this one: Asana did not let me come back").click();
}

async function untilItAnswers(address: string): Promise<void> {
  await until(
    () =>
      fetch(address).then(
        () => true,
        () => false,
      ),
    { seconds: 20 },
  );
}
