import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Switches } from "../../sandbox/switches.ts";
import type { AsanaApiErrorKind } from "../../src/asana/api-error.ts";
import { type AsanaClient, createAsanaClient, fixedToken } from "../../src/asana/client.ts";
import { listWorkspaces } from "../../src/asana/workspaces.ts";
import { failureOf } from "../support/failure.ts";
import { createTask, listTasks, readTask } from "../support/operations.ts";
import { aRecordingApi } from "../support/recording-api.ts";
import { aSandbox } from "../support/sandbox-client.ts";

const organization = "1201000000000101";
const studio = "1201000000000104";
const release = "1201000000000431"; // the bot's own task
const newTask = { workspace: organization, name: "New" };

type Perform = (using: {
  readonly asana: AsanaClient;
  readonly sandbox: Sandbox;
}) => Promise<unknown>;

describe("a failure has its kind:", () => {
  const read: Perform = ({ asana }) => readTask(asana, release);
  const readList: Perform = ({ asana }) => listWorkspaces(asana);
  const rows: [AsanaApiErrorKind, string, Partial<Switches>, Perform, number | undefined][] = [
    ["unauthorized", "a token that Asana does not know", {}, asStranger, 401],
    ["forbidden", "a closed workspace", {}, readClosedWorkspace, 403],
    ["not-found", "a task that nobody has", {}, ({ asana }) => readTask(asana, "1"), 404],
    ["page-expired", "an old offset, 400", { offsetTtlSeconds: 0 }, readSecondPage, 400],
    [
      "page-expired",
      "an old offset, 412",
      { offsetTtlSeconds: 0, offsetStatus: 412 },
      readSecondPage,
      412,
    ],
    ["rate-limited", "too many calls", { force429: 9 }, read, 429],
    ["refused", "a date that is none", {}, createWithBadDate, 400],
    ["failed", "an error of Asana's", failing(500), read, 500],
    ["failed", "a proxy's error", failing("502html"), read, 502],
    ["failed", "an empty error", failing("empty"), read, 500],
    ["failed", "an error of another shape", failing("no-errors"), read, 500],
    ["unreachable", "a connection that breaks", failing("reset"), read, undefined],
    ["unreadable", "JSON that ends in the middle", failing("cut-off"), read, 200],
    ["unreadable", "an answer that breaks off", failing("truncated"), read, 200],
    ["unreadable", "12 MB of good JSON", failing("huge"), readList, 200],
    ["unreadable", "a page of HTML", failing("html"), read, 200],
  ];

  test.each(rows)("%s, for %s", async (kind, _name, switches, perform, status) => {
    const sandbox = await aSandbox({ switches });
    const asana = clientOf(sandbox.issuer, fixedToken(sandbox.settings.ASANA_PAT));

    const error = await failureOf(perform({ asana, sandbox }));

    expect([error.kind, error.call.status]).toEqual([kind, status]);
    expect(error.call.url).toContain(sandbox.issuer);
    expect(JSON.stringify(error)).not.toContain(sandbox.settings.ASANA_PAT);
  });

  test("unreachable, where nobody listens", async () => {
    const { kind, call } = await failureOf(readTask(clientOf("http://localhost:1"), "1"));

    expect([kind, call.status]).toEqual(["unreachable", undefined]);
  });

  const shapes: [string, unknown][] = [
    ["no data", { tasks: [] }],
    ["an id that is a number", { data: { gid: 1201 } }],
    ["a list instead of one task", { data: [{ gid: "1" }] }],
    ["null", null],
    ["a text", '"fine"'],
    ["nothing", ""],
    ["two documents", '{"data":{"gid":"1"}}{}'],
  ];

  test.each(shapes)("unreadable, for an answer that is %s", async (_name, body) => {
    const { baseUrl } = await aRecordingApi({ body });

    const { kind } = await failureOf(readTask(clientOf(baseUrl), "1"));

    expect(kind).toBe("unreadable");
  });
});

function failing(kind: Exclude<Switches["fail"], "off">["kind"]): Partial<Switches> {
  return { fail: { endpoint: "rest", kind, times: 9 } };
}

function asStranger({ sandbox }: { readonly sandbox: Sandbox }) {
  return listWorkspaces(clientOf(sandbox.issuer, fixedToken("2/1/2:nobody's")));
}

function readClosedWorkspace({ asana }: { readonly asana: AsanaClient }) {
  return listTasks(asana, { workspace: studio, limit: "1" });
}

function createWithBadDate({ asana }: { readonly asana: AsanaClient }) {
  return createTask(asana, { ...newTask, due_on: "soon" });
}

async function readSecondPage({ asana }: { readonly asana: AsanaClient }) {
  const list = { workspace: organization, limit: "1" };
  await createTask(asana, newTask);
  const { nextOffset: offset = "" } = await listTasks(asana, list);
  return listTasks(asana, { ...list, offset });
}

function clientOf(baseUrl: string, credential = fixedToken("a token")): AsanaClient {
  return createAsanaClient({ baseUrl, credential });
}
