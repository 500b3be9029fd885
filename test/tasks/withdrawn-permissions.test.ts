import { describe, expect, test } from "@jest/globals";
import { type Browser, formWith, unescapeHtml } from "../support/browser.ts";
import { aFormSetUp, type OpenPage, submit } from "../support/forms.ts";
import { requestsTo } from "../support/requests.ts";
import { resultOf, shownText } from "../support/shown.ts";
import { answerSandbox } from "../support/sign-in.ts";
import { aSignedInSetUp } from "../support/signed-in.ts";

const readOnly = "openid email profile users:read workspaces:read projects:read tasks:read";
const everything = `${readOnly} tasks:write tasks:delete stories:read stories:write`;
const welcomePage = "/demo/tasks/1201000000000401";
const organization = "1201000000000101";

/** The app asks for everything and believes that it has it; Asana granted less and did not say so. */
async function aSetUpWith(grant: string, scopeStatus: 401 | 403) {
  const setUp = await aFormSetUp({ sandbox: { switches: { grant, scopeStatus } } });
  return { ...setUp, asked: requestsTo(setUp.sandbox) };
}

const forms = [
  {
    button: "Create task",
    page: "/demo",
    typed: { name: "Not yet", workspace: organization },
    permission: "change-tasks",
    needs: "tasks:write",
  },
  {
    button: "Rename",
    page: welcomePage,
    typed: { name: "Not yet" },
    permission: "change-tasks",
    needs: "tasks:write",
  },
  {
    button: "Delete the task",
    page: `${welcomePage}/delete`,
    typed: {},
    permission: "delete-tasks",
    needs: "tasks:delete",
  },
] as const;

describe.each([403, 401] as const)("when Asana tells a missing scope with %d", (scopeStatus) => {
  describe.each(forms)("the form with $button", ({ button, page, typed, permission, needs }) => {
    test("says that the permission is missing, and the page asks for it", async () => {
      const { browser, open, asked } = await aSetUpWith(without(needs), scopeStatus);
      const form = await open(page);

      const { status, after } = await submit(browser, form, button, typed);

      expect([status, after.status, new URL(after.url).pathname]).toEqual([303, 200, page]);
      expect(resultOf(after).says).toContain("This needs a permission that was not given.");
      expect(linkFor(permission, after)).toContain("returnTo=");
      expect(shownText(after.text)).toContain("Write the welcome text");
      expect(asked.refreshes()).toBe(scopeStatus === 401 ? 1 : 0);
      expect(asked.introspections()).toBe(1);
    });

    test("works after the permission was given, with what was typed", async () => {
      const { sandbox, browser, open, changes } = await aSetUpWith(without(needs), scopeStatus);
      const { after } = await submit(browser, await open(page), button, typed);
      const refused = changes().length;
      sandbox.setSwitches({ grant: "all" });

      const { scope, back } = await follow(browser, sandbox, after, permission);
      const shownAgain = formWith(back.text, button).visible;
      const sentByItself = changes().length - refused;
      const done = await submit(browser, back, button);

      expect(scope.split(" ").sort()).toEqual(everything.split(" ").sort());
      expect(shownAgain).toMatchObject(typed);
      expect(sentByItself).toBe(0);
      expect(resultOf(done.after).heading).toBe("Done");
    });

    test("asks once more, without a loop, when Asana grants as little as before", async () => {
      const { sandbox, browser, open } = await aSetUpWith(without(needs), scopeStatus);
      const first = await submit(browser, await open(page), button, typed);

      const { back } = await follow(browser, sandbox, first.after, permission);
      const second = await submit(browser, back, button, typed);

      expect([back.status, second.after.status]).toEqual([200, 200]);
      expect(linkFor(permission, second.after)).toContain("returnTo=");
    });
  });

  const lists: [string, string, string][] = [
    ["tasks:read", "openid email profile workspaces:read", "tasks:read"],
    ["workspaces:read", "openid email profile tasks:read", "workspaces:read"],
    ["both", "openid email profile", "workspaces:read"],
  ];

  test.each(lists)("the demo without %s says so and asks for it", async (_name, grant, named) => {
    const { sandbox, browser, open, asked } = await aSetUpWith(grant, scopeStatus);

    const first = await open("/demo");
    const refreshes = asked.refreshes();
    const second = await open("/demo");
    const restCalls = asked.restCalls();
    const third = await open("/demo");
    sandbox.setSwitches({ grant: "all" });
    const { back } = await follow(browser, sandbox, third, "see-tasks");

    expect([first.status, second.status]).toEqual([200, 200]);
    expect(shownText(first.text)).toContain(
      `Asana did not allow this app to read everything: ${named} is not granted. Allow it at Asana`,
    );
    expect(shownText(second.text)).toContain("This page needs permissions");
    expect(refreshes).toBeLessThanOrEqual(scopeStatus === 401 ? 1 : 0);
    expect(asked.restCalls()).toBeGreaterThan(restCalls);
    expect(back.text).toContain("Plant the tulips");
  });

  test.each([welcomePage, `${welcomePage}/delete`])(
    "%s without tasks:read says so once, and then asks for it",
    async (page) => {
      const { open } = await aSetUpWith("openid email profile workspaces:read", scopeStatus);

      const first = await open(page);
      const again = /<a class="button button-primary" href="([^"]*)">Try again/.exec(first.text);
      const second = await open(again?.[1] ?? "/no-way-on");

      expect([first.status, second.status]).toEqual([403, 200]);
      expect(first.text).toContain("This page needs another permission");
      expect(linkFor("see-tasks", second)).toContain("returnTo=");
    },
  );

  test("a task without stories:read is shown, and asks for the comments alone", async () => {
    const { open, asked } = await aSetUpWith(without("stories:read"), scopeStatus);

    const first = await open(welcomePage);
    const before = asked.restCalls("tasks/1201000000000401/stories");
    const second = await open(welcomePage);

    for (const page of [first, second]) {
      expect([page.status, page.text.includes(">Rename</button>")]).toEqual([200, true]);
      expect(linkFor("comments", page)).toContain("returnTo=");
      expect(page.text).not.toContain("Nobody has commented yet");
    }
    expect(asked.restCalls("tasks/1201000000000401/stories")).toBe(before);
  });

  test("a comment without stories:write is kept until it may be sent", async () => {
    const { sandbox, browser, open } = await aSetUpWith(without("stories:write"), scopeStatus);

    const { after } = await submit(browser, await open(welcomePage), "Comment", { text: "Later" });
    sandbox.setSwitches({ grant: "all" });
    const { back } = await follow(browser, sandbox, after, "comments");

    expect(resultOf(after).says).toContain("This needs a permission that was not given.");
    expect(formWith(back.text, "Comment").visible).toEqual({ text: "Later", author: "me" });
  });
});

test("a scope that Asana says it did not grant is asked for at once", async () => {
  const { open, changes } = await aFormSetUp({
    sandbox: { switches: { grant: readOnly, tokenScope: "present" } },
  });

  const page = await open(welcomePage);

  expect(page.text).not.toContain(">Rename</button>");
  expect(linkFor("change-tasks", page)).toContain("returnTo=");
  expect(changes()).toEqual([]);
});

test("a 403 for another reason is told as such, and nothing is asked for", async () => {
  const { browser, open, asked } = await aSetUpWith("all", 403);
  const typed = { name: "Not mine", workspace: "1201000000000104" };

  const { after } = await submit(browser, await open("/demo"), "Create task", typed);

  expect(resultOf(after).says).toContain("Asana does not allow this here");
  expect(after.text).not.toContain("/auth/login?allow=");
  expect(asked.introspections()).toBe(1);
});

describe("when Asana answers 401", () => {
  test("for a missing scope, the token is refreshed once and the page says what is missing", async () => {
    const { app, asked, browser } = await aSignedInSetUp({
      grant: "openid email profile workspaces:read",
      scopeStatus: 401,
    });

    const page = await browser.get(`${app.origin}/demo`);
    const again = await browser.get(`${app.origin}/demo`);

    expect(page.text).toContain("tasks:read is not granted");
    expect(again.text).toContain("Allow it at Asana");
    expect([page.status, again.status]).toEqual([200, 200]);
    expect(asked.refreshes()).toBe(1);
  });
});

function without(scope: string): string {
  return everything.replace(` ${scope}`, "");
}

function linkFor(permission: string, { text }: OpenPage): string {
  const links = [...text.matchAll(/href="(\/auth\/login\?allow=[^"]*)"/g)];
  const addresses = links.map(([, href = ""]) => unescapeHtml(href));
  return addresses.find((href) => href.includes(`allow=${permission}&`)) ?? "";
}

/** Follows the link that asks for a permission, allows it, and comes back. */
async function follow(
  browser: Browser,
  sandbox: Parameters<typeof answerSandbox>[1]["sandbox"],
  page: OpenPage,
  permission: string,
): Promise<{ readonly scope: string; readonly back: OpenPage }> {
  const started = await browser.get(new URL(linkFor(permission, page), page.url).href);
  const url = started.headers.location ?? "";
  const back = await browser.open(await answerSandbox(browser, { sandbox, url }));
  return { scope: new URL(url).searchParams.get("scope") ?? "", back };
}
