import { describe, expect, test } from "@jest/globals";
import { aFormSetUp, lastAccessToken, type OpenPage, submit } from "../support/forms.ts";
import { api } from "../support/sandbox-client.ts";
import { resultOf } from "../support/shown.ts";

const organization = "1201000000000101";
const welcome = "1201000000000401";
const bought = "1201000000000421"; // completed
const welcomePage = `/demo/tasks/${welcome}`;

interface Action {
  readonly page: string;
  readonly button: string;
  readonly typed?: Readonly<Record<string, string>>;
  /** Where it leads. */
  readonly leadsTo: RegExp;
  readonly says: string;
  readonly call: RegExp;
  readonly status: number;
  readonly scope: string;
}

const actions: Readonly<Record<string, Action>> = {
  "creating a task": {
    page: "/demo",
    button: "Create task",
    typed: { name: "Water the plants", notes: "Twice", due: "2030-01-31", workspace: organization },
    leadsTo: /^\/demo\/tasks\/\d+\?result=[\w-]{22}$/,
    says: "The task was created. Open it at Asana",
    call: /^POST http:\/\/localhost:\d+\/api\/1\.0\/tasks\?opt_fields=/,
    status: 201,
    scope: "tasks:write",
  },
  "renaming a task": {
    page: welcomePage,
    button: "Rename",
    typed: { name: "Write a warm welcome" },
    leadsTo: /^\/demo\/tasks\/1201000000000401\?result=[\w-]{22}$/,
    says: "The task was renamed. Open it at Asana",
    call: /^PUT http:\/\/localhost:\d+\/api\/1\.0\/tasks\/1201000000000401\?opt_fields=/,
    status: 200,
    scope: "tasks:write",
  },
  "completing a task": {
    page: welcomePage,
    button: "Complete",
    leadsTo: /^\/demo\/tasks\/1201000000000401\?result=[\w-]{22}$/,
    says: "The task is completed. Open it at Asana",
    call: /^PUT http:\/\/localhost:\d+\/api\/1\.0\/tasks\/1201000000000401\?opt_fields=/,
    status: 200,
    scope: "tasks:write",
  },
  "reopening a task": {
    page: `/demo/tasks/${bought}`,
    button: "Reopen",
    leadsTo: /^\/demo\/tasks\/1201000000000421\?result=[\w-]{22}$/,
    says: "The task is open again. Open it at Asana",
    call: /^PUT http:\/\/localhost:\d+\/api\/1\.0\/tasks\/1201000000000421\?opt_fields=/,
    status: 200,
    scope: "tasks:write",
  },
  "commenting on a task": {
    page: welcomePage,
    button: "Comment",
    typed: { text: "Nearly there" },
    leadsTo: /^\/demo\/tasks\/1201000000000401\?result=[\w-]{22}$/,
    says: "Your comment was added. Asana names Ana Everyday as its author.",
    call: /^POST http:\/\/localhost:\d+\/api\/1\.0\/tasks\/1201000000000401\/stories\?opt_fields=/,
    status: 201,
    scope: "stories:write",
  },
  "deleting a task": {
    page: `${welcomePage}/delete`,
    button: "Delete the task",
    leadsTo: /^\/demo\?result=[\w-]{22}$/,
    says: "The task was deleted. Asana keeps it in the trash for 30 days: until then you can restore it there. Open Asana",
    call: /^DELETE http:\/\/localhost:\d+\/api\/1\.0\/tasks\/1201000000000401$/,
    status: 200,
    scope: "tasks:delete",
  },
};

describe.each(Object.entries(actions))("%s", (_name, action) => {
  test("redirects to a page that says what was done", async () => {
    const { browser, open } = await aFormSetUp();
    const page = await open(action.page);

    const { status, location, after } = await submit(browser, page, action.button, action.typed);

    expect([status, after.status]).toEqual([303, 200]);
    expect(location).toMatch(action.leadsTo);
    expect(resultOf(after)).toMatchObject({ heading: "Done", says: action.says });
  });

  test("makes the call that does it, and shows no token", async () => {
    const { sandbox, browser, open, calls } = await aFormSetUp();
    const page = await open(action.page);

    const { after } = await submit(browser, page, action.button, action.typed);

    const made = calls.ofForms.map(({ method, url, ...call }) => ({
      request: `${method} ${url}`,
      ...call,
    }));
    expect(made).toMatchObject([
      {
        request: expect.stringMatching(action.call),
        status: action.status,
        tokenName: "ASANA_ACCESS_TOKEN",
        scope: action.scope,
        body: { data: expect.anything() },
      },
    ]);
    for (const secret of sandbox.issued) expect(after.text).not.toContain(secret);
  });
});

describe("afterwards, at Asana,", () => {
  test("a task that was created is the person's own, as they wrote it", async () => {
    const { browser, open, ask } = await aFormSetUp();

    const { location } = await perform(browser, open, "creating a task");

    const gid = /tasks\/(\d+)/.exec(location)?.[1];
    const { data } = await ask(`/tasks/${gid}`);
    expect(data).toMatchObject({
      name: "Water the plants",
      notes: "Twice",
      due_on: "2030-01-31",
      completed: false,
      assignee: { name: "Ana Everyday" },
      workspace: { gid: organization },
    });
  });

  test.each([
    ["renaming a task", welcome, { name: "Write a warm welcome", completed: false }],
    ["completing a task", welcome, { name: "Write the welcome text", completed: true }],
    ["reopening a task", bought, { name: "Buy the domain", completed: false }],
  ])("%s has changed that and nothing else", async (name, gid, changed) => {
    const { browser, open, ask } = await aFormSetUp();
    const before = (await ask(`/tasks/${gid}`)).data;

    await perform(browser, open, name);

    const { modified_at, completed_at, memberships, ...rest } = before;
    expect((await ask(`/tasks/${gid}`)).data).toMatchObject({ ...rest, ...changed });
  });

  test("a comment stands below the task, in the person's name", async () => {
    const { browser, open, ask } = await aFormSetUp();

    const { after } = await perform(browser, open, "commenting on a task");

    const { data } = await ask(`/tasks/${welcome}/stories?opt_fields=text,created_by.name`);
    expect(data.at(-1)).toMatchObject({
      text: "Nearly there",
      created_by: { name: "Ana Everyday" },
    });
    expect(after.text).toMatch(/Ana Everyday<\/bdi>[\s\S]*<bdi>Nearly there<\/bdi>/);
  });

  test("a task that was deleted is gone, and from the list as well", async () => {
    const { browser, open, ask } = await aFormSetUp();

    const { after } = await perform(browser, open, "deleting a task");

    expect((await ask(`/tasks/${welcome}`)).status).toBe(404);
    expect(after.text).not.toContain(`href="${welcomePage}"`);
    expect(after.text).toContain("Choose the photos");
  });
});

test("the page that asks before a task is deleted deletes nothing, and names the trash", async () => {
  const { open, ask, changes } = await aFormSetUp();

  const page = await open(`${welcomePage}/delete`);

  expect(page.text).toContain("Write the welcome text");
  expect(page.text).toContain("Asana keeps it in the trash for 30 days");
  expect(page.text).toContain(`href="${welcomePage}">Keep it`);
  expect(changes()).toEqual([]);
  expect((await ask(`/tasks/${welcome}`)).status).toBe(200);
});

test("a task with more than a hundred comments says that some are left out", async () => {
  const { sandbox, open } = await aFormSetUp();
  const call = `POST /tasks/${welcome}/stories`;
  const token = lastAccessToken(sandbox);

  const whole = await open(welcomePage);
  for (let nth = 1; nth <= 101; nth += 1)
    await api(sandbox, token, call, { data: { text: "More" } });
  const cut = await open(welcomePage);

  const says = "shows the newest hundred comments among them";
  expect([whole, cut].map(({ text }) => text.includes(says))).toEqual([false, true]);
});

test.each(["creating a task", "renaming a task", "completing a task", "commenting on a task"])(
  "%s leads to a page that links to the task at Asana",
  async (name) => {
    const { browser, open, ask } = await aFormSetUp();

    const { location, after } = await perform(browser, open, name);

    const gid = /tasks\/(\d+)/.exec(location)?.[1];
    const { data } = await ask(`/tasks/${gid}?opt_fields=permalink_url`);
    expect(after.text).toContain(`<a href="${data.permalink_url}">Open it at Asana</a>`);
  },
);

test("a task's page is fetched with the person's token, and the bot is asked who it is with its own", async () => {
  const { sandbox, open, calls } = await aFormSetUp();

  await open(welcomePage);

  const made = calls.ofPages.map(({ tokenName, url }) => [tokenName, url]);
  expect(made).toHaveLength(3);
  expect(made).toEqual(
    expect.arrayContaining([
      [
        "ASANA_ACCESS_TOKEN",
        expect.stringMatching(`^${sandbox.issuer}/tasks/${welcome}\\?opt_fields=`),
      ],
      [
        "ASANA_ACCESS_TOKEN",
        expect.stringMatching(`^${sandbox.issuer}/tasks/${welcome}/stories\\?limit=100`),
      ],
      ["ASANA_PAT", expect.stringMatching(`^${sandbox.issuer}/users/me\\?opt_fields=`)],
    ]),
  );
});

async function perform(
  browser: Parameters<typeof submit>[0],
  open: (path: string) => Promise<OpenPage>,
  name: string,
) {
  const action = actions[name];
  if (!action) throw new Error(`no action ${name}`);
  return submit(browser, await open(action.page), action.button, action.typed);
}
