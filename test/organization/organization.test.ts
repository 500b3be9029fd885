import { describe, expect, test } from "@jest/globals";
import { organization } from "../../src/features/organization/organization.ts";
import { startApp } from "../support/app.ts";
import { aBrowser } from "../support/browser.ts";
import { whereProjectIsGone } from "../support/gone-project.ts";
import { api, aSandbox } from "../support/sandbox-client.ts";
import { shownText } from "../support/shown.ts";
import { aSetUp, signIn } from "../support/sign-in.ts";

const paths = (organization.rows ?? []).map(({ path }) => path);
const mira = 3;

type Options = Parameters<typeof aSetUp>[0];

/** Ana, who administers, signed in; opens pages of the organization. */
async function anAdministrator(options: Options = {}) {
  const setUp = await aSetUp(options);
  await signIn(setUp.browser, setUp);
  return { ...setUp, open: (path: string) => setUp.browser.open(setUp.app.origin + path) };
}

describe("an administrator sees", () => {
  test("members, administrators, guests and who left, each as what they are", async () => {
    const { open } = await anAdministrator();

    const page = await open("/organization/people");

    expect(rowsOf(page.text)).toEqual(
      expect.arrayContaining([
        ["Ana Everyday", "ana@example.com", "administrator", expect.stringMatching(/^\w{3} /)],
        ["Mira Newcomer", "mira@example.com", "member", expect.any(String)],
        ["Gil Guest", "gil@partner.example", "guest", expect.any(String)],
        ["Lea Left", "lea@example.com", "has left", expect.any(String)],
      ]),
    );
    expect(shownText(page.text)).toContain("All (7)");
  });

  test.each([
    ["member", 4],
    ["administrator", 1],
    ["guest", 1],
    ["left", 1],
    ["nonsense", 7],
  ])("only those of the kind %s: %d", async (kind, count) => {
    const { open } = await anAdministrator();

    expect(rowsOf((await open(`/organization/people?kind=${kind}`)).text)).toHaveLength(count);
  });

  test("an odd name as it is, and no markup of it", async () => {
    const { sandbox, open } = await anAdministrator();

    const { text } = await open("/organization/people");

    expect(rowsOf(text).map(([name]) => name)).toContain(sandbox.people[2]?.name);
    expect(text).not.toContain("<b>O’Neil");
  });

  test("the teams", async () => {
    const { open } = await anAdministrator();

    expect(shownText((await open("/organization/teams")).text)).toMatch(/Marketing.*Engineering/);
  });

  test("projects in which nothing has happened, the oldest first, archived ones left out", async () => {
    const { open } = await anAdministrator();

    const { text } = await open("/organization/projects");

    expect(rowsOf(text).map(([name]) => name)).toEqual(["Office move 2025", "Old price list"]);
    expect(shownText(text)).toContain("2 of 5 projects");
  });

  test("a project as active again once somebody has commented on a task", async () => {
    const { sandbox, open } = await anAdministrator();
    const token = sandbox.settings.ASANA_SERVICE_ACCOUNT_TOKEN;
    await api(sandbox, token, "POST /tasks/1201000000000470/stories", { data: { text: "Hm" } });

    const { text } = await open("/organization/projects");

    expect(rowsOf(text).map(([name]) => name)).toEqual(["Old price list"]);
  });

  test("how many projects nothing is known of, because they were deleted meanwhile", async () => {
    const sandbox = await aSandbox();
    const app = await startApp(await whereProjectIsGone(sandbox, "1201000000000307"));
    const browser = aBrowser();
    await signIn(browser, { app, sandbox });

    const { text } = await browser.open(`${app.origin}/organization/projects`);

    expect(rowsOf(text).map(([name]) => name)).toEqual(["Old price list"]);
    expect(shownText(text)).toMatch(/Asana does not show 1 more.* 1 of 4 projects/);
  });

  test("of more projects than the page looks at how many it looks at, deleted ones included", async () => {
    const sandbox = await aSandbox({ generatedTasks: 20_000 });
    const app = await startApp(await whereProjectIsGone(sandbox, "1201000000000307"));
    const browser = aBrowser();
    await signIn(browser, { app, sandbox });

    const { text } = await browser.open(`${app.origin}/organization/projects`);

    expect(shownText(text)).toMatch(/more projects than the 200 .*Asana does not show 1 more/);
  });

  test("private projects too, of which they are no member", async () => {
    const { open } = await anAdministrator();
    const today = new Date().toISOString().slice(0, 10);

    const { text } = await open(`/organization/projects?since=${today}`);

    expect(rowsOf(text).map(([name]) => name)).toContain("Hiring");
  });

  test.each([
    ["2026-02-30", "no day in the past"],
    ["2999-01-01", "no day in the past"],
    ["yesterday", "no day in the past"],
    ["%3Cscript%3E", "no day in the past"],
  ])("that %s is %s, and the last six months", async (since, says) => {
    const { open } = await anAdministrator();

    const { status, text } = await open(`/organization/projects?since=${since}`);

    expect([status, shownText(text).includes(says)]).toEqual([200, true]);
    expect(rowsOf(text)).toHaveLength(2);
    expect(text).not.toContain("<script");
  });

  test("what has happened lately, their own sign-in first, and how", async () => {
    const { open } = await anAdministrator();

    const { text } = await open("/organization/audit-log");

    expect(rowsOf(text).map(([what, , who]) => [what, who])).toEqual([
      ["user_app_authorized", "Ana Everyday"],
      ["user_login_succeeded", "Ana Everyday"],
      ["user_login_failed", expect.stringContaining("Zoë")],
      ["user_deprovisioned", "Ana Everyday"],
    ]);
  });

  test.each([
    ["90", 6],
    ["1", 2],
    ["0", 4],
    ["91", 4],
    ["a lot", 4],
  ])("the events of %s days: %d", async (days, count) => {
    const { open } = await anAdministrator();

    const { text } = await open(`/organization/audit-log?days=${encodeURIComponent(days)}`);

    expect(rowsOf(text)).toHaveLength(count);
    expect(shownText(text).includes("no number of days")).toBe(!["90", "1"].includes(days));
  });

  test("that a list goes on, where a page is too short for it", async () => {
    const { open } = await anAdministrator({ sandbox: { generatedTasks: 20_000 } });

    const { text } = await open("/organization/projects");

    expect(shownText(text)).toMatch(/more projects than the 200 .* npm run inactive-projects/);
  });

  test("a link to these pages beside the others, and nobody else does", async () => {
    const { app, sandbox, open } = await anAdministrator();
    const member = aBrowser();
    await signIn(member, { app, sandbox }, { person: mira });

    expect((await open("/profile")).text).toContain('href="/organization"');
    expect((await member.open(`${app.origin}/profile`)).text).not.toContain('href="/organization"');
  });
});

describe("a member who is no administrator", () => {
  test.each(paths)(
    "gets 403, an explanation and nothing of the organization at %s",
    async (path) => {
      const setUp = await aSetUp();
      const { app, browser, sandbox } = setUp;
      await signIn(browser, setUp, { person: mira });
      const before = sandbox.requestCount();

      const answer = await browser.get(app.origin + path);

      expect(answer.status).toBe(403);
      expect(shownText(answer.text)).toContain("This page is for administrators");
      expect(answer.text).not.toMatch(/Gil Guest|Engineering|price list|user_login/);
      expect(answer.headers["cache-control"]).toBe("no-store");
      expect(sandbox.requestCount()).toBe(before);
    },
  );

  test("gets no more by a form", async () => {
    const setUp = await aSetUp();
    await signIn(setUp.browser, setUp, { person: mira });

    for (const path of paths) {
      const { status } = await setUp.browser.post(setUp.app.origin + path, {});
      expect(status).toBe(405);
    }
  });

  test("finds nothing kept in a browser that an administrator has signed out of", async () => {
    const { app, browser, open } = await anAdministrator();
    const seen = await open("/organization/people");
    await browser.press(seen, "Sign out");

    const again = await browser.get(`${app.origin}/organization/people`);

    expect(seen.headers["cache-control"]).toBe("no-store");
    expect(again.headers.location).toBe("/?returnTo=%2Forganization%2Fpeople");
    expect(again.text).not.toContain("Gil Guest");
  });

  test("is not made one by an administrator's e-mail address or name", async () => {
    const setUp = await aSetUp({
      sandbox: {
        switches: {
          idTokenClaims: "profile",
          idTokenOverrides: { email: "ana@example.com", name: "Ana Everyday" },
        },
      },
    });
    await signIn(setUp.browser, setUp, { person: mira });

    expect((await setUp.browser.get(`${setUp.app.origin}/organization`)).status).toBe(403);
  });
});

describe("each view", () => {
  test("is logged: who, what, and the request", async () => {
    const { app, open } = await anAdministrator();

    const { headers } = await open("/organization/people?kind=guest&workspace=1201000000000101");

    expect(viewsIn(app.log())).toEqual([
      expect.objectContaining({
        subject: "1201000000000011",
        path: "/organization/people",
        workspace: "1201000000000101",
        requestId: headers["x-request-id"],
        time: expect.any(Number),
      }),
    ]);
  });

  test("leaves no name, address or token in the log, nor what was typed", async () => {
    const { app, sandbox, open } = await anAdministrator();

    for (const path of paths) await open(`${path}?workspace=typed-by-somebody`);

    expect(viewsIn(app.log())).toHaveLength(paths.length);
    expect(app.log()).not.toMatch(/Ana Everyday|Gil Guest|@|typed-by-somebody/);
    expect(app.log()).not.toContain(sandbox.settings.ASANA_SERVICE_ACCOUNT_TOKEN);
  });
});

describe("a token that does not do", () => {
  const explained = "/organization/people";

  test("is missing: the page says how to get one", async () => {
    const sandboxed = await aSetUp();
    const { ASANA_SERVICE_ACCOUNT_TOKEN: _none, ...settings } = sandboxed.sandbox.settings;
    const app = await startApp({ settings });
    const browser = aBrowser();
    await signIn(browser, { app, sandbox: sandboxed.sandbox });

    const page = await browser.open(app.origin + explained);

    expect([page.status, shownText(page.text)]).toEqual([
      503,
      expect.stringMatching(
        /No service account is set up .* super admin .*ASANA_SERVICE_ACCOUNT_TOKEN/,
      ),
    ]);
  });

  test.each([403, 402, 404] as const)(
    "is a personal access token, and Asana says so with %d: it is recognized, and shows nothing",
    async (saStatus) => {
      const setUp = await aSetUp({ sandbox: { switches: { saStatus } } });
      const { ASANA_PAT } = setUp.sandbox.settings;
      const settings = { ...setUp.sandbox.settings, ASANA_SERVICE_ACCOUNT_TOKEN: ASANA_PAT };
      const app = await startApp({ settings });
      const browser = aBrowser();
      await signIn(browser, { app, sandbox: setUp.sandbox });

      const page = await browser.open(app.origin + explained);

      expect(page.status).toBe(503);
      expect(shownText(page.text)).toContain("This token is not a service account's");
      expect(page.text).not.toContain("Gil Guest");
    },
  );

  test("is no longer accepted: whose matter that is, and no offer to connect again", async () => {
    const { open } = await anAdministrator({
      settings: { ASANA_SERVICE_ACCOUNT_TOKEN: "2/removed" },
    });

    const page = await open(explained);

    expect([page.status, shownText(page.text)]).toEqual([
      503,
      expect.stringContaining("Asana does not accept the service account's token"),
    ]);
    expect(shownText(page.text)).not.toContain("Connect to Asana again");
  });
});

test("an organization that the token does not see is not shown; the one that it sees is", async () => {
  const { open } = await anAdministrator();

  const page = await open("/organization?workspace=1201000000000104");

  expect(shownText(page.text)).toContain("Example Organization , as the service account sees it");
});

test("while Asana fails the page says so, and offers to try again", async () => {
  const { sandbox, open } = await anAdministrator();
  sandbox.setSwitches({ fail: { endpoint: "rest", kind: 500, times: 9 } });

  const page = await open("/organization/teams");

  expect([page.status, shownText(page.text)]).toEqual([
    502,
    expect.stringContaining("Asana has trouble of its own"),
  ]);
});

/** The rows of the only table of a page, cell by cell. */
function rowsOf(html: string): string[][] {
  const body = /<tbody>([\s\S]*?)<\/tbody>/.exec(html)?.[1] ?? "";
  return body
    .split("</tr>")
    .slice(0, -1)
    .map((row) => {
      const cells = [...row.matchAll(/<(t[hd])[^>]*>([\s\S]*?)<\/t[hd]>/g)];
      const inOrder = cells.toSorted(([, one], [, other]) =>
        one === other ? 0 : one === "th" ? -1 : 1,
      );
      return inOrder.map(([, , cell = ""]) => shownText(cell));
    });
}

function viewsIn(log: string): Record<string, unknown>[] {
  return log
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter(({ event }) => event === "organization.viewed");
}
