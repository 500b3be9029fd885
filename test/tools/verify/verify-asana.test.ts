import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { switchTable } from "../../../sandbox/switches.ts";
import { readingParts } from "../../../src/tools/verify/contract-parts.ts";
import { questions } from "../../../src/tools/verify/open-questions.ts";
import { writingPart } from "../../../src/tools/verify/writing-contract.ts";
import { aChangingProxy, type Change } from "../../support/changing-proxy.ts";
import { aFreePort, aPortInUse } from "../../support/ports.ts";
import { repository, run } from "../../support/process.ts";
import { api, aSandbox, fullPermissionsCredentials } from "../../support/sandbox-client.ts";

type Settings = Readonly<Record<string, string>>;

describe("an Asana that is as its documents say", () => {
  test("is as expected in everything, and is left as it was", async () => {
    const sandbox = await aSandbox();

    const { code, output } = await verified(sandbox.settings);

    expect(output).toContain("31 as expected, 0 differ, 0 without an answer, 0 not checked\n");
    expect(output).toContain("The sandbox behaves so without any switch.");
    expect(code).toBe(0);
    expect(sandbox.requests.filter(({ method }) => /PUT|DELETE/.test(method))).toEqual([]);
  });

  test("has a task that was made, changed, commented on, and is gone again", async () => {
    const sandbox = await aSandbox();
    const { ASANA_PAT, ADMIN_USER_IDS: _, ...settings } = sandbox.settings;
    const tasksBefore = await tasksOf(sandbox);

    const { code, output } = await verified({ ...settings, ASANA_PAT }, ["--write"]);

    expect(output).toContain("37 as expected, 0 differ");
    expect(code).toBe(0);
    expect(await tasksOf(sandbox)).toEqual(tasksBefore);
  });

  test("loses the task even if the suite finds a difference in between", async () => {
    const sandbox = await aSandbox();
    const tasksBefore = await tasksOf(sandbox);
    const settings = await aChangingProxy(sandbox, ({ path, text }) =>
      path.endsWith("/tasks") && text.includes("verify:asana")
        ? text.replace('"name"', '"title"')
        : undefined,
    );

    const { code } = await verified(settings, ["--write"]);

    expect(code).toBe(1);
    expect(await tasksOf(sandbox)).toEqual(tasksBefore);
  });

  test.each([
    [{ invalidClientStatus: 400, errorText: "off" }],
    [{ metadataPkce: "S256", clientAuth: "post", introspectUnknown: 400 }],
    [{ optFieldsType: "present", saStatus: 402, idTokenAlg: "ES256" }],
  ] as const)(
    "may answer what nobody knew with %j, which is printed as switches",
    async (switches) => {
      const sandbox = await aSandbox({ switches });

      const { code, output } = await verified(sandbox.settings, ["--json"]);

      expect(code).toBe(0);
      expect(JSON.parse(output).switches).toEqual(switches);
    },
  );

  test("may register the client with full permissions", async () => {
    const { settings } = await aSandbox();
    const { client_id: ASANA_CLIENT_ID, client_secret: ASANA_CLIENT_SECRET } =
      fullPermissionsCredentials;

    expect((await verified({ ...settings, ASANA_CLIENT_ID, ASANA_CLIENT_SECRET })).code).toBe(0);
  });
});

describe("an Asana that differs", () => {
  const changes: readonly (readonly [string, Change, string, string])[] = [
    [
      "an envelope without data",
      ({ path, text }) =>
        path === "/api/1.0/users/me" && text.includes('"data"')
          ? JSON.stringify(JSON.parse(text).data)
          : undefined,
      "The token's user is read",
      "data: expected an object with data, received nothing",
    ],
    [
      "gids that are numbers",
      ({ path, text }) =>
        path === "/api/1.0/projects" ? text.replace(/"gid":"(\d+)"/g, '"gid":$1') : undefined,
      "The projects of a workspace come as a page",
      "data[0].gid: expected a string of digits, received a number",
    ],
    [
      "another issuer",
      ({ path, text }) =>
        path.endsWith("/openid-configuration")
          ? text.replace('/api/1.0","auth', '/api/2.0","auth')
          : undefined,
      "The discovery document names the issuer and its endpoints",
      "issuer: expected http://localhost:",
    ],
    [
      "another pagination",
      ({ path, text }) =>
        path === "/api/1.0/projects" ? text.replace('"next_page"', '"paging"') : undefined,
      "The projects of a workspace come as a page",
      "next_page: expected an object with data and next_page, received nothing",
    ],
    [
      "a list that ends too early",
      ({ path, text }) =>
        path === "/api/1.0/projects"
          ? text.replace(/"next_page":\{[^}]*\}/, '"next_page":null')
          : undefined,
      "A limit cuts a list, and next_page says where it goes on",
      "next_page: expected an object with offset, path and uri, received null",
    ],
    [
      "an offset that leads nowhere new",
      ({ path, text }) =>
        path === "/api/1.0/projects" ? text.replace(/"gid":"\d+"/g, '"gid":"1"') : undefined,
      "The offset leads to the next page, which holds something else",
      "data[0].gid: expected another record than on the first page",
    ],
    [
      "errors of another form",
      ({ path, text }) => (path.endsWith("/tasks/1") ? JSON.stringify({ error: text }) : undefined),
      "What there is not is not found",
      "errors: expected an object with errors, received nothing",
    ],
    [
      "another error for a made-up code",
      ({ path, text }) =>
        path === "/-/oauth_token" ? text.replace("invalid_grant", "bad_code") : undefined,
      "A made-up code is refused",
      "error: expected the code invalid_grant, received a string of another form",
    ],
    [
      "no JSON",
      ({ path }) => (path === "/api/1.0/workspaces" ? "<html>" : undefined),
      "The workspaces that the token reaches come as a page",
      "the body: expected an object with data and next_page, received nothing",
    ],
  ];

  test.each(changes)(
    "by %s is told so, with the difference",
    async (_, change, name, difference) => {
      const settings = await aChangingProxy(await aSandbox(), change);

      const { code, output } = await verified(settings);

      expect(code).toBe(1);
      expect(output).toContain(`  DIFFERS ${name}\n`);
      expect(output).toContain(`            ${difference}`);
      expect(output).toMatch(/; see (Asana's|RFC|OpenID)/);
    },
  );
});

describe("the suite", () => {
  test("checks what the settings open, and names what it lacks", async () => {
    const { settings } = await aSandbox();
    const { ASANA_ISSUER, ASANA_API_BASE_URL } = settings;

    const { code, output } = await verified({ ASANA_ISSUER, ASANA_API_BASE_URL });

    expect(code).toBe(0);
    expect(output).toContain("4 as expected");
    for (const name of ["ASANA_CLIENT_ID", "ASANA_PAT", "ASANA_SERVICE_ACCOUNT_TOKEN"]) {
      expect(output).toContain(`: needs ${name}\n`);
    }
  });

  test("ends with 2 when nobody answers", async () => {
    const address = `http://localhost:${await aFreePort()}/api/1.0`;

    const { code, output } = await verified({ ASANA_ISSUER: address, ASANA_API_BASE_URL: address });

    expect(code).toBe(2);
    expect(output).toContain("  ?       The discovery document names");
  });

  test("ends with 2 for a setting that cannot be", async () => {
    expect((await verified({ ASANA_ISSUER: "http://asana.example" })).code).toBe(2);
  });

  test.each([
    ["the app's port is in use", async () => ({ PORT: String(await aPortInUse()) }), "PORT"],
    ["people use another machine", () => ({ BASE_URL: "https://app.example.com" }), "BASE_URL"],
    ["there is no client", () => ({ ASANA_CLIENT_ID: "" }), "ASANA_CLIENT_ID"],
  ] as const)("starts no sign-ins where %s, and says what to do", async (_, change, variable) => {
    const { settings } = await aSandbox();

    const { code, output, errors } = await verified({ ...settings, ...(await change()) }, [
      "--sign-in",
    ]);

    expect([code, output]).toEqual([2, ""]);
    expect(errors).toMatch(new RegExp(`^${variable} .*; |^${variable} .* missing`));
  });

  test("covers every operation that the app makes", () => {
    const covered = [...readingParts, writingPart].flatMap(({ expectations }) =>
      expectations.flatMap(({ operation }) =>
        operation ? [operation.replace(/\{[^}]+\}/g, "{}")] : [],
      ),
    );

    const missing = operationsOfTheApp().filter((one) => !covered.includes(one));

    expect(operationsOfTheApp().length).toBeGreaterThan(5);
    expect(missing).toEqual(leftOut);
  });

  test("knows the sandbox's switches by name and default", () => {
    const table: Readonly<Record<string, { readonly initial: unknown }>> = switchTable;
    const named = questions.flatMap((question) => (question.switch ? [question.switch] : []));

    expect(named.map(({ name }) => [name, table[name]?.initial])).toEqual(
      named.map(({ name, assumed }) => [name, assumed]),
    );
  });
});

/** These change what cannot be put back, so no suite may try them. */
const leftOut = ["POST /workspaces/{}/removeUser", "PUT /projects/{}"];

/** Method and path of each, as they stand in the files of src/asana, of features and of tools. */
function operationsOfTheApp(): string[] {
  const folders = ["asana", "features", "tools/doctor", "tools/jobs"]
    .map((name) => join(repository, "src", name))
    .filter((folder) => existsSync(folder)); // a fork may have no features
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => join(folder, name)),
  );
  const operations = files.flatMap((file) => {
    const text = readFileSync(file, "utf8");
    const found = text.matchAll(/method: "(\w+)",\s*path: ["`]([^"`]+)["`]/g);
    return [...found].map(
      ([, method, path = ""]) =>
        `${method} ${path.replace("/users/me", "/users/{}").replace(/\$\{[^}]+\}/g, "{}")}`,
    );
  });
  return [...new Set(operations)].sort();
}

/** Runs the command as a process; nothing secret is in what it prints. */
async function verified(
  settings: Settings,
  options: readonly string[] = [],
): Promise<{ readonly code: number | string; readonly output: string; readonly errors: string }> {
  const process = run(join(repository, "dist", "tools", "verify-asana.js"), settings, { options });
  const code = await process.ended({ seconds: 40 });
  const printed = process.output() + process.errors();
  for (const name of ["ASANA_CLIENT_SECRET", "ASANA_PAT", "ASANA_SERVICE_ACCOUNT_TOKEN"]) {
    if (settings[name]) expect(printed).not.toContain(settings[name]);
  }
  return { code, output: process.output(), errors: process.errors() };
}

async function tasksOf(sandbox: Awaited<ReturnType<typeof aSandbox>>): Promise<unknown> {
  const call = "GET /tasks?assignee=me&workspace=1201000000000101&limit=100";
  return (await api(sandbox, sandbox.settings.ASANA_PAT, call)).data;
}
