import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { unescapeHtml } from "../support/browser.ts";
import { aFormSetUp, type OpenPage } from "../support/forms.ts";
import { api } from "../support/sandbox-client.ts";
import { shownText } from "../support/shown.ts";

const organization = "1201000000000101";
const home = "9007199254740995";
const ana = "1201000000000011";

describe("the list", () => {
  test("holds the open tasks of all workspaces, each with a link here and one to Asana", async () => {
    const { sandbox, open } = await aFormSetUp();

    const page = await open("/demo");

    expect(namesIn(page)).toHaveLength(12);
    expect(page.text).toContain(
      '<a href="/demo/tasks/9007199254740999"><bdi>Read the applications</bdi></a>',
    );
    expect(page.text).toMatch(
      new RegExp(`<a href="${sandbox.origin}/[^"]*9007199254740999[^"]*">Open at Asana`),
    );
    expect(namesIn(page)).not.toContain("Freeze the code");
  });

  const filters: [string, string, string[], { workspace: string; show: string }][] = [
    [
      "one workspace",
      `?workspace=${home}`,
      ["Repair the bicycle", "Renew the library card", "Plant the tulips"],
      { workspace: home, show: "open" },
    ],
    [
      "one workspace, completed tasks as well",
      `?workspace=${home}&show=all`,
      ["Repair the bicycle", "Renew the library card", "Plant the tulips", "Return the books"],
      { workspace: home, show: "all" },
    ],
  ];

  test.each(filters)("of %s holds those tasks, and the form keeps the choice", async (...row) => {
    const [, query, names, choice] = row;
    const { open } = await aFormSetUp();

    const page = await open(`/demo${query}`);

    expect(namesIn(page)).toEqual(names);
    expect(chosenIn(page)).toEqual(choice);
  });

  test("marks the tasks that are completed", async () => {
    const { open } = await aFormSetUp();

    const page = await open(`/demo?workspace=${home}&show=all`);

    const [marked, ...others] = rowsIn(page).filter((row) => row.includes("Completed"));
    expect([marked, others]).toEqual([expect.stringContaining("Return the books"), []]);
  });

  test.each([
    ["one that nobody has", "?workspace=999"],
    ["a name", "?workspace=Home"],
    ["markup", "?workspace=%22%3E%3Cscript%3E"],
    ["nothing", "?workspace=&show=&offset="],
  ])("is the whole one when the address names %s as workspace", async (_name, query) => {
    const { open } = await aFormSetUp();

    const page = await open(`/demo${query}`);

    expect([page.status, namesIn(page).length]).toEqual([200, 12]);
    expect(page.text).not.toContain("<script");
  });
});

describe("a list of more than one page", () => {
  test("is walked through by its links, each task once, filters kept", async () => {
    const { sandbox, browser, open } = await aFormSetUp();
    await createTasks(sandbox, 45);
    const seen: string[][] = [];
    const choices: object[] = [];

    let page = await open(`/demo?workspace=${organization}&show=all`);
    for (;;) {
      seen.push(namesIn(page));
      choices.push(chosenIn(page));
      const next = linkIn(page, "Next page");
      if (!next) break;
      page = await browser.open(new URL(next, page.url).href);
    }

    expect(seen.map((names) => names.length)).toEqual([20, 20, 13]);
    expect(new Set(seen.flat()).size).toBe(53);
    expect(new Set(choices.map((choice) => JSON.stringify(choice)))).toEqual(
      new Set([JSON.stringify({ workspace: organization, show: "all" })]),
    );
    expect(linkIn(page, "First page")).toBe(`/demo?workspace=${organization}&show=all`);
  });

  test("has no page before the first and none after the last", async () => {
    const { sandbox, browser, open } = await aFormSetUp();
    await createTasks(sandbox, 20);

    const first = await open(`/demo?workspace=${organization}`);
    const last = await browser.open(new URL(linkIn(first, "Next page") ?? "", first.url).href);

    expect(linkIn(first, "First page")).toBeUndefined();
    expect(linkIn(last, "Next page")).toBeUndefined();
  });

  test("of all workspaces shows fifty, and says where there are more", async () => {
    const { sandbox, open } = await aFormSetUp();
    await createTasks(sandbox, 60);

    const page = await open("/demo");

    expect(namesIn(page)).toHaveLength(50);
    expect(shownText(page.text)).toContain(
      "You have more open tasks; these are the first 50. Look in Example Organization",
    );
    expect(page.text).toContain(`href="/demo?workspace=${organization}"`);
  });

  describe.each([400, 412] as const)("when Asana refuses an old offset with %d", (offsetStatus) => {
    test("starts again from the first page with a note, filters kept", async () => {
      const { sandbox, browser, open, calls } = await aFormSetUp();
      await createTasks(sandbox, 30);
      const first = await open(`/demo?workspace=${organization}&show=all`);
      sandbox.setSwitches({ offsetTtlSeconds: 0, offsetStatus });

      const before = calls.ofPages.length;
      const page = await browser.open(new URL(linkIn(first, "Next page") ?? "", first.url).href);

      expect(page.status).toBe(200);
      expect(page.text).toContain("That page of the list was too old for Asana");
      expect(namesIn(page)).toEqual(namesIn(first));
      expect(chosenIn(page)).toEqual({ workspace: organization, show: "all" });
      expect(calls.ofPages.slice(before).map(({ status }) => status)).toEqual([
        200,
        offsetStatus,
        200,
      ]);
    });
  });

  test("starts from the first page when the address holds an offset that was made up", async () => {
    const { open } = await aFormSetUp();

    const page = await open(`/demo?workspace=${home}&offset=${encodeURIComponent('"><b>1')}`);

    expect([page.status, namesIn(page).length]).toEqual([200, 3]);
    expect(page.text).toContain("too old");
    expect(page.text).not.toContain('"><b>1');
  });
});

/** Tasks of the first person in the organization, on top of the sandbox's own. */
async function createTasks(sandbox: Sandbox, count: number): Promise<void> {
  const { ASANA_PAT } = sandbox.settings;
  for (let number = 1; number <= count; number += 1) {
    const data = { workspace: organization, assignee: ana, name: `One of many: ${number}` };
    await api(sandbox, ASANA_PAT, "POST /tasks", { data });
  }
}

function rowsIn({ text }: OpenPage): string[] {
  return [...text.matchAll(/<li class="task">([\s\S]*?)<\/li>/g)].map(([, row = ""]) => row);
}

function namesIn(page: OpenPage): string[] {
  return rowsIn(page).map((row) => shownText(/<a [^>]*>([\s\S]*?)<\/a>/.exec(row)?.[1] ?? ""));
}

/** What the filters say. */
function chosenIn({ text }: OpenPage): { workspace: string; show: string } {
  const form = /<form[^>]* aria-label="Which tasks"[\s\S]*?<\/form>/.exec(text)?.[0] ?? "";
  const [first, second] = [...form.matchAll(/<option value="([^"]*)" selected>/g)].map(
    ([, value = ""]) => value,
  );
  return { workspace: second === undefined ? "" : (first ?? ""), show: second ?? first ?? "" };
}

function linkIn({ text }: OpenPage, label: string): string | undefined {
  const link = new RegExp(`<a [^>]*href="([^"]*)">${label}</a>`).exec(text);
  return link ? unescapeHtml(link[1] ?? "") : undefined;
}
