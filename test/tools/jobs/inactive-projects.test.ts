import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../../sandbox/sandbox.ts";
import { isPastDay, monthsBefore } from "../../../src/asana/days.ts";
import { findInactiveProjects } from "../../../src/asana/find-inactive-projects.ts";
import { listProjects } from "../../../src/asana/projects.ts";
import { archiveProjects } from "../../../src/tools/jobs/archiving.ts";
import { report, somebodyWhoTypes } from "../../support/cli-report.ts";
import { whereProjectIsGone } from "../../support/gone-project.ts";
import { repository, run } from "../../support/process.ts";
import { aClock, api, aSandbox } from "../../support/sandbox-client.ts";

const organization = "1201000000000101";
const officeMove = "1201000000000307";
const priceList = "1201000000000308";

describe("the report of inactive projects", () => {
  test("is a table of those in which nothing has happened for six months", async () => {
    const { code, output, errors } = await inactive(await aSandbox());

    expect([code, namesIn(output)]).toEqual([0, ["Office move 2025", "Old price list"]]);
    expect(output).toMatch(/^Project +Team +Owner +Changed +gid\n/);
    expect(output).toMatch(/Old price list +Marketing +Ana Everyday +\d{4}-\d\d-\d\d +120100/);
    expect(errors).toContain("in 2 of 5 projects");
  });

  test("is CSV", async () => {
    const { code, output } = await inactive(await aSandbox(), "--format", "csv");

    const [head, ...rows] = output.split("\r\n");
    expect([code, head]).toEqual([0, '"name","team","owner","createdAt","modifiedAt","gid","url"']);
    expect(rows[0]).toContain('"Office move 2025","","Zoë ""Quote"" <b>O’Neil</b>');
    expect(rows).toHaveLength(3);
  });

  test("is JSON", async () => {
    const { code, output } = await inactive(await aSandbox(), "--format", "json");

    expect(code).toBe(0);
    expect(JSON.parse(output)).toEqual([
      expect.objectContaining({ gid: officeMove, team: null }),
      expect.objectContaining({ gid: priceList, team: "Marketing", owner: "Ana Everyday" }),
    ]);
  });

  test("leaves out a project whose own record is old, and whose task has a fresh comment", async () => {
    const sandbox = await aSandbox();
    const token = sandbox.settings.ASANA_SERVICE_ACCOUNT_TOKEN;
    await api(sandbox, token, "POST /tasks/1201000000000470/stories", { data: { text: "Hm" } });

    expect(await listedIn(sandbox)).toEqual([priceList]);
    const { data } = await api(sandbox, token, `/projects/${officeMove}`);
    expect(Date.parse(String(data.modified_at))).toBeLessThan(Date.now() - 299 * 24 * 3600 * 1000);
  });

  test.each([
    [["--months", "11"], 0],
    [["--months", "8"], 2],
    [["--since", "2020-01-01"], 0],
    [["--since", today()], 5],
  ])("with %j lists %d", async (options, count) => {
    expect(await listedIn(await aSandbox(), ...options)).toHaveLength(count);
  });

  test.each([
    [["--since", "2026-02-30"], "--since is no day in the past"],
    [["--since", "2999-01-01"], "--since is no day in the past"],
    [["--since", "yesterday"], "--since is no day in the past"],
    [["--months", "0"], "--months is no number of months"],
    [["--months", "six"], "--months is no number of months"],
    [["--months", "3", "--since", "2026-01-01"], "exclude each other"],
    [["--format", "xml"], "--format is none of table, csv, json"],
    [["--acrhive"], "--help"],
    [["now"], "--help"],
  ])("with %j asks Asana nothing and says what is wrong", async (options, words) => {
    const sandbox = await aSandbox();

    const { code, output, errors } = await inactive(sandbox, ...options);

    expect([code, output, sandbox.requestCount()]).toEqual([2, "", 0]);
    expect(errors).toContain(words);
  });

  test("of a personal access token says what is missing, and lacks the private projects", async () => {
    const sandbox = await aSandbox();
    const options = ["--since", today()];

    const bot = await report("inactive-projects", sandbox, options, "ASANA_PAT");

    expect(bot.output).not.toContain("Hiring");
    expect(bot.errors).toMatch(/what Taskbot sees: what is private to others is missing/);
    const all = await inactive(sandbox, ...options);
    expect(all.output).toContain("Hiring");
    expect(all.errors).not.toContain("missing");
  });

  test("leaves out a project that is gone by the time that Asana is asked about it", async () => {
    const whereOneIsGone = await whereProjectIsGone(await aSandbox(), officeMove);
    const { client } = somebodyWhoTypes([], whereOneIsGone);

    const found = await findInactiveProjects(client, {
      workspaceGid: organization,
      since: `${monthsBefore(Date.now(), 6)}T00:00:00.000Z`,
    });

    expect(found).toMatchObject({ projects: [{ gid: priceList }], looked: 4, closed: 1 });
    const { code, errors } = await inactive(whereOneIsGone);
    expect([code, errors]).toEqual([
      0,
      expect.stringMatching(/in 1 of 4 projects\.\nSkipped 1 more/),
    ]);
  });

  test("is complete although Asana asks to slow down, and says why it waits", async () => {
    const sandbox = await aSandbox({ switches: { force429: 2, retryAfterSeconds: 1 } });

    const { code, output, errors } = await inactive(sandbox);

    expect([code, namesIn(output).length]).toEqual([0, 2]);
    expect(errors).toContain("Asana asks to slow down");
  });

  test("prints its help without a setting", async () => {
    const help = run(`${repository}/dist/tools/inactive-projects.js`, {}, { options: ["--help"] });

    expect([await help.ended(), help.errors()]).toEqual([0, ""]);
    for (const option of ["--since", "--months", "--workspace", "--format", "--archive", "--yes"]) {
      expect(help.output()).toContain(option);
    }
  });
});

describe("names of strangers", () => {
  test("neither command the terminal nor become formulas", async () => {
    const sandbox = await aProjectNamed("=1+1\u001b[2J\u202e");

    const table = await inactive(sandbox);
    const csv = await inactive(sandbox, "--format", "csv");
    const archived = await inactive(sandbox, "--archive", "--yes");

    expect(table.output + csv.output + archived.errors).not.toMatch(/[^\P{Cc}\r\n]|\u202e/u);
    expect(csv.output).toContain(`"'=1+1`);
    expect(archived.errors).toContain("Archived: =1+1");
  });
});

describe("archiving", () => {
  test("without a terminal and without --yes shows what it would do, and changes nothing", async () => {
    const sandbox = await aSandbox();

    const { code, output, errors } = await inactive(sandbox, "--archive");

    expect([code, namesIn(output).length]).toEqual([2, 2]);
    expect(errors).toMatch(/2 projects would be archived[\s\S]*Nothing was archived[\s\S]*--yes/);
    expect(changesIn(sandbox)).toEqual([]);
  });

  test("is told of each project, and the next report lists them no more", async () => {
    const sandbox = await aSandbox();

    const { code, errors } = await inactive(sandbox, "--archive", "--yes");

    expect(code).toBe(0);
    expect(errors).toMatch(
      /Archived: Office move 2025[\s\S]*Archived: Old price[\s\S]*2 of 2 projects/,
    );
    expect(await listedIn(sandbox)).toEqual([]);
    expect((await inactive(sandbox, "--archive", "--yes")).errors).toContain("Nothing to archive");
  });

  test("goes on after one that fails, and says that it cannot tell", async () => {
    const path = `/projects/${officeMove}`;
    const fail = { endpoint: "rest", method: "PUT", path, kind: 500, times: 1 } as const;
    const sandbox = await aSandbox({ switches: { fail } });

    const { code, errors } = await inactive(sandbox, "--archive", "--yes");

    expect(code).toBe(1);
    expect(errors).toMatch(/Perhaps archived: Office move 2025[\s\S]*Archived: Old price list/);
    expect(errors).toContain("1 of 2 projects archived");
    expect(await listedIn(sandbox)).toEqual([officeMove]);
  });

  test("happens when somebody types the number of projects", async () => {
    const sandbox = await aSandbox();

    const { code, said } = await archiveTyping("2", sandbox);

    expect([code, said.at(-1)]).toEqual([0, "2 of 2 projects archived."]);
    expect(await listedIn(sandbox)).toEqual([]);
  });

  test.each(["yes", "1", "", "22"])("does not happen when somebody types %j", async (typed) => {
    const sandbox = await aSandbox();

    const { code, said } = await archiveTyping(typed, sandbox);

    expect([code, said.at(-1)]).toEqual([0, "Nothing was archived."]);
    expect(changesIn(sandbox)).toEqual([]);
  });
});

describe("days", () => {
  test.each([
    ["2026-11-24", 6, "2026-05-24"],
    ["2026-08-31", 6, "2026-02-28"],
    ["2028-08-30", 6, "2028-02-29"],
    ["2026-01-15", 13, "2024-12-15"],
  ])("%s, %d months earlier, is %s", (now, months, day) => {
    expect(monthsBefore(Date.parse(`${now}T23:59:59Z`), months)).toBe(day);
  });

  test.each([
    ["2026-11-24", true],
    ["2026-11-25", false],
    ["2026-02-29", false],
    ["2024-02-29", true],
    ["2026-2-3", false],
  ])("%s has been: %s", (day, isPast) => {
    expect(isPastDay(day, Date.parse("2026-11-24T00:00:00Z"))).toBe(isPast);
  });
});

function inactive(sandbox: Pick<Sandbox, "settings">, ...options: readonly string[]) {
  return report("inactive-projects", sandbox, options);
}

async function listedIn(sandbox: Sandbox, ...options: readonly string[]): Promise<string[]> {
  const { output } = await inactive(sandbox, "--format", "json", ...options);
  return JSON.parse(output).map(({ gid }: { gid: string }) => gid);
}

async function archiveTyping(typed: string, sandbox: Sandbox) {
  const somebody = somebodyWhoTypes([typed], sandbox);
  const projects = [];
  for await (const project of listProjects(somebody.client, organization)) {
    if ([officeMove, priceList].includes(project.gid)) projects.push(project);
  }
  return { code: await archiveProjects(projects, somebody), said: somebody.said };
}

/** One of the two, renamed so long ago that it is inactive all the same. */
async function aProjectNamed(name: string): Promise<Sandbox> {
  const clock = aClock();
  const sandbox = await aSandbox({ now: clock.now });
  const year = 365 * 24 * 3600;
  clock.moveSeconds(-year);
  const token = sandbox.settings.ASANA_SERVICE_ACCOUNT_TOKEN;
  await api(sandbox, token, `PUT /projects/${officeMove}`, { data: { name } });
  clock.moveSeconds(year);
  return sandbox;
}

function namesIn(table: string): string[] {
  const lines = table.trimEnd().split("\n").slice(1);
  return lines.map((line) => line.split("  ")[0] ?? "");
}

function changesIn(sandbox: Sandbox) {
  return sandbox.requests.filter(({ method }) => method !== "GET");
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
