import { describe, expect, test } from "@jest/globals";
import {
  type AsanaClient,
  type Credential,
  createAsanaClient,
  fixedToken,
} from "../../src/asana/client.ts";
import type { AsanaCall } from "../../src/asana/operation.ts";
import { readMe } from "../../src/asana/users.ts";
import { listWorkspaces } from "../../src/asana/workspaces.ts";
import { failureOf } from "../support/failure.ts";
import { readTask, renameTask } from "../support/operations.ts";
import { aRecordingApi } from "../support/recording-api.ts";
import { aSandbox } from "../support/sandbox-client.ts";

const release = "1201000000000431"; // the bot's own task

test("a script gets typed data in three lines", async () => {
  const { settings } = await aSandbox();
  const [token, baseUrl] = [settings.ASANA_PAT, settings.ASANA_API_BASE_URL];

  const asana = createAsanaClient({ credential: fixedToken(token), baseUrl });
  const workspaces = await listWorkspaces(asana);
  const names = workspaces.map(({ name }) => name);

  expect(names).toEqual(["Example Organization"]);
});

describe("what the operations give", () => {
  test.each([
    ["the task", "9007199254740999"],
    ["a longer one", "123456789012345678901234567890"],
  ])("ids beyond 2^53 as they are: %s", async (_name, gid) => {
    const { baseUrl } = await aRecordingApi({ body: { data: { gid } } });

    const { data } = await readTask(clientOf(baseUrl), gid);

    expect(data.gid).toBe(gid);
  });

  test("an answer that leaves out everything but the id can be worked with", async () => {
    const { baseUrl } = await aRecordingApi({ body: { data: [{ gid: "1" }] } });

    const workspaces = await listWorkspaces(clientOf(baseUrl));

    expect(workspaces).toEqual([{ gid: "1", name: "" }]);
  });
});

describe("what is sent", () => {
  const operations: [string, string, (asana: AsanaClient) => Promise<unknown>][] = [
    ["GET /workspaces", "workspaces:read", (asana) => listWorkspaces(asana)],
    ["GET /users/me", "users:read", (asana) => readMe(asana)],
  ];

  test.each(operations)("by %s names the fields that the answer is to hold", async (...row) => {
    const [request, scope, perform] = row;
    const { baseUrl, received } = await aRecordingApi({ status: 400 });

    const { call } = await failureOf(perform(clientOf(baseUrl)));

    const [sent] = received;
    expect(`${sent?.method} ${sent?.url.pathname}`).toBe(request);
    expect(sent?.url.searchParams.get("opt_fields")).toMatch(/^[a-z0-9_.]+(,[a-z0-9_.]+)*$/);
    expect(call.scope).toBe(scope);
  });

  test("carries the token, a name of the app, and a body only where there is one", async () => {
    const { baseUrl, received } = await aRecordingApi({ body: { data: { gid: "1" } } });
    const asana = clientOf(baseUrl, fixedToken("2/1/2:secret"));

    await readTask(asana, "1");
    await renameTask(asana, "1", "Zoë's “name”");

    const [get, put] = received;
    for (const request of received) {
      expect(request.headers).toMatchObject({
        authorization: "Bearer 2/1/2:secret",
        accept: "application/json",
        "user-agent": expect.stringMatching(/^sign-in-with-asana\/\d/),
      });
      expect(request.url.href).not.toContain("secret");
    }
    expect([get?.body, get?.headers["content-type"]]).toEqual(["", undefined]);
    expect(put?.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(put?.body ?? "")).toEqual({ data: { name: "Zoë's “name”" } });
  });

  test("is not sent on to where a redirect points", async () => {
    const elsewhere = await aRecordingApi();
    const headers = { location: `${elsewhere.baseUrl}/tasks/1` };
    const { baseUrl } = await aRecordingApi({ status: 307, headers });

    const { kind } = await failureOf(renameTask(clientOf(baseUrl), "1", "Elsewhere"));

    expect(kind).toBe("unreachable");
    expect(elsewhere.received).toEqual([]);
  });
});

test("a call is told to whoever asks, with its answer and without the token", async () => {
  const calls: AsanaCall[] = [];
  const sandbox = await aSandbox({ switches: { asanaChange: "name=old_field,affected=true" } });
  const asana = createAsanaClient({
    credential: fixedToken(sandbox.settings.ASANA_PAT),
    baseUrl: sandbox.issuer,
    onCall: (call) => calls.push(call),
  });

  await renameTask(asana, release, "Told");
  await failureOf(readTask(asana, "1"));

  expect(calls).toEqual([
    {
      method: "PUT",
      url: expect.stringContaining(`${sandbox.issuer}/tasks/${release}?opt_fields=`),
      requestBody: { data: { name: "Told" } },
      scope: "tasks:write",
      status: 200,
      durationMs: expect.any(Number),
      body: { data: expect.objectContaining({ name: "Told" }) },
      announcedChange: "name=old_field,affected=true",
    },
    expect.objectContaining({ method: "GET", status: 404, announcedChange: expect.any(String) }),
  ]);
  expect(JSON.stringify(calls)).not.toContain("sandbox-personal-access-token");
});

function clientOf(baseUrl: string, credential: Credential = fixedToken("a token")): AsanaClient {
  return createAsanaClient({ baseUrl, credential });
}
