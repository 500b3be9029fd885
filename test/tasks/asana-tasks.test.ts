import { describe, expect, test } from "@jest/globals";
import { type AsanaClient, createAsanaClient, fixedToken } from "../../src/asana/client.ts";
import { addComment, listComments } from "../../src/features/tasks/asana-stories.ts";
import {
  createTask,
  deleteTask,
  listMyTasks,
  type NewTask,
  readTask,
  updateTask,
} from "../../src/features/tasks/asana-tasks.ts";
import { failureOf } from "../support/failure.ts";
import { aRecordingApi } from "../support/recording-api.ts";
import { aSandbox } from "../support/sandbox-client.ts";

const organization = "1201000000000101";
const release = "1201000000000431"; // the bot's own task
const newTask: NewTask = { workspaceGid: organization, name: "New", notes: "", dueOn: undefined };

describe("what the operations give", () => {
  test("of a task: its fields in the app's own words", async () => {
    const { asana } = await aClient();

    const { data } = await readTask(asana, release);

    expect(data).toEqual({
      gid: release,
      name: "Send the weekly summary",
      isCompleted: false,
      dueOn: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      url: expect.stringContaining(release),
      projects: ["Autumn release"],
      notes: "",
      workspace: "Example Organization",
    });
  });

  test("a task that is made, changed, commented on and deleted", async () => {
    const { asana } = await aClient();

    const { data: made } = await createTask(asana, { ...newTask, dueOn: "2030-01-31" });
    const { data: named } = await updateTask(asana, made.gid, { name: "Renamed" });
    const { data: done } = await updateTask(asana, made.gid, { completed: true });
    await addComment(asana, made.gid, "First");
    const { comments } = await listComments(asana, made.gid);
    await deleteTask(asana, made.gid);
    const gone = await failureOf(readTask(asana, made.gid));

    expect([made.name, made.dueOn, made.isCompleted]).toEqual(["New", "2030-01-31", false]);
    expect([named.name, done.name, done.isCompleted]).toEqual(["Renamed", "Renamed", true]);
    expect(comments.map(({ author, text }) => `${author}: ${text}`)).toEqual(["Taskbot: First"]);
    expect(gone.kind).toBe("not-found");
  });

  test("the newest hundred comments of a task that has more, and that there are more", async () => {
    const { asana } = await aClient();
    const { data: made } = await createTask(asana, newTask);
    for (let nth = 1; nth <= 100; nth += 1) await addComment(asana, made.gid, `Comment ${nth}`);

    const all = await listComments(asana, made.gid);
    await addComment(asana, made.gid, "Comment 101");
    const cut = await listComments(asana, made.gid);

    expect([all.comments.length, all.isCut]).toEqual([100, false]);
    expect([cut.comments.length, cut.isCut]).toEqual([100, true]);
    expect(cut.comments.map(({ text }) => text)).not.toContain("Comment 1");
    expect(cut.comments.map(({ text }) => text)).toContain("Comment 101");
  });

  test("an answer that leaves out everything but the id can be worked with", async () => {
    const { baseUrl } = await aRecordingApi({ body: { data: [{ gid: "1" }] } });
    const list = { workspaceGid: organization, isOpenOnly: true, limit: 20 };

    const { data } = await listMyTasks(clientOf(baseUrl), list);

    expect(data).toEqual([{ gid: "1", name: "", isCompleted: false, projects: [] }]);
  });
});

describe("what is sent", () => {
  const operations: [string, string, (asana: AsanaClient) => Promise<unknown>][] = [
    [
      "GET /tasks",
      "tasks:read",
      (asana) => listMyTasks(asana, { workspaceGid: "1", isOpenOnly: true, limit: 20 }),
    ],
    ["GET /tasks/1", "tasks:read", (asana) => readTask(asana, "1")],
    ["POST /tasks", "tasks:write", (asana) => createTask(asana, newTask)],
    ["PUT /tasks/1", "tasks:write", (asana) => updateTask(asana, "1", { completed: true })],
    ["GET /tasks/1/stories", "stories:read", (asana) => listComments(asana, "1")],
    ["POST /tasks/1/stories", "stories:write", (asana) => addComment(asana, "1", "Hello")],
  ];

  test.each(operations)("by %s names the fields that the answer is to hold", async (...row) => {
    const [request, scope, perform] = row;
    const { baseUrl, received } = await aRecordingApi({ status: 400 });

    const { call } = await failureOf(perform(clientOf(baseUrl)));

    const [sent] = received;
    expect(`${sent?.method} ${sent?.url.pathname}`).toBe(request);
    expect(sent?.url.searchParams.get("opt_fields")).toMatch(/^[a-z_.]+(,[a-z_.]+)*$/);
    expect(call.scope).toBe(scope);
  });
});

async function aClient(): Promise<{ asana: AsanaClient }> {
  const { issuer, settings } = await aSandbox();
  return { asana: clientOf(issuer, settings.ASANA_PAT) };
}

function clientOf(baseUrl: string, token = "a token"): AsanaClient {
  return createAsanaClient({ baseUrl, credential: fixedToken(token) });
}
