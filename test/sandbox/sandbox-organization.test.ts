import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import {
  aClock,
  allScopes,
  api,
  aSandbox,
  codeFor,
  exchange,
  fullPermissionsCredentials,
  introspect,
  revoke,
  tokensFor,
} from "../support/sandbox-client.ts";

const organization = "1201000000000101";
const memberships = `/workspaces/${organization}/workspace_memberships`;
const auditLog = `/workspaces/${organization}/audit_log_events`;
const [ana, ben, mira, leaver, guest] = [
  "1201000000000011",
  "1201000000000012",
  "1201000000000014",
  "1201000000000024",
  "1201000000000022",
];
const shared = "1201000000000404";

describe("memberships", () => {
  const fields = "?opt_fields=user.name,user.email,is_active,is_admin,is_guest,is_view_only";

  test("tell members, administrators, guests, the invited and those who left", async () => {
    const sandbox = await aSandbox();

    const { data } = await byService(sandbox, memberships + fields);

    const kinds = Object.fromEntries(
      data.map(({ user, is_active, is_admin, is_guest }) => [
        user?.name,
        [is_active, is_admin, is_guest],
      ]),
    );
    expect(kinds).toMatchObject({
      "Ana Everyday": [true, true, false],
      "Mira Newcomer": [true, false, false],
      "Gil Guest": [true, false, true],
      "Ivo Invited": [true, false, false],
      "Lea Left": [false, false, false],
    });
  });

  test("are open to the bot's token too, and closed to a token with scopes", async () => {
    const sandbox = await aSandbox();
    const { access_token: granular } = await tokensFor(sandbox, { scope: allScopes });

    expect((await api(sandbox, sandbox.settings.ASANA_PAT, memberships)).status).toBe(200);
    expect((await api(sandbox, granular, memberships)).status).toBe(403);
  });

  test.each([
    ["a gid", mira, mira],
    ["an e-mail address", "mira@example.com", mira],
    ["the gid of somebody who left", leaver, leaver],
  ])("of one person are found by %s", async (_what, who, gid) => {
    const sandbox = await aSandbox();

    const { data } = await byService(sandbox, `${memberships}?user=${who}`);

    expect(data).toMatchObject([{ user: { gid }, workspace: { gid: organization } }]);
    expect(data).toHaveLength(1);
  });

  test("of one's own are found by me, and those of a stranger by nobody", async () => {
    const sandbox = await aSandbox();
    const { ASANA_PAT } = sandbox.settings;

    const own = await api(sandbox, ASANA_PAT, `${memberships}?user=me`);
    const foreign = await api(sandbox, ASANA_PAT, `${memberships}?user=${ben}`);

    expect(own.data).toMatchObject([{ user: { name: "Taskbot" }, workspace: {} }]);
    expect(foreign.status).toBe(404);
  });
});

describe("removing somebody", () => {
  const removeUser = `POST /workspaces/${organization}/removeUser`;

  test("is for administrators and service accounts", async () => {
    const sandbox = await aSandbox();
    const body = { data: { user: mira } };

    const byBot = await api(sandbox, sandbox.settings.ASANA_PAT, removeUser, body);
    const byAna = await api(sandbox, await fullToken(sandbox), removeUser, body);

    expect([byBot.status, byAna.status, byAna.data]).toEqual([403, 200, {}]);
  });

  test("takes them out of the lists, keeps what they were, and unassigns their tasks", async () => {
    const sandbox = await aSandbox();
    const before = await byService(sandbox, `/tasks?assignee=${ana}&workspace=${organization}`);

    await byService(sandbox, removeUser, { data: { user: ana } });

    const users = await byService(sandbox, `/users?workspace=${organization}`);
    const { data } = await byService(sandbox, `${memberships}?opt_fields=user.name,is_active`);
    const [task] = before.data;
    const { data: freed } = await byService(sandbox, `/tasks/${task?.gid}?opt_fields=assignee`);
    expect(users.data.map(({ gid }) => gid)).not.toContain(ana);
    expect(data.find(({ user }) => user?.gid === ana)).toMatchObject({ is_active: false });
    expect(freed.assignee).toBeNull();
  });

  test("takes them out of teams and projects too", async () => {
    const sandbox = await aSandbox();
    const places = async () => {
      const inTeam = await byService(sandbox, "/teams/1201000000000202/users");
      const inProject = await byService(sandbox, "/projects/1201000000000302");
      return [inTeam.data, inProject.data.members].map((users) =>
        users?.some(({ gid }) => gid === mira),
      );
    };
    const before = await places();

    await byService(sandbox, removeUser, { data: { user: mira } });

    expect([before, await places()]).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  test.each([leaver, ben, "nobody@example.com"])(
    "that is no member, %s, changes nothing",
    async (user) => {
      const sandbox = await aSandbox();
      const before = await byService(sandbox, auditLog);

      const answer = await byService(sandbox, removeUser, { data: { user } });

      expect(answer.status).toBe(404);
      expect((await byService(sandbox, auditLog)).data).toEqual(before.data);
    },
  );

  test("needs to be told whom", async () => {
    const sandbox = await aSandbox();

    const answer = await byService(sandbox, removeUser, { data: {} });

    expect([answer.status, answer.errors[0]?.message]).toEqual([400, "user: Missing input"]);
  });
});

describe("the audit log", () => {
  test("is for service accounts alone", async () => {
    const sandbox = await aSandbox();

    expect((await byService(sandbox, auditLog)).status).toBe(200);
    for (const token of [sandbox.settings.ASANA_PAT, await fullToken(sandbox)]) {
      expect((await api(sandbox, token, auditLog)).status).toBe(403);
    }
  });

  test("takes down who signs in, which app they let in, and that it was withdrawn", async () => {
    const sandbox = await aSandbox();
    const { refresh_token: refreshToken } = await tokensFor(sandbox);
    await revoke(sandbox, refreshToken);

    const { data } = await byService(sandbox, auditLog);

    expect(data.slice(-3).map(({ event_type, actor }) => [event_type, actor?.gid])).toEqual([
      ["user_login_succeeded", ana],
      ["user_app_authorized", ana],
      ["user_app_revoked", ana],
    ]);
  });

  test("takes down what is done by which kind of token", async () => {
    const sandbox = await aSandbox();
    await api(sandbox, sandbox.settings.ASANA_PAT, `DELETE /tasks/${shared}`);
    await byService(sandbox, `POST /workspaces/${organization}/removeUser`, {
      data: { user: guest },
    });

    const { data } = await byService(sandbox, auditLog);

    expect(data.slice(-2)).toMatchObject([
      {
        event_type: "task_deleted",
        event_category: "deletion",
        actor: { actor_type: "user", name: "Taskbot" },
        context: { context_type: "api", api_authentication_method: "personal_access_token" },
      },
      {
        event_type: "user_deprovisioned",
        actor: { name: "Backup service account" },
        resource: { gid: guest },
        context: { api_authentication_method: "service_account" },
      },
    ]);
  });

  test("comes oldest first, from start_at to before end_at", async () => {
    const sandbox = await aSandbox();
    const all = (await byService(sandbox, auditLog)).data.map(({ created_at }) => created_at);

    const [first = "", , third = ""] = all;
    const some = await byService(sandbox, `${auditLog}?start_at=${first}&end_at=${third}`);

    expect(all).toEqual(all.toSorted());
    expect(some.data.map(({ created_at }) => created_at)).toEqual(all.slice(0, 2));
  });

  test.each([
    ["event_type=user_invited", 1],
    [`actor_gid=${ana}`, 3],
    [`resource_gid=${leaver}`, 1],
    ["actor_type=asana_support", 0],
  ])("is cut to %s", async (filter, count) => {
    const sandbox = await aSandbox();

    expect((await byService(sandbox, `${auditLog}?${filter}`)).data).toHaveLength(count);
  });

  test("has a next page for as long as anything matches, and at last an empty one", async () => {
    const sandbox = await aSandbox();
    const first = await byService(sandbox, `${auditLog}?limit=3`);
    const second = await byService(sandbox, first.next_page?.path ?? "");
    const third = await byService(sandbox, second.next_page?.path ?? "");
    const nothing = await byService(sandbox, `${auditLog}?event_type=never_heard_of`);

    expect([first, second, third].map(({ data }) => data.length)).toEqual([3, 1, 0]);
    expect(third.next_page).toMatchObject({ offset: expect.any(String) });
    expect(nothing).toMatchObject({ data: [], next_page: null });
  });

  test("goes on from an empty page with what has happened since", async () => {
    const sandbox = await aSandbox();
    const all = await byService(sandbox, auditLog);
    const empty = await byService(sandbox, all.next_page?.path ?? "");
    await tokensFor(sandbox);

    const { data } = await byService(sandbox, empty.next_page?.path ?? "");

    expect(empty.data).toEqual([]);
    expect(data.map(({ event_type }) => event_type)).toEqual([
      "user_login_succeeded",
      "user_app_authorized",
    ]);
  });
});

describe("an organization export", () => {
  const body = { data: { organization } };

  test("is pending, started and finished, and can be fetched then", async () => {
    const clock = aClock();
    const sandbox = await aSandbox({ now: clock.now });

    const asked = await byService(sandbox, "POST /organization_exports", body);
    const path = `/organization_exports/${asked.data.gid}`;
    const states = [asked.data];
    for (const seconds of [3, 3]) {
      clock.moveSeconds(seconds);
      states.push((await byService(sandbox, path)).data);
    }

    expect([asked.status, ...states.map(({ state }) => state)]).toEqual([
      201,
      "pending",
      "started",
      "finished",
    ]);
    expect(states.slice(0, 2).map(({ download_url: url }) => url)).toEqual([null, null]);
    const file = await fetch(String(states[2]?.download_url));
    const content = gunzipSync(Buffer.from(await file.arrayBuffer())).toString();
    expect(JSON.parse(content)).toMatchObject({ organization: { gid: organization } });
  });

  test("is for service accounts alone, and without its address nobody fetches it", async () => {
    const clock = aClock();
    const sandbox = await aSandbox({ now: clock.now });
    const { data } = await byService(sandbox, "POST /organization_exports", body);
    clock.moveSeconds(10);

    const { ASANA_PAT } = sandbox.settings;
    expect((await api(sandbox, ASANA_PAT, "POST /organization_exports", body)).status).toBe(403);
    expect((await api(sandbox, ASANA_PAT, `/organization_exports/${data.gid}`)).status).toBe(403);
    expect((await fetch(`${sandbox.origin}/exports/${data.gid}.json.gz`)).status).toBe(404);
  });
});

describe("whose work it is:", () => {
  test.each([
    ["ASANA_PAT", "Taskbot"],
    ["ASANA_SERVICE_ACCOUNT_TOKEN", "Backup service account"],
  ] as const)("a comment and a task made with %s are %s's", async (setting, author) => {
    const sandbox = await aSandbox();
    const token = sandbox.settings[setting];

    const comment = await api(sandbox, token, `POST /tasks/${shared}/stories`, {
      data: { text: "Hello" },
    });
    const task = await api(sandbox, token, "POST /tasks?opt_fields=created_by.name", {
      data: { name: "New", workspace: organization },
    });

    expect(comment.data.created_by).toMatchObject({ name: author });
    expect(task.data.created_by).toMatchObject({ name: author });
  });

  test.each(["ASANA_PAT", "ASANA_SERVICE_ACCOUNT_TOKEN"] as const)(
    "introspection knows %s as an access token of no app, for years",
    async (setting) => {
      const sandbox = await aSandbox();

      const { body } = await introspect(sandbox, sandbox.settings[setting]);

      expect(body).toMatchObject({ active: true, token_type: "bearer" });
      expect(body).not.toHaveProperty("client_id");
      expect(Number(body.expires_in)).toBeGreaterThan(9 * 365 * 24 * 3600);
    },
  );

  test("a comment counts as a change of its task", async () => {
    const sandbox = await aSandbox();
    const old = "/tasks?project=1201000000000307&modified_since=";
    const since = new Date(Date.now() - 60_000).toISOString();
    const before = await byService(sandbox, old + since);

    await byService(sandbox, "POST /tasks/1201000000000470/stories", { data: { text: "Hm" } });

    expect(before.data).toEqual([]);
    expect((await byService(sandbox, old + since)).data).toHaveLength(1);
  });
});

describe("projects that nobody has touched for long", () => {
  const fields = "name,archived,modified_at,owner.name,team.name,permalink_url";

  test("are listed with whose they are, and so are their tasks with when they last changed", async () => {
    const clock = aClock();
    const sandbox = await aSandbox({ now: clock.now });
    const limit = new Date(clock.now() - 200 * 24 * 3600 * 1000).toISOString();
    const list = `/projects?workspace=${organization}&archived=false&opt_fields=${fields}`;

    const { data } = await byService(sandbox, list);

    const old = data.filter(({ modified_at }) => String(modified_at) < limit);
    expect(old).toMatchObject([
      { name: "Office move 2025", owner: { name: expect.stringMatching(/^Zoë/) }, team: null },
      { name: "Old price list", owner: { name: "Ana Everyday" }, team: { name: "Marketing" } },
    ]);
    for (const { gid, permalink_url: url } of old) {
      const tasks = await byService(sandbox, `/projects/${gid}/tasks?opt_fields=modified_at`);
      expect(tasks.data.map((one) => String(one.modified_at) < limit)).toEqual([true]);
      expect(url).toContain(gid);
    }
  });
});

function byService(sandbox: Sandbox, call: string, body?: unknown) {
  return api(sandbox, sandbox.settings.ASANA_SERVICE_ACCOUNT_TOKEN, call, body);
}

/** Of the first person, for an app with full permissions. */
async function fullToken(sandbox: Sandbox): Promise<unknown> {
  const { client_id } = fullPermissionsCredentials;
  const code = await codeFor(sandbox, { client_id, scope: "default" });
  return (await exchange(sandbox, code, fullPermissionsCredentials)).body.access_token;
}
