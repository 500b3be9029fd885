import { describe, expect, test } from "@jest/globals";
import { fullPermissionsClient } from "../../sandbox/fixed-values.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { taskPath, tasksPath } from "../../src/features/tasks/task-addresses.ts";
import { seeAndWriteComments } from "../../src/features/tasks/tasks-permissions.ts";
import { signInPath } from "../../src/web/sign-in/sign-in-address.ts";
import { permissionAddress } from "../../src/web/who-may/permission-request.ts";
import type { RunningApp } from "../support/app.ts";
import type { Browser } from "../support/browser.ts";
import { type OpenPage, submit } from "../support/forms.ts";
import { allow, linkAfter, needsIn, readOnly } from "../support/permission-links.ts";
import { probeReading } from "../support/probe.ts";
import { resultOf, shownText } from "../support/shown.ts";
import { aSetUp, signIn } from "../support/sign-in.ts";

const welcomePage = taskPath("1201000000000401");

/** Where something is written, what the page says of it, and what it asks for on top. */
const askingPages = [
  {
    page: tasksPath,
    why: "To create, rename and complete tasks in your name, this app needs to be able to change tasks. (tasks:write)",
    asks: "tasks:write",
    button: "Create task",
  },
  {
    page: welcomePage,
    why: "To create, rename and complete tasks in your name, this app needs to be able to change tasks. (tasks:write)",
    asks: "tasks:write",
    button: "Rename",
  },
  {
    page: welcomePage,
    why: "To show comments and write them in your name, this app needs to see and write comments. (stories:read stories:write)",
    asks: "stories:read stories:write",
    button: "Comment",
  },
  {
    page: `${welcomePage}/delete`,
    why: "To delete a task in your name, this app needs to be able to delete tasks. (tasks:delete)",
    asks: "tasks:delete",
    button: "Delete the task",
  },
] as const;

describe.each(askingPages)("$page, for $button,", ({ page, why, asks, button }) => {
  test("says in one sentence why it needs more, with a link that asks for it", async () => {
    const { app, browser } = await aSignedInSetUp();

    const opened = await browser.open(app.origin + page);

    expect(opened.status).toBe(200);
    expect(shownText(opened.text)).toContain(`${why} Allow it at Asana`);
    expect(opened.text).not.toContain(`>${button}</button>`);
    const address = new URL(linkAfter(opened, why), app.origin);
    expect(address.pathname).toBe(signInPath);
    expect(address.searchParams.get("returnTo")).toBe(page);
  });

  test("asks for what is granted and what it needs, and the person comes back to it", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp();
    const opened = await browser.open(app.origin + page);

    const { scope, after } = await allow(browser, opened, { sandbox, why });

    expect(scope).toBe(`${readOnly} ${asks}`);
    expect(pathOf(after)).toBe(page);
    expect(after.text).toContain(`>${button}</button>`);
    expect(shownText(after.text)).not.toContain(why);
    expect(shownText((await browser.get(app.origin + tasksPath)).text)).toContain(
      "Plant the tulips",
    );
  });

  test("comes back with a friendly note after Deny, and can be read as before", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp();
    const opened = await browser.open(app.origin + page);

    const { after } = await allow(browser, opened, { sandbox, why, press: "Deny" });

    expect([pathOf(after), after.status]).toEqual([page, 200]);
    expect(shownText(after.text)).toContain(
      "Nothing has changed: you did not allow more, and everything else works as before.",
    );
    expect(after.text).toContain("Write the welcome text");
    expect(shownText(after.text)).toContain(why);
    expect(after.url).not.toContain("access_denied");
  });
});

test("permissions add up: each request carries what was allowed before", async () => {
  const { app, sandbox, browser } = await aSignedInSetUp();
  const scopes: string[] = [];

  for (const { page, why } of askingPages.filter((_, index) => index !== 1)) {
    const opened = await browser.open(app.origin + page);
    scopes.push((await allow(browser, opened, { sandbox, why })).scope);
  }

  expect(scopes).toEqual([
    `${readOnly} tasks:write`,
    `${readOnly} tasks:write stories:read stories:write`,
    `${readOnly} tasks:write stories:read stories:write tasks:delete`,
  ]);
  const task = await browser.open(app.origin + welcomePage);
  const renamed = await submit(browser, task, "Rename", { name: "With all permissions" });
  const commented = await submit(browser, renamed.after, "Comment", { text: "Allowed" });
  expect([renamed, commented].map(({ after }) => resultOf(after).heading)).toEqual([
    "Done",
    "Done",
  ]);
});

describe("with identity alone", () => {
  const identity = { settings: { ASANA_SCOPES: "openid email profile" } };
  const why =
    "This page needs permissions that the app was not given: to see your workspaces and tasks. (workspaces:read tasks:read)";

  test("the demo explains, asks Asana nothing, and works once it is allowed", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp(identity);
    const before = sandbox.requests.length;

    const opened = await browser.open(app.origin + tasksPath);
    const asked = sandbox.requests.length - before;
    const { scope, after } = await allow(browser, opened, { sandbox, why });

    expect([opened.status, asked]).toEqual([200, 0]);
    expect(scope).toBe("openid email profile workspaces:read tasks:read");
    expect(after.text).toContain("Plant the tulips");
  });

  test.each([welcomePage, `${welcomePage}/delete`])(
    "%s explains instead of failing, and works once it is allowed",
    async (page) => {
      const { app, sandbox, browser } = await aSignedInSetUp(identity);
      const before = sandbox.requests.length;

      const opened = await browser.open(app.origin + page);
      const asked = sandbox.requests.length - before;
      const { after } = await allow(browser, opened, { sandbox, why });

      expect([opened.status, asked]).toEqual([200, 0]);
      expect(pathOf(after)).toBe(page);
      expect(shownText(after.text)).toContain("Write the welcome text");
    },
  );
});

describe("with full permissions", () => {
  const full = {
    settings: {
      ASANA_SCOPES: "openid email profile default",
      ASANA_CLIENT_ID: fullPermissionsClient.id,
      ASANA_CLIENT_SECRET: fullPermissionsClient.secret,
    },
  };

  test.each(askingPages)("$page has its form with $button, and asks for nothing", async (row) => {
    const { app, browser } = await aSignedInSetUp(full);

    const { text } = await browser.open(app.origin + row.page);

    expect(text).toContain(`>${row.button}</button>`);
    expect(text).not.toContain(`${signInPath}?allow=`);
  });

  test("everything works", async () => {
    const { app, browser } = await aSignedInSetUp(full);

    const created = await submit(
      browser,
      await browser.open(app.origin + tasksPath),
      "Create task",
      {
        name: "With full permissions",
      },
    );
    const commented = await submit(browser, created.after, "Comment", { text: "Works" });
    const question = await browser.open(`${app.origin}${pathOf(created.after)}/delete`);
    const deleted = await submit(browser, question, "Delete the task");

    for (const { after } of [created, commented, deleted]) {
      expect(resultOf(after).heading).toBe("Done");
    }
  });
});

describe("the profile", () => {
  test("marks what each page needs, what is granted, and links to what is not", async () => {
    const { app, sandbox, browser } = await aSignedInSetUp();
    const opened = await browser.open(app.origin + tasksPath);
    await allow(browser, opened, { sandbox, why: askingPages[0].why });

    const profile = await browser.open(`${app.origin}/profile`);

    const { html, rows } = needsIn(profile);
    expect(rows.filter((row) => !isOfProbe(row))).toEqual([
      "Your tasks workspaces:read tasks:read granted",
      "Create, rename, complete tasks tasks:write granted",
      "Comments stories:read stories:write Allow : Comments",
      "Delete tasks tasks:delete Allow : Delete tasks",
    ]);
    const address = permissionAddress(seeAndWriteComments, "/profile").replaceAll("&", "&amp;");
    expect(html).toContain(`href="${address}"`);
    expect(profile.text).toContain("<code>tasks:write</code>");
  });
});

async function aSignedInSetUp(options: Parameters<typeof aSetUp>[0] = {}): Promise<{
  app: RunningApp;
  sandbox: Sandbox;
  browser: Browser;
}> {
  const setUp = await aSetUp(options);
  await signIn(setUp.browser, setUp);
  return setUp;
}

function pathOf({ url }: OpenPage): string {
  return new URL(url).pathname;
}

/** The probe's permissions stand in the list, too. */
function isOfProbe(row: string): boolean {
  return row.startsWith(probeReading.page);
}
