import { describe, expect, test } from "@jest/globals";
import { operations } from "../../sandbox/rest/operations.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import {
  aClock,
  allScopes,
  api,
  aSandbox,
  codeFor,
  exchange,
  fullPermissionsCredentials,
  tokensFor,
} from "../support/sandbox-client.ts";

const organization = "1201000000000101";
const choir = "1201000000000102";
const project = "1201000000000301";
const privateProject = "9007199254740997";
const task = "1201000000000401";
const privateTask = "9007199254740999";
const story = "1201000000000501";
const team = "1201000000000201";

/** A token of the first person, unless it says otherwise. */
async function tokenOf(sandbox: Sandbox, person = 0, scope = allScopes): Promise<unknown> {
  return (await tokensFor(sandbox, { person, scope })).access_token;
}

describe("answers have Asana's shape", () => {
  test("one record: full, with related objects compact", async () => {
    const sandbox = await aSandbox();

    const answer = await api(sandbox, await tokenOf(sandbox), `/tasks/${task}`);

    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(answer.data).toMatchObject({
      gid: task,
      resource_type: "task",
      name: "Write the welcome text",
      completed: false,
      assignee: { gid: "1201000000000011", resource_type: "user", name: "Ana Everyday" },
      projects: [{ gid: project, resource_type: "project", name: "Website relaunch" }],
      workspace: { gid: organization, resource_type: "workspace" },
    });
    expect(answer.data).not.toHaveProperty("memberships");
    expect(answer.data).not.toHaveProperty("num_subtasks");
  });

  test("a list: compact records, and no next_page unless limit was sent", async () => {
    const sandbox = await aSandbox();
    const list = `/tasks?project=${project}`;

    const whole = await api(sandbox, sandbox.settings.ASANA_PAT, list);
    const paged = await api(sandbox, sandbox.settings.ASANA_PAT, `${list}&limit=100`);

    expect(Object.keys(whole.data[0] ?? {})).toEqual([
      "gid",
      "resource_type",
      "name",
      "resource_subtype",
    ]);
    expect(whole).not.toHaveProperty("next_page");
    expect(paged.next_page).toBeNull();
  });

  test("opt_fields: gid and what was named, dotted, grouped and nested", async () => {
    const sandbox = await aSandbox();
    const fields = "this.name,assignee.(name|email),projects.name,num_subtasks,nonsense";

    const { data } = await api(
      sandbox,
      await tokenOf(sandbox),
      `/tasks/${task}?opt_fields=${encodeURIComponent(fields)}`,
    );

    expect(data).toEqual({
      gid: task,
      name: "Write the welcome text",
      assignee: { gid: "1201000000000011", name: "Ana Everyday", email: "ana@example.com" },
      projects: [{ gid: project, name: "Website relaunch" }],
      num_subtasks: 1,
    });
  });

  test("opt_pretty indents, and options in the body choose fields", async () => {
    const sandbox = await aSandbox();
    const token = await tokenOf(sandbox);

    const pretty = await api(sandbox, token, "/users/me?opt_pretty");
    const body = { data: { notes: "x" }, options: { fields: ["notes"], pretty: true } };
    const changed = await api(sandbox, token, `PUT /tasks/${task}`, body);

    expect(pretty.text).toMatch(/^\{\n {2}"data"/);
    expect(changed.text).toMatch(/^\{\n {2}"data"/);
    expect(changed.data).toEqual({ gid: task, notes: "x" });
  });

  test.each([
    ["an unknown path", "/nonsense", 404, "No matching route for request"],
    ["an unknown object", "/tasks/12", 404, "task: Unknown object: 12"],
    ["something that is no gid", "/tasks/abc", 400, "task: Not a recognized ID: abc"],
    ["users without workspace", "/users", 400, "workspace: Missing input"],
    ["projects without workspace", "/projects", 400, "workspace: Missing input"],
    [
      "projects by pages without workspace",
      "/projects?limit=5",
      400,
      "Need to specify a workspace to paginate!",
    ],
    ["a task list without workspace", "/users/me/user_task_list", 400, "workspace: Missing input"],
    ["teams without organization", "/users/me/teams", 400, "organization: Missing input"],
    [
      "teams of no organization",
      `/workspaces/${choir}/teams`,
      400,
      "organization: Not an organization",
    ],
    ["no limit at all", "/workspaces?limit=0", 400, "limit: Must be between 1 and 100"],
    ["a limit too high", "/workspaces?limit=101", 400, "limit: Must be between 1 and 100"],
    [
      "an offset of one's own",
      "/workspaces?limit=1&offset=eyJ",
      400,
      "offset: Your pagination token is invalid.",
    ],
    ["a tag", "/tasks?tag=12", 404, "tag: Unknown object: 12"],
    [
      "a date that is none",
      `/projects/${project}/tasks?completed_since=soon`,
      400,
      "completed_since: Not a valid date-time: soon",
    ],
  ])("%s: an error with help", async (_what, path, status, message) => {
    const sandbox = await aSandbox();

    const answer = await api(sandbox, await tokenOf(sandbox), path);

    expect(answer.status).toBe(status);
    expect(answer.errors).toEqual([{ message, help: expect.stringContaining("https://") }]);
  });

  test.each([
    ["malformed JSON", '{"data":', "application/json", 400],
    ["JSON that is no object", "[1]", "application/json", 400],
    ["data that is no object", '{"data":7}', "application/json", 400],
    [
      "more than a megabyte",
      `{"data":{"name":"${"x".repeat(1024 * 1024)}"}}`,
      "application/json",
      413,
    ],
    [
      "a form",
      "name=From+a+form&workspace=1201000000000101",
      "application/x-www-form-urlencoded",
      201,
    ],
  ])("a body of %s", async (_what, body, type, status) => {
    const sandbox = await aSandbox();
    const headers = { authorization: `Bearer ${sandbox.settings.ASANA_PAT}`, "content-type": type };

    const answer = await fetch(`${sandbox.issuer}/tasks`, { method: "POST", headers, body });

    expect(answer.status).toBe(status);
    expect(await answer.json()).toHaveProperty(status === 201 ? "data" : "errors");
  });
});

describe("pagination", () => {
  test.each([1, 2, 5, 100])("pages of %i hold every record once, in order", async (limit) => {
    const sandbox = await aSandbox();
    const token = sandbox.settings.ASANA_SERVICE_ACCOUNT_TOKEN;
    const whole = await api(sandbox, token, `/tasks?project=${project}`);

    const gids: string[] = [];
    let next: string | null = `/tasks?project=${project}&limit=${limit}`;
    while (next !== null) {
      const page = await api(sandbox, token, next);
      expect(page.data.length).toBeGreaterThan(0);
      expect(page.data.length).toBeLessThanOrEqual(limit);
      gids.push(...page.data.map(({ gid }) => String(gid)));
      expect(page.next_page?.uri ?? "").toBe(
        page.next_page ? sandbox.issuer + page.next_page.path : "",
      );
      next = page.next_page?.path ?? null;
    }

    expect(gids).toEqual(whole.data.map(({ gid }) => gid));
    expect(gids).toHaveLength(5);
  });

  test("an offset is good for its own list only", async () => {
    const sandbox = await aSandbox();
    const token = sandbox.settings.ASANA_PAT;
    const { next_page } = await api(sandbox, token, `/tasks?project=${project}&limit=1`);

    const other = `/tasks?project=1201000000000302&limit=1&offset=${next_page?.offset}`;

    expect((await api(sandbox, token, other)).status).toBe(400);
  });
});

test("generated tasks come on top, in the organization only, with projects and stories", async () => {
  const sandbox = await aSandbox({ generatedTasks: 250 });
  const { ASANA_SERVICE_ACCOUNT_TOKEN: token } = sandbox.settings;
  const projects = await api(sandbox, token, `/projects?workspace=${organization}`);
  const generated = projects.data.filter(({ name }) => String(name).startsWith("Generated"));

  const lists = await Promise.all(
    generated.map(({ gid }) => api(sandbox, token, `/projects/${gid}/tasks`)),
  );

  expect(lists.map(({ data }) => data.length)).toEqual([100, 100, 50]);
  const [first] = lists[0]?.data ?? [];
  expect((await api(sandbox, token, `/tasks/${first?.gid}/stories`)).data).toHaveLength(1);
  const mine = `/tasks?assignee=me&workspace=${organization}&completed_since=now`;
  expect((await api(sandbox, await tokenOf(sandbox), mine)).data).toHaveLength(6);
});

describe("tokens", () => {
  test.each([
    ["none", ""],
    ["an unknown one", "2/1/1:0"],
  ])("%s: 401", async (_which, token) => {
    const answer = await api(await aSandbox(), token, "/users/me");

    expect([answer.status, answer.errors[0]?.message]).toEqual([401, "Not Authorized"]);
  });

  test("an expired one: 401, in words of its own", async () => {
    const clock = aClock();
    const sandbox = await aSandbox({ now: clock.now });
    const token = await tokenOf(sandbox);

    clock.moveSeconds(3600);

    const answer = await api(sandbox, token, "/users/me");
    expect(answer.status).toBe(401);
    expect(answer.errors[0]?.message).toMatch(/^The bearer token has expired/);
  });

  test("a refresh token or an ID token is none", async () => {
    const sandbox = await aSandbox();
    const { refresh_token, id_token } = await tokensFor(sandbox);

    expect((await api(sandbox, refresh_token, "/users/me")).status).toBe(401);
    expect((await api(sandbox, id_token, "/users/me")).status).toBe(401);
  });

  test("personal and service-account tokens act as themselves", async () => {
    const sandbox = await aSandbox();
    const { ASANA_PAT, ASANA_SERVICE_ACCOUNT_TOKEN } = sandbox.settings;

    const bot = await api(sandbox, ASANA_PAT, "/users/me");
    const service = await api(sandbox, ASANA_SERVICE_ACCOUNT_TOKEN, "/users/me");
    const workspaces = await api(sandbox, ASANA_SERVICE_ACCOUNT_TOKEN, "/workspaces");

    expect(bot.data).toMatchObject({ name: "Taskbot", email: "taskbot@example.com" });
    expect(service.data).toMatchObject({
      name: "Backup service account",
      email: null,
      photo: null,
    });
    expect(workspaces.data.map(({ gid }) => gid)).toEqual([organization]);
  });
});

describe("scopes", () => {
  const paths: Record<string, string> = {
    ":user": "me",
    ":workspace": organization,
    ":project": project,
    ":task": task,
    ":story": story,
    ":team": team,
  };
  const covered = operations.flatMap(({ scope, ...one }) => (scope ? [{ ...one, scope }] : []));
  const rows = covered.map(({ method, path, scope }) => {
    const filled = path.replaceAll(/:\w+/g, (name) => paths[name] ?? name);
    const queries: Record<string, string> = {
      "/tasks": `?project=${project}`,
      "/users": `?workspace=${organization}`,
      "/projects": `?workspace=${organization}`,
      "/users/me/user_task_list": `?workspace=${organization}`,
      "/users/me/teams": `?organization=${organization}`,
    };
    const query = method === "GET" ? (queries[filled] ?? "") : "";
    return [`${method} ${filled}${query}`, scope] as const;
  });

  test("cover the operations of the subset", () => {
    expect(rows).toHaveLength(23);
  });

  test.each(rows)("%s needs %s", async (call, scope) => {
    const sandbox = await aSandbox();
    const body = call.startsWith("P")
      ? { data: { text: "t", workspace: organization } }
      : undefined;
    const everythingElse = allScopes.split(" ").filter((one) => one !== scope);
    const without = await api(
      sandbox,
      await tokenOf(sandbox, 0, everythingElse.join(" ")),
      call,
      body,
    );
    const withIdentity = await api(
      sandbox,
      await tokenOf(sandbox, 1, "openid email profile"),
      call,
      body,
    );
    const { client_id } = fullPermissionsCredentials;
    const code = await codeFor(sandbox, { client_id, scope: "default" });
    const full = await exchange(sandbox, code, fullPermissionsCredentials);

    const allowed = await api(sandbox, full.body.access_token, call, body);

    expect(without.status).toBe(403);
    expect(without.errors[0]?.message).toBe(`Forbidden: this token lacks the scope ${scope}`);
    expect(withIdentity.status).toBe(403);
    expect(allowed.status).toBe(call.startsWith("POST") ? 201 : 200);
  });

  test.each(rows.filter(([, scope]) => scope !== "projects:write"))(
    "%s is allowed with %s alone",
    async (call, scope) => {
      const sandbox = await aSandbox();
      const body = call.startsWith("P")
        ? { data: { text: "t", workspace: organization } }
        : undefined;

      const answer = await api(sandbox, await tokenOf(sandbox, 0, scope), call, body);

      expect(answer.status).toBe(call.startsWith("POST") ? 201 : 200);
    },
  );

  test.each([
    [`/tasks/${task}?opt_fields=assignee.email`, "openid tasks:read", 403],
    [`/tasks/${task}?opt_fields=assignee.email`, "tasks:read users:read", 200],
    [
      `/tasks/${task}?opt_fields=assignee.name,projects.name,workspace.resource_type`,
      "tasks:read",
      200,
    ],
    [`/tasks/${task}?opt_fields=projects.owner.name`, "tasks:read users:read", 403],
    [`/tasks/${task}?opt_fields=projects.owner.email`, "tasks:read projects:read", 403],
    [`/tasks/${task}?opt_fields=memberships.section.name`, allScopes, 403],
    [`/projects/${project}?opt_fields=team`, "projects:read", 403],
    [`/projects/${project}?opt_fields=team.name`, "projects:read teams:read", 200],
    [`/tasks?project=${project}&opt_fields=assignee.email`, "tasks:read", 403],
  ])("nested fields: %s with %s gives %i", async (path, scope, status) => {
    const sandbox = await aSandbox();

    expect((await api(sandbox, await tokenOf(sandbox, 0, scope), path)).status).toBe(status);
  });

  test("a personal access token sees memberships and team", async () => {
    const sandbox = await aSandbox();
    const { ASANA_PAT } = sandbox.settings;

    const one = await api(sandbox, ASANA_PAT, `/tasks/${task}?opt_fields=memberships.section.name`);
    const other = await api(sandbox, ASANA_PAT, `/projects/${project}`);

    expect(one.data.memberships).toEqual([{ section: { name: "To do" } }]);
    expect(other.data.team).toMatchObject({ name: "Marketing" });
  });
});

describe("people see what is theirs", () => {
  test.each([
    [0, 3, 12],
    [1, 1, 3],
    [2, 1, 2],
    [3, 1, 0],
  ])("person %i: %i workspaces, %i open tasks", async (person, workspaceCount, taskCount) => {
    const sandbox = await aSandbox();
    const token = await tokenOf(sandbox, person);

    const workspaces = await api(sandbox, token, "/workspaces");
    const lists = await Promise.all(
      workspaces.data.map(({ gid }) =>
        api(sandbox, token, `/tasks?assignee=me&workspace=${gid}&completed_since=now&limit=50`),
      ),
    );

    expect(workspaces.data).toHaveLength(workspaceCount);
    expect(lists.flatMap(({ data }) => data)).toHaveLength(taskCount);
  });

  test("the bot sees a task of the first person, but nothing private", async () => {
    const sandbox = await aSandbox();
    const { ASANA_PAT, ASANA_SERVICE_ACCOUNT_TOKEN } = sandbox.settings;

    expect((await api(sandbox, ASANA_PAT, `/tasks/${task}`)).status).toBe(200);
    expect((await api(sandbox, ASANA_PAT, `/tasks/${privateTask}`)).status).toBe(404);
    expect((await api(sandbox, ASANA_PAT, `/projects/${privateProject}`)).status).toBe(403);
    const service = await api(sandbox, ASANA_SERVICE_ACCOUNT_TOKEN, `/tasks/${privateTask}`);
    expect(service.data.gid).toBe(privateTask);
  });

  test.each([
    [`/workspaces/${organization}`, 403],
    [`/workspaces/${organization}/users`, 403],
    [`/projects/${project}`, 403],
    [`/tasks/${task}`, 404],
    [`/stories/${story}`, 404],
    [`/teams/${team}/users`, 404],
    ["/users/1201000000000011", 404],
    ["/users/ana@example.com", 404],
    [`/tasks?project=${project}`, 403],
    [`/tasks?assignee=me&workspace=${organization}`, 403],
  ])("a stranger asking for %s gets %i", async (path, status) => {
    const sandbox = await aSandbox();

    expect((await api(sandbox, await tokenOf(sandbox, 1), path)).status).toBe(status);
  });

  test("a user is found by gid, e-mail address and me", async () => {
    const sandbox = await aSandbox();
    const token = await tokenOf(sandbox, 2);

    const answers = await Promise.all(
      ["9007199254740993", "zoe%2Bodd@example.com", "me"].map((who) =>
        api(sandbox, token, `/users/${who}`),
      ),
    );

    expect(answers.map(({ data }) => data.gid)).toEqual(Array(3).fill("9007199254740993"));
    expect(Object.keys(answers[0]?.data.photo ?? {})).toHaveLength(6);
  });

  test("users come by gid, those of a workspace or team by name", async () => {
    const sandbox = await aSandbox();
    const { ASANA_PAT } = sandbox.settings;
    const names = async (path: string) =>
      (await api(sandbox, ASANA_PAT, path)).data.map(({ name }) => String(name).split(" ")[0]);

    const byGid = ["Ana", "Mira", "Taskbot", "Gil", "Ivo", "Zoë"];
    expect(await names(`/users?workspace=${organization}`)).toEqual(byGid);
    expect(await names("/users")).toEqual(byGid);
    expect(await names(`/workspaces/${organization}/users`)).toEqual([
      "Ana",
      "Gil",
      "Ivo",
      "Mira",
      "Taskbot",
      "Zoë",
    ]);
    expect(await names(`/teams/${team}/users`)).toEqual(["Ana", "Zoë"]);
    expect(await names(`/users?team=${team}`)).toEqual(["Ana", "Zoë"]);
  });

  test("projects: of a workspace, of a team, archived or not", async () => {
    const sandbox = await aSandbox();
    const token = await tokenOf(sandbox);
    const names = async (path: string) =>
      (await api(sandbox, token, path)).data.map(({ name }) => name);

    expect(await names(`/projects?workspace=${organization}&archived=false`)).toEqual([
      "Website relaunch",
      "Autumn release",
      "Hiring",
      "Office move 2025",
      "Old price list",
    ]);
    expect(await names(`/projects?workspace=${organization}&archived=true`)).toEqual([
      "Old website",
    ]);
    expect(await names(`/projects?team=${team}`)).toEqual([
      "Website relaunch",
      "Old website",
      "Old price list",
    ]);
    expect(await names(`/workspaces/${choir}/projects`)).toEqual(["Summer concert"]);
  });
});

describe("GET /tasks", () => {
  test.each([
    ["nothing", "", 400],
    ["a workspace alone", `?workspace=${organization}`, 400],
    ["an assignee alone", "?assignee=me", 400],
    ["a project and an assignee", `?project=${project}&assignee=me&workspace=${organization}`, 400],
    ["a project and a section", `?project=${project}&section=${project}1`, 400],
    ["an assignee and a workspace", `?assignee=me&workspace=${organization}`, 200],
    ["a project", `?project=${project}`, 200],
    ["a section", `?section=${project}1`, 200],
  ])("filtered by %s", async (_filter, query, status) => {
    const sandbox = await aSandbox();

    const answer = await api(sandbox, sandbox.settings.ASANA_PAT, `/tasks${query}`);

    expect(answer.status).toBe(status);
    expect(answer.errors?.[0]?.message ?? "").toBe(
      status === 200
        ? ""
        : "Must specify exactly one of project, tag, section, user task list, or assignee + workspace",
    );
  });

  test("completed_since leaves out what was completed before", async () => {
    const clock = aClock();
    const sandbox = await aSandbox({ now: clock.now });
    const token = await tokenOf(sandbox);
    const count = async (since: string) => {
      const list = `/tasks?assignee=me&workspace=${organization}${since}`;
      return (await api(sandbox, token, list)).data.length;
    };
    const fiveDaysAgo = new Date(clock.now() - 5 * 86_400_000).toISOString();

    expect(await count("")).toBe(8);
    expect(await count(`&completed_since=${fiveDaysAgo}`)).toBe(7);
    expect(await count("&completed_since=now")).toBe(6);
  });

  test("the user task list filters as the assignee does", async () => {
    const sandbox = await aSandbox();
    const token = await tokenOf(sandbox);
    const { data } = await api(sandbox, token, `/users/me/user_task_list?workspace=${choir}`);

    const listed = await api(sandbox, token, `/tasks?user_task_list=${data.gid}`);

    expect(data).toMatchObject({
      name: "My tasks in Neighbourhood choir",
      workspace: { gid: choir },
    });
    expect(listed.data).toHaveLength(3);
  });
});

describe("tasks change", () => {
  test("created: 201, a Location, the full task, found in its lists", async () => {
    const sandbox = await aSandbox();
    const token = await tokenOf(sandbox);
    const data = { name: "Call the bank", notes: "a < b", assignee: "me", due_on: "2026-12-01" };

    const made = await api(sandbox, token, "POST /tasks", {
      data: { ...data, projects: [project] },
    });

    const location = made.headers.get("location");
    expect(made.status).toBe(201);
    expect(location).toBe(`${sandbox.issuer}/tasks/${made.data.gid}`);
    expect(made.data).toMatchObject({
      name: "Call the bank",
      due_on: "2026-12-01",
      assignee: { gid: "1201000000000011" },
      workspace: { gid: organization },
      projects: [{ gid: project }],
    });
    const html = await api(sandbox, token, `/tasks/${made.data.gid}?opt_fields=html_notes`);
    expect(html.data.html_notes).toBe("<body>a &lt; b</body>");
    const list = await api(sandbox, token, `/projects/${project}/tasks`);
    expect(list.data.map(({ gid }) => gid)).toContain(made.data.gid);
  });

  test.each([
    ["nothing to put it in", { name: "x" }, 400, "workspace: Missing input"],
    ["an unknown workspace", { workspace: "12" }, 404, "workspace: Unknown object: 12"],
    ["somebody else's workspace", { workspace: "1201000000000104" }, 403, "Forbidden"],
    [
      "both due_on and due_at",
      { workspace: choir, due_on: "2026-12-01", due_at: "2026-12-01T10:00:00Z" },
      400,
      "due_on",
    ],
    ["a start without an end", { workspace: choir, start_on: "2026-12-01" }, 400, "start_on"],
    ["a date that is none", { workspace: choir, due_on: "tomorrow" }, 400, "due_on"],
    ["a name that is no text", { workspace: choir, name: 7 }, 400, "name"],
    ["completed as a word", { workspace: choir, completed: "yes" }, 400, "completed"],
    [
      "an assignee from elsewhere",
      { workspace: choir, assignee: "mira@example.com" },
      400,
      "assignee",
    ],
    ["projects of two workspaces", { workspace: choir, projects: [project] }, 400, "projects"],
  ])("refused: %s", async (_what, data, status, message) => {
    const sandbox = await aSandbox();

    const answer = await api(sandbox, await tokenOf(sandbox), "POST /tasks", { data });

    expect(answer.status).toBe(status);
    expect(answer.errors[0]?.message).toContain(message);
  });

  test("completed and reopened: only the sent fields change, and each leaves a story", async () => {
    const clock = aClock();
    const sandbox = await aSandbox({ now: clock.now });
    const token = await tokenOf(sandbox);
    clock.moveSeconds(60);

    const done = await api(sandbox, token, `PUT /tasks/${task}`, { data: { completed: true } });
    const open = await api(sandbox, token, `PUT /tasks/${task}`, { data: { completed: false } });

    expect(done.data).toMatchObject({
      completed: true,
      completed_at: new Date(clock.now()).toISOString(),
      name: "Write the welcome text",
    });
    expect(open.data).toMatchObject({ completed: false, completed_at: null });
    const stories = await api(sandbox, token, `/tasks/${task}/stories`);
    expect(stories.data.map(({ resource_subtype }) => resource_subtype)).toEqual([
      "comment_added",
      "marked_complete",
      "marked_incomplete",
    ]);
  });

  test("the workspace of a task never changes", async () => {
    const sandbox = await aSandbox();

    const answer = await api(sandbox, await tokenOf(sandbox), `PUT /tasks/${task}`, {
      data: { workspace: choir },
    });

    expect(answer.status).toBe(400);
  });

  test("a comment belongs to whoever the token acts as", async () => {
    const sandbox = await aSandbox();
    const comment = { data: { text: "Done" } };

    const own = await api(sandbox, await tokenOf(sandbox), `POST /tasks/${task}/stories`, comment);
    const bots = await api(
      sandbox,
      sandbox.settings.ASANA_PAT,
      `POST /tasks/${task}/stories`,
      comment,
    );

    expect(own.status).toBe(201);
    expect(own.headers.get("location")).toBe(`${sandbox.issuer}/stories/${own.data.gid}`);
    expect(own.data).toMatchObject({
      type: "comment",
      text: "Done",
      created_by: { name: "Ana Everyday" },
      target: { gid: task },
      is_editable: true,
    });
    expect(bots.data.created_by).toMatchObject({ name: "Taskbot" });
    const read = await api(sandbox, await tokenOf(sandbox), `/stories/${bots.data.gid}`);
    expect(read.data).toMatchObject({ text: "Done", is_editable: false });
  });

  test.each([
    ["empty text", { text: " " }],
    ["no text", {}],
    ["text and HTML", { text: "a", html_text: "<body>a</body>" }],
  ])("a comment with %s is refused", async (_what, data) => {
    const sandbox = await aSandbox();

    const answer = await api(sandbox, await tokenOf(sandbox), `POST /tasks/${task}/stories`, {
      data,
    });

    expect(answer.status).toBe(400);
  });

  test("deleted: gone with its subtasks and comments", async () => {
    const sandbox = await aSandbox();
    const token = await tokenOf(sandbox);
    const subtasks = await api(sandbox, token, `/tasks/${task}/subtasks`);

    const answer = await api(sandbox, token, `DELETE /tasks/${task}`);

    expect([answer.status, answer.data]).toEqual([200, {}]);
    expect((await api(sandbox, token, `/tasks/${task}`)).status).toBe(404);
    expect((await api(sandbox, token, `/tasks/${subtasks.data[0]?.gid}`)).status).toBe(404);
    expect((await api(sandbox, token, `/stories/${story}`)).status).toBe(404);
    expect((await api(sandbox, token, `DELETE /tasks/${task}`)).status).toBe(404);
  });

  test("a project is archived by its people, with full permissions", async () => {
    const sandbox = await aSandbox();
    const { ASANA_PAT } = sandbox.settings;

    const answer = await api(sandbox, ASANA_PAT, `PUT /projects/${project}`, {
      data: { archived: true },
    });

    expect(answer.data).toMatchObject({ archived: true, name: "Website relaunch" });
  });

  test("two sandboxes know nothing of each other", async () => {
    const [one, other] = [await aSandbox(), await aSandbox()];

    await api(one, await tokenOf(one), `DELETE /tasks/${task}`);

    expect((await api(other, await tokenOf(other), `/tasks/${task}`)).status).toBe(200);
  });
});
