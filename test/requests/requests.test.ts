import { execFileSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { Router } from "express";
import { readMe } from "../../src/asana/users.ts";
import { asanaAsApp } from "../../src/web/asana-calls/asana-as-app.ts";
import { errorPages } from "../../src/web/errors/error-pages.ts";
import type { Feature } from "../../src/web/feature.ts";
import { page } from "../../src/web/who-may/row.ts";
import { aFormSetUp, submit } from "../support/forms.ts";
import { probePath } from "../support/probe.ts";
import { aSetUp, signIn } from "../support/sign-in.ts";
import { callsIn, callsOfFormIn, type ToldCall } from "./told-calls.ts";

const send = "Send";

test("a page tells the calls that fetched it, with the answers and a command for each, and no token", async () => {
  const { sandbox, open } = await aFormSetUp();

  const { text } = await open(probePath);

  expect(text).toContain("The requests that fetched this page");
  expect(callsIn(text)).toEqual([
    {
      request: `GET ${sandbox.origin}/api/1.0/workspaces?limit=100&opt_fields=name`,
      status: "200",
      duration: expect.stringMatching(/^\d+ ms$/),
      sentWith: "your access token (OAuth)",
      scope: "workspaces:read",
      json: expect.stringContaining("Example Organization"),
      curl: expect.stringContaining('"Authorization: Bearer $ASANA_ACCESS_TOKEN"'),
    },
  ]);
  for (const secret of sandbox.issued) expect(text).not.toContain(secret);
});

test("each call stands with the time that it took", async () => {
  const { sandbox, open } = await aFormSetUp();
  sandbox.setSwitches({ slow: { endpoint: "rest", ms: 300 } });

  const { text } = await open(probePath);

  const [call] = callsIn(text);
  expect(Number.parseInt(call?.duration ?? "", 10)).toBeGreaterThanOrEqual(290);
});

test("a page that asked Asana nothing tells nothing", async () => {
  const { app, browser } = await aSetUp();

  const { text } = await browser.open(app.origin);

  expect(text).not.toContain("The requests that fetched this page");
});

test("the page of an error tells the calls that led to it", async () => {
  const { sandbox, open } = await aFormSetUp();
  sandbox.setSwitches({ fail: { endpoint: "rest", kind: 500, times: 2 } });

  const { status, text } = await open(probePath);

  expect(status).toBe(errorPages["asana-failed"].status);
  expect(callsIn(text).map((call) => call.status)).toEqual(["500", "500"]);
});

test("the page after a form tells the calls that the form made, and its own, and no token", async () => {
  const { sandbox, browser, open } = await aFormSetUp();

  const { after } = await submit(browser, await open(probePath), send, { name: "Told" });

  const ofForm = callsOfFormIn(after.text);
  expect(
    ofForm.map(({ request, status, scope }) => [request.split("?")[0], status, scope]),
  ).toEqual([
    [`GET ${sandbox.issuer}/workspaces`, "200", "workspaces:read"],
    [`POST ${sandbox.issuer}/tasks`, "201", "tasks:write"],
  ]);
  for (const { json } of ofForm) expect(JSON.parse(json)).toHaveProperty("data");
  expect(callsIn(after.text)).toHaveLength(ofForm.length + 1);
  for (const secret of sandbox.issued) expect(after.text).not.toContain(secret);
});

test("calls with tokens of the app's own say so, and no scopes limit them", async () => {
  const { app, sandbox, browser } = await aSetUp({ features: [ownTokens] });
  await signIn(browser, { app, sandbox });

  const { text } = await browser.open(app.origin + ownTokensPath);

  expect(
    callsIn(text).map(({ sentWith, scope, curl }) => [sentWith, scope, variableIn(curl)]),
  ).toEqual([
    ["the bot's personal access token", "", "$ASANA_PAT"],
    ["the service account's token", "", "$ASANA_SERVICE_ACCOUNT_TOKEN"],
  ]);
  expect(text).not.toContain(sandbox.settings.ASANA_PAT);
  expect(text).not.toContain(sandbox.settings.ASANA_SERVICE_ACCOUNT_TOKEN);
});

test("the curl command of a form with awkward words says the same to a shell", async () => {
  const { app, browser, open } = await aFormSetUp();
  const name = `It's "done"; $(reboot) \`x\` \\ %s\n'b'\n& more 🦊`;

  const { after } = await submit(browser, await open(probePath), send, { name });

  const words = shellWords(callsOfFormIn(after.text)[1]);
  expect(words).toEqual([
    "--request",
    "POST",
    "--header",
    "Authorization: Bearer the token",
    "--header",
    "Content-Type: application/json",
    "--data",
    expect.any(String),
    expect.stringMatching(/^http:\/\/localhost:\d+\/api\/1\.0\/tasks\?opt_fields=[\w.,]+$/),
  ]);
  expect(JSON.parse(words[7] ?? "").data).toMatchObject({ name, assignee: "me" });
  expect(words.join()).not.toContain(app.origin);
});

test("the curl command of a call that fetched a page names its whole address", async () => {
  const { sandbox, open } = await aFormSetUp();

  const { text } = await open(probePath);

  expect(callsIn(text).map(shellWords)).toEqual([
    [
      "--header",
      "Authorization: Bearer the token",
      `${sandbox.issuer}/workspaces?limit=100&opt_fields=name`,
    ],
  ]);
});

const ownTokensPath = "/own-tokens";

/** A page that asks with both tokens of the app's own. */
const ownTokens: Feature = {
  name: "own-tokens",
  rows: [page(ownTokensPath, "signed-in")],
  routes: (dependencies) =>
    Router().get(ownTokensPath, async (_request, response) => {
      for (const name of ["ASANA_PAT", "ASANA_SERVICE_ACCOUNT_TOKEN"] as const) {
        const asana = asanaAsApp(name, response, dependencies);
        if (asana) await readMe(asana.client);
      }
      throw new Error("this page is for its calls alone");
    }),
};

/** What curl would be given by a POSIX shell. */
function shellWords({ curl }: Pick<ToldCall, "curl"> = { curl: "" }): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${curl}\n`;
  const env = { ASANA_ACCESS_TOKEN: "the token", PATH: "/nowhere" };
  const printed = execFileSync("/bin/sh", ["-c", script], { encoding: "utf8", env });
  return printed.split("\0").slice(0, -1);
}

function variableIn(curl: string): string {
  return /Bearer (\$\w+)/.exec(curl)?.[1] ?? "";
}
