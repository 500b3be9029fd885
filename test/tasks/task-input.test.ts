import { describe, expect, test } from "@jest/globals";
import { people } from "../../sandbox/people.ts";
import { formWith } from "../support/browser.ts";
import { aFormSetUp, submit } from "../support/forms.ts";
import { api } from "../support/sandbox-client.ts";
import { resultOf, shownText } from "../support/shown.ts";

const organization = "1201000000000101";
const studioOfSomebodyElse = "1201000000000104";
const welcome = "1201000000000401";
const taskOfSomebodyElse = "1201000000000441";

type Typed = Readonly<Record<string, string>>;

describe("what cannot be used", () => {
  const whole = {
    name: "Water the plants",
    notes: "Twice\na week",
    due: "2030-01-31",
    workspace: organization,
  };
  const rows: [string, Typed, string][] = [
    ["no name", { name: "" }, "A task needs a name. Nothing was sent."],
    ["a name of blanks", { name: " \t " }, "A task needs a name. Nothing was sent."],
    ["a date in words", { due: "next week" }, "The due date must look like 2026-12-31"],
    ["a date of another country", { due: "31.1.2030" }, "The due date must look like"],
    ["a workspace by name", { workspace: "Home" }, "Choose a workspace for the task"],
    ["no workspace", { workspace: "" }, "Choose a workspace for the task"],
    ["an address as workspace", { workspace: "1/../2" }, "Choose a workspace for the task"],
  ];

  test.each(rows)("to create a task, %s: says so, sends nothing, loses nothing", async (...row) => {
    const [, typed, says] = row;
    const { browser, open, changes } = await aFormSetUp();

    const { status, after } = await submit(browser, await open("/demo"), "Create task", {
      ...whole,
      ...typed,
    });

    expect([status, after.status]).toEqual([303, 200]);
    expect(resultOf(after).says).toContain(says);
    expect(changes()).toEqual([]);
    const { workspace: _, ...kept } = { ...whole, ...typed };
    expect(formWith(after.text, "Create task").visible).toMatchObject(kept);
  });

  test.each([
    ["Rename", { name: "" }, "A task needs a name. Nothing was sent."],
    ["Rename", { name: "  " }, "A task needs a name. Nothing was sent."],
    ["Comment", { text: "" }, "Write something first. Nothing was sent."],
    ["Comment", { text: "\r\n \r\n" }, "Write something first. Nothing was sent."],
  ])("%s with %j says so and sends nothing", async (button, typed, says) => {
    const { browser, open, changes } = await aFormSetUp();

    const page = await open(`/demo/tasks/${welcome}`);
    const { after } = await submit(browser, page, button, typed);

    expect(resultOf(after)).toMatchObject({ heading: "That did not work", says });
    expect(changes()).toEqual([]);
  });

  const refusedByAsana: [string, Typed, number, string][] = [
    ["a day that no calendar has", { due: "2030-02-31" }, 400, "Asana refused the request."],
    ["a workspace that nobody has", { workspace: "999" }, 404, "Asana does not know it"],
    [
      "somebody else's workspace",
      { workspace: studioOfSomebodyElse },
      403,
      "Asana does not allow this here",
    ],
  ];

  test.each(refusedByAsana)("by Asana, %s: says so and loses nothing", async (...row) => {
    const [, typed, status, says] = row;
    const { browser, open, calls } = await aFormSetUp();

    const { after } = await submit(browser, await open("/demo"), "Create task", {
      ...whole,
      ...typed,
    });

    const result = resultOf(after);
    expect(result.says).toContain(says);
    expect(result.says).not.toContain("may have been done");
    expect(calls.ofForms.map((call) => call.status)).toEqual([status]);
    expect(formWith(after.text, "Create task").visible).toMatchObject({
      name: whole.name,
      notes: whole.notes,
    });
  });

  test("a form of 20 kB gets a page that says so, and nothing is sent", async () => {
    const { browser, open, changes } = await aFormSetUp();
    const page = await open("/demo");

    const answer = await browser.press(page, "Create task", {
      ...whole,
      notes: "x".repeat(20_000),
    });

    expect(answer.status).toBe(413);
    expect(answer.text).toContain("<h1>The form holds too much</h1>");
    expect(changes()).toEqual([]);
  });
});

describe("a name of", () => {
  const names: [string, string][] = [
    ["quotes", `It's "quoted" ‘twice’ \`and\` again`],
    ["markup", `<img src=x onerror="alert(1)"> </textarea> &amp; <!-- -->`],
    ["emoji", "🦊👩‍👩‍👧 Fox & family 🇩🇪"],
    ["letters from right to left", "שלום \u202eabc\u202c ‏مرحبا"],
    ["a thousand characters", "Abc defg ".repeat(112).slice(0, 1000).trim()],
    ["a thousand emoji", "🦊".repeat(1000)],
    ["one digit", "0"],
    ["code for a template", "<%= process %> {{name}} #{name}"],
  ];

  test.each(names)("%s is created, shown and renamed as it is", async (_name, name) => {
    const { browser, open, ask } = await aFormSetUp();
    const typed = { name, workspace: organization };

    const created = await submit(browser, await open("/demo"), "Create task", typed);
    const renamed = await submit(browser, created.after, "Rename", { name: `${name} again` });
    const list = await open(`/demo?workspace=${organization}`);

    const gid = /tasks\/(\d+)/.exec(created.location)?.[1];
    expect(headingIn(created.after)).toBe(name);
    expect(created.after.text.match(/<(img|script)\b/g)).toEqual(["<img", "<img"]); // the app's own: its sign, the bot's photo
    expect(formWith(created.after.text, "Rename").visible).toEqual({ name });
    expect(headingIn(renamed.after)).toBe(`${name} again`);
    expect((await ask(`/tasks/${gid}`)).data.name).toBe(`${name} again`);
    expect(shownText(list.text)).toContain(`${name} again`.replaceAll(/\s+/g, " "));
  });

  test("a comment of several lines and markup is shown as it was typed", async () => {
    const { browser, open, ask } = await aFormSetUp();
    const text = "Line one\n\n<b>line</b> two 🦊 & 'more'";

    const page = await open(`/demo/tasks/${welcome}`);
    await submit(browser, page, "Comment", { text: text.replaceAll("\n", "\r\n") });

    const { data } = await ask(`/tasks/${welcome}/stories?opt_fields=text`);
    expect(data.at(-1)?.text).toBe(text);
    expect((await open(`/demo/tasks/${welcome}`)).text).toContain("&lt;b&gt;line&lt;/b&gt; two");
  });
});

describe("an id beyond 2^53", () => {
  test("of a task stays as it is, from the list to the change", async () => {
    const { browser, open, ask, changes } = await aFormSetUp();

    const page = await open("/demo/tasks/9007199254740999");
    const { after } = await submit(browser, page, "Complete");

    expect(headingIn(after)).toBe("Read the applications");
    expect(changes()).toEqual(["PUT /tasks/9007199254740999"]);
    expect((await ask("/tasks/9007199254740999")).data.completed).toBe(true);
  });

  test("of a workspace stays as it is in a new task", async () => {
    const { browser, open, ask } = await aFormSetUp();
    const typed = { name: "Sweep the yard", workspace: "9007199254740995" };

    const { location } = await submit(browser, await open("/demo"), "Create task", typed);

    const { data } = await ask(`/tasks/${/tasks\/(\d+)/.exec(location)?.[1]}`);
    expect(data.workspace?.gid).toBe("9007199254740995");
  });

  test("of a person makes no difference to their tasks", async () => {
    const { browser, open, ask } = await aFormSetUp({}, { person: 2 });
    const typed = { name: "Mine", workspace: organization };

    const { location } = await submit(browser, await open("/demo"), "Create task", typed);

    const { data } = await ask(`/tasks/${/tasks\/(\d+)/.exec(location)?.[1]}`);
    expect(data.assignee?.gid).toBe(people[2]?.gid);
  });
});

describe("a task that is not there", () => {
  const tooLate: [string, Typed][] = [
    ["Rename", { name: "Too late" }],
    ["Complete", {}],
    ["Comment", { text: "Too late" }],
  ];

  test.each(tooLate)(
    "any more when somebody presses %s gets a page that says so",
    async (button, typed) => {
      const { sandbox, browser, open } = await aFormSetUp();
      const page = await open(`/demo/tasks/${welcome}`);
      const { ASANA_SERVICE_ACCOUNT_TOKEN } = sandbox.settings;
      await api(sandbox, ASANA_SERVICE_ACCOUNT_TOKEN, `DELETE /tasks/${welcome}`);

      const { status, after } = await submit(browser, page, button, typed);

      expect([status, after.status]).toEqual([303, 404]);
      expect(after.text).toContain("it was deleted, or you cannot see it");
    },
  );

  test("any more when somebody deletes it gets a page that says so", async () => {
    const { sandbox, browser, open } = await aFormSetUp();
    const page = await open(`/demo/tasks/${welcome}/delete`);
    const { ASANA_SERVICE_ACCOUNT_TOKEN } = sandbox.settings;
    await api(sandbox, ASANA_SERVICE_ACCOUNT_TOKEN, `DELETE /tasks/${welcome}`);

    const { status, after } = await submit(browser, page, "Delete the task");

    expect([status, after.status]).toEqual([303, 404]);
    expect(after.text).toContain("it was deleted, or you cannot see it");
  });

  test.each(["", "/delete"])("for this person, but for another one, at …%s", async (rest) => {
    const { open } = await aFormSetUp();

    const page = await open(`/demo/tasks/${taskOfSomebodyElse}${rest}`);

    expect(page.status).toBe(404);
    expect(page.text).toContain("Asana does not know this");
    expect(page.text).not.toContain("Frame the prints");
  });

  test.each(["abc", "12a", "-1", "1.5", "1%2F2", "0x10", "me", "1".repeat(31), "%00", "1%0A"])(
    "because %s is no id is 404, and Asana is not asked",
    async (gid) => {
      const { app, sandbox, browser, open } = await aFormSetUp();
      const before = sandbox.requests.length;

      const page = await open(`/demo/tasks/${gid}`);
      const form = await browser.post(`${app.origin}/demo/tasks/${gid}/rename`, { name: "x" });

      expect([page.status, form.status]).toEqual([404, 404]);
      expect(page.text).toContain("page-not-found");
      expect(sandbox.requests).toHaveLength(before);
    },
  );
});

test("a colleague's task can be completed where Asana lets one", async () => {
  const { browser, open, ask } = await aFormSetUp();

  const page = await open("/demo/tasks/1201000000000451");
  const { after } = await submit(browser, page, "Complete");

  expect(resultOf(after).heading).toBe("Done");
  expect((await ask("/tasks/1201000000000451")).data).toMatchObject({
    completed: true,
    assignee: { gid: people[2]?.gid },
  });
});

function headingIn({ text }: { readonly text: string }): string {
  const [, heading = ""] = /<h1><bdi>([\s\S]*?)<\/bdi><\/h1>/.exec(text) ?? [];
  return shownText(heading);
}
