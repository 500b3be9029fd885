import { execFileSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import { aFormSetUp, lastAccessToken, type OpenPage, submit } from "../support/forms.ts";
import { api } from "../support/sandbox-client.ts";
import { callsIn, resultOf, type ToldCall } from "../support/told-calls.ts";

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
  readonly status: string;
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
    status: "201",
    scope: "tasks:write",
  },
  "renaming a task": {
    page: welcomePage,
    button: "Rename",
    typed: { name: "Write a warm welcome" },
    leadsTo: /^\/demo\/tasks\/1201000000000401\?result=[\w-]{22}$/,
    says: "The task was renamed. Open it at Asana",
    call: /^PUT http:\/\/localhost:\d+\/api\/1\.0\/tasks\/1201000000000401\?opt_fields=/,
    status: "200",
    scope: "tasks:write",
  },
  "completing a task": {
    page: welcomePage,
    button: "Complete",
    leadsTo: /^\/demo\/tasks\/1201000000000401\?result=[\w-]{22}$/,
    says: "The task is completed. Open it at Asana",
    call: /^PUT http:\/\/localhost:\d+\/api\/1\.0\/tasks\/1201000000000401\?opt_fields=/,
    status: "200",
    scope: "tasks:write",
  },
  "reopening a task": {
    page: `/demo/tasks/${bought}`,
    button: "Reopen",
    leadsTo: /^\/demo\/tasks\/1201000000000421\?result=[\w-]{22}$/,
    says: "The task is open again. Open it at Asana",
    call: /^PUT http:\/\/localhost:\d+\/api\/1\.0\/tasks\/1201000000000421\?opt_fields=/,
    status: "200",
    scope: "tasks:write",
  },
  "commenting on a task": {
    page: welcomePage,
    button: "Comment",
    typed: { text: "Nearly there" },
    leadsTo: /^\/demo\/tasks\/1201000000000401\?result=[\w-]{22}$/,
    says: "Your comment was added. Asana names Ana Everyday as its author.",
    call: /^POST http:\/\/localhost:\d+\/api\/1\.0\/tasks\/1201000000000401\/stories\?opt_fields=/,
    status: "201",
    scope: "stories:write",
  },
  "deleting a task": {
    page: `${welcomePage}/delete`,
    button: "Delete the task",
    leadsTo: /^\/demo\?result=[\w-]{22}$/,
    says: "The task was deleted. Asana keeps it in the trash for 30 days: until then you can restore it there. Open Asana",
    call: /^DELETE http:\/\/localhost:\d+\/api\/1\.0\/tasks\/1201000000000401$/,
    status: "200",
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

  test("shows the call that did it, and no token", async () => {
    const { sandbox, browser, open } = await aFormSetUp();
    const page = await open(action.page);

    const { after } = await submit(browser, page, action.button, action.typed);

    const { calls } = resultOf(after);
    expect(calls).toEqual([
      {
        request: expect.stringMatching(action.call),
        status: action.status,
        duration: expect.stringMatching(/^\d+ ms$/),
        sentWith: "your access token (OAuth)",
        scope: action.scope,
        json: expect.any(String),
        curl: expect.stringContaining('"Authorization: Bearer $ASANA_ACCESS_TOKEN"'),
      },
    ]);
    expect(JSON.parse(calls[0]?.json ?? "")).toHaveProperty("data");
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

describe("the curl command", () => {
  const awkward = `It's "done"; $(reboot) \`x\` \\ %s\n& more 🦊`;

  test("of a task with an awkward name says the same to a shell", async () => {
    const { app, browser, open } = await aFormSetUp();
    const page = await open("/demo");
    const typed = { name: awkward, notes: "a\n'b'\n", workspace: organization };

    const { after } = await submit(browser, page, "Create task", typed);

    const [call] = resultOf(after).calls;
    const words = shellWords(call);
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
    expect(JSON.parse(words[7] ?? "").data).toMatchObject({
      name: awkward,
      notes: "a\n'b'\n",
      assignee: "me",
    });
    expect(words.join()).not.toContain(app.origin);
  });

  test("of every call that fetched a page names its whole address", async () => {
    const { sandbox, open } = await aFormSetUp();

    const page = await open(welcomePage);

    const commands = callsIn(page.text).map(shellWords); // as the answers came
    expect(commands).toHaveLength(3);
    expect(commands).toEqual(
      expect.arrayContaining([
        [...bearer, expect.stringMatching(`^${sandbox.issuer}/tasks/${welcome}\\?opt_fields=`)],
        [
          ...bearer,
          expect.stringMatching(`^${sandbox.issuer}/tasks/${welcome}/stories\\?limit=100`),
        ],
        [
          "--header",
          "Authorization: Bearer the bot's token",
          expect.stringMatching(`^${sandbox.issuer}/users/me\\?opt_fields=`),
        ],
      ]),
    );
  });
});

const bearer = ["--header", "Authorization: Bearer the token"];

/** What curl would be given by a POSIX shell. */
function shellWords({ curl }: Pick<ToldCall, "curl"> = { curl: "" }): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${curl}\n`;
  const env = { ASANA_ACCESS_TOKEN: "the token", ASANA_PAT: "the bot's token", PATH: "/nowhere" };
  const printed = execFileSync("/bin/sh", ["-c", script], { encoding: "utf8", env });
  return printed.split("\0").slice(0, -1);
}

async function perform(
  browser: Parameters<typeof submit>[0],
  open: (path: string) => Promise<OpenPage>,
  name: string,
) {
  const action = actions[name];
  if (!action) throw new Error(`no action ${name}`);
  return submit(browser, await open(action.page), action.button, action.typed);
}
