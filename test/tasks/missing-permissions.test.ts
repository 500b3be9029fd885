import { describe, expect, test } from "@jest/globals";
import { tasksPath } from "../../src/features/tasks/task-addresses.ts";
import { seeTasks } from "../../src/features/tasks/tasks-permissions.ts";
import { permissionAddress } from "../../src/web/who-may/permission-request.ts";
import { unescapeHtml } from "../support/browser.ts";
import { aSetUp, signIn } from "../support/sign-in.ts";

const rows = ([403, 401] as const).flatMap((scopeStatus) => [
  { scopeStatus, grant: "openid email profile", missing: "workspaces:read" },
  { scopeStatus, grant: "openid email profile workspaces:read", missing: "tasks:read" },
]);

describe("a scope that Asana did not grant, and did not say so", () => {
  test.each(rows)(
    "is asked for on the page of the tasks: $missing, refused with $scopeStatus",
    async (row) => {
      const { scopeStatus, grant, missing } = row;
      const { app, sandbox, browser } = await aSetUp({
        sandbox: { switches: { scopeStatus, grant } },
      });
      await signIn(browser, { app, sandbox });

      const first = await browser.open(app.origin + tasksPath);
      const second = await browser.open(app.origin + tasksPath);

      expect([first.status, second.status]).toEqual([200, 200]);
      expect(first.text).toContain(`${missing} is not granted`);
      expect(second.text).toContain(seeTasks.why);
      for (const { text } of [first, second]) {
        expect(text).toContain("<h1>Your tasks</h1>");
        expect(unescapeHtml(text)).toContain(permissionAddress(seeTasks, tasksPath));
      }
    },
  );
});
