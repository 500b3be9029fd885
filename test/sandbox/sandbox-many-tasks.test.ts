import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { aClock, api, aSandbox } from "../support/sandbox-client.ts";

const organization = "1201000000000101";
const [bot, mira] = ["1201000000000021", "1201000000000014"];
const lastProject = "1310000000099901";
const [firstTask, lastTask] = ["1320000000000001", "1320000000100000"];

describe("generated tasks", () => {
  test("are found, and so are their comments, when there are a hundred thousand", async () => {
    const sandbox = await aSandbox({ generatedTasks: 100_000 });

    const last = await byService(sandbox, `/tasks/${lastTask}?opt_fields=name`);
    const page = await byService(sandbox, `/tasks?project=${lastProject}&limit=100`);
    const comments = await byService(sandbox, "/tasks/1320000000099997/stories");

    expect(last.data.name).toBe("Generated task 100000");
    expect([page.data.length, page.next_page]).toEqual([100, null]);
    expect(comments.data).toMatchObject([{ text: "Comment 25000" }]);
  });

  test("are in the section of their project, and in no other", async () => {
    const sandbox = await aSandbox({ generatedTasks: 250 });

    const counts = [];
    for (const section of ["1340000000000001", "1340000000000201", "12010000000003011"]) {
      counts.push((await byService(sandbox, `/tasks?section=${section}&limit=100`)).data.length);
    }

    expect(counts).toEqual([100, 50, 3]);
  });

  test("were changed one after the other, none of them before it was made", async () => {
    const { now } = aClock();
    const sandbox = await aSandbox({ generatedTasks: 100, now });
    const since = new Date(now() - 10 * 24 * 3600 * 1000).toISOString();
    const list = "/tasks?project=1310000000000001&opt_fields=created_at,modified_at";

    const all = (await byService(sandbox, list)).data;
    const recent = (await byService(sandbox, `${list}&modified_since=${since}`)).data;

    expect([all.length, recent.length]).toEqual([100, 22]);
    expect(all.filter((one) => String(one.modified_at) < String(one.created_at))).toEqual([]);
  });
});

describe("somebody's tasks", () => {
  const tasksOf = async (sandbox: Sandbox, user: string) => {
    const list = await byService(sandbox, `/tasks?assignee=${user}&workspace=${organization}`);
    return list.data.map(({ gid }) => gid);
  };

  test("follow every change of the assignee", async () => {
    const sandbox = await aSandbox({ generatedTasks: 1 });
    const seen = [await tasksOf(sandbox, mira)];

    for (const assignee of [mira, bot, null, mira]) {
      await byService(sandbox, `PUT /tasks/${firstTask}`, { data: { assignee } });
      seen.push(await tasksOf(sandbox, mira));
    }
    await byService(sandbox, `DELETE /tasks/${firstTask}`);
    seen.push(await tasksOf(sandbox, mira));

    expect(seen).toEqual([[], [firstTask], [], [], [firstTask], []]);
  });

  test("hold new ones, and keep those whose assignee is sent again", async () => {
    const sandbox = await aSandbox();
    const data = { name: "New", workspace: organization, assignee: mira };
    const { gid } = (await byService(sandbox, "POST /tasks", { data })).data;

    await byService(sandbox, `PUT /tasks/${gid}`, { data: { assignee: mira } });

    expect(await tasksOf(sandbox, mira)).toEqual([gid]);
  });
});

test("a deleted task takes all below it along, comments included", async () => {
  const sandbox = await aSandbox();
  const below = async (parent: unknown) =>
    (await byService(sandbox, "POST /tasks", { data: { name: "Below", parent } })).data.gid;
  const child = await below("1201000000000404");
  const grandchild = await below(child);
  const comment = await byService(sandbox, `POST /tasks/${grandchild}/stories`, {
    data: { text: "Deep down" },
  });

  await byService(sandbox, `DELETE /tasks/${child}`);

  expect((await byService(sandbox, `/tasks/${grandchild}`)).status).toBe(404);
  expect((await byService(sandbox, `/stories/${comment.data.gid}`)).status).toBe(404);
  expect((await byService(sandbox, "/tasks/1201000000000404/subtasks")).data).toEqual([]);
});

describe("how many requests there were", () => {
  test("a program can ask, and its question counts too", async () => {
    const sandbox = await aSandbox();
    await byService(sandbox, "/users/me");

    const answer = await fetch(`${sandbox.origin}/sandbox/requests`);

    expect(await answer.json()).toEqual({ count: 2 });
    expect(sandbox.requestCount()).toBe(2);
  });

  test("is known when the oldest of them are forgotten", async () => {
    const sandbox = await aSandbox();

    await sendMany(sandbox, 20_100);

    expect(sandbox.requestCount()).toBe(20_101);
    expect(sandbox.requests.length).toBeLessThanOrEqual(20_000);
    expect(sandbox.requests.length).toBeGreaterThan(10_000);
    expect(sandbox.requests.at(-1)?.path).toBe("/sandbox/requests");
  });
});

/** All on one connection, without waiting for the answers; the last one closes it. */
async function sendMany({ origin }: Sandbox, count: number): Promise<void> {
  const { hostname, port, host } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const line = "GET /sandbox/requests HTTP/1.1";
  socket.resume();
  socket.write(`${line}\r\nHost: ${host}\r\n\r\n`.repeat(count));
  socket.write(`${line}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  await once(socket, "close");
}

function byService(sandbox: Sandbox, call: string, body?: unknown) {
  return api(sandbox, sandbox.settings.ASANA_SERVICE_ACCOUNT_TOKEN, call, body);
}
