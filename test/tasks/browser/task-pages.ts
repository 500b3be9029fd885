import { serviceAccountToken } from "../../../sandbox/fixed-values.ts";
import { taskPath, tasksPath } from "../../../src/features/tasks/task-addresses.ts";
import {
  allowedAt,
  everyPermission,
  type PageRow,
  signedInAt,
} from "../../support/browser/page-row.ts";
import { button, mira, type SetUp, signIn, zoe } from "../../support/browser/steps.ts";
import { api } from "../../support/sandbox-client.ts";
import { welcomeText } from "./task-steps.ts";

const organization = "1201000000000101";
const task = taskPath(welcomeText.gid);
const longName = "Donaudampfschifffahrtsgesellschaftskapitän".repeat(8);

/** The pages on which people work with their tasks. */
export const taskPages: readonly PageRow[] = [
  { name: "demo", open: signedInAt(tasksPath) },
  {
    name: "demo, unfolded",
    isLikeNoOther: true,
    async open(page, setUp) {
      await signIn(page, setUp, { returnTo: tasksPath });
      for (const summary of await page.getByText(/^Answer as JSON$|^The same with curl$/).all()) {
        await summary.click();
      }
    },
  },
  { name: "demo with an odd name", open: signedInAt(tasksPath, zoe) },
  { name: "demo without tasks", open: signedInAt(tasksPath, mira) },
  {
    name: "demo, Asana in trouble",
    open: signedInAt(tasksPath),
    sandbox: { switches: { force429: 100 } },
  },
  {
    name: "demo, allowed to know who it is and no more",
    open: (page, setUp) => signIn(page, setUp, { returnTo: tasksPath }),
    sandbox: { switches: { grant: "openid email profile" } },
  },
  {
    name: "demo, second page of a list",
    async open(page, setUp) {
      await addTasks(setUp);
      await signIn(page, setUp, { returnTo: `${tasksPath}?workspace=${organization}` });
      await page.getByRole("link", { name: "Next page" }).click();
      await page.getByRole("link", { name: "First page" }).waitFor();
    },
  },
  {
    name: "demo, more tasks than are shown",
    async open(page, setUp) {
      await addTasks(setUp);
      await signIn(page, setUp, { returnTo: tasksPath });
      await page.getByText("these are the first 50").waitFor();
    },
  },
  {
    name: "demo after Deny",
    async open(page, setUp) {
      await signIn(page, setUp, { returnTo: tasksPath });
      await page.getByRole("link", { name: "Allow it at Asana" }).click();
      await button(page, "Deny").click();
      await page.getByText("Nothing has changed").waitFor();
    },
  },
  { name: "demo with the form", ...allowedAt(tasksPath) },
  {
    name: "demo with what was typed and not done",
    settings: everyPermission,
    async open(page, setUp) {
      await signIn(page, setUp, { returnTo: tasksPath });
      setUp.sandbox.setSwitches({
        fail: { endpoint: "rest", kind: 500, times: 1, method: "POST" },
      });
      await page.getByLabel("Name").fill(zoe);
      await page.getByLabel("Due date").fill("2030-12-24");
      await page.getByLabel("Notes").fill(longName);
      await button(page, "Create task").click();
      await page.getByText("That did not work").waitFor();
    },
  },
  {
    name: "demo after deleting",
    settings: everyPermission,
    async open(page, setUp) {
      await signIn(page, setUp, { returnTo: `${task}/delete` });
      await button(page, "Delete the task").click();
      await page.getByText("The task was deleted.").waitFor();
    },
  },
  {
    name: "task, allowed to read only",
    open: (page, setUp) => signIn(page, setUp, { returnTo: task }),
  },
  {
    name: "task just created, with a long name",
    settings: everyPermission,
    async open(page, setUp) {
      await signIn(page, setUp, { returnTo: tasksPath });
      await page.getByLabel("Name").fill(longName);
      await page.getByLabel("Notes").fill(`Three lines:\n\n${longName}`);
      await button(page, "Create task").click();
      await page.getByText("The task was created.").waitFor();
      for (const summary of await page.locator("summary").all()) await summary.click();
    },
  },
  {
    name: "task, completed and commented on",
    isLikeNoOther: true,
    settings: everyPermission,
    async open(page, setUp) {
      await signIn(page, setUp, { returnTo: task });
      await button(page, "Complete").click();
      await page.getByLabel("Your comment").fill(`${zoe}\n\n${longName}`);
      await button(page, "Comment").click();
      await page.getByText("Your comment was added.").waitFor();
    },
  },
  {
    name: "task whose comments cannot be read",
    settings: everyPermission,
    async open(page, setUp) {
      await signIn(page, setUp, { returnTo: task });
      const stories = `${welcomeText.gid}/stories`;
      const fault = { endpoint: "rest", kind: 500, times: 9, path: `/tasks/${stories}` } as const;
      setUp.sandbox.setSwitches({ fail: fault });
      await page.reload();
      await page.getByText("Comments are missing.").waitFor();
    },
  },
  {
    name: "task, not allowed to see tasks",
    settings: { ASANA_SCOPES: "openid email profile" },
    open: (page, setUp) => signIn(page, setUp, { returnTo: task }),
  },
  {
    name: "delete page, not allowed to delete",
    open: (page, setUp) => signIn(page, setUp, { returnTo: `${task}/delete` }),
  },
  { name: "delete page", ...allowedAt(`${task}/delete`) },
  {
    name: "no such task",
    open: (page, setUp) => signIn(page, setUp, { returnTo: taskPath("1") }),
  },
];

/** Gives the first person more tasks than one page of a list holds. */
async function addTasks({ sandbox }: SetUp): Promise<void> {
  const [person] = sandbox.people;
  for (let number = 1; number <= 45; number += 1) {
    const data = { workspace: organization, assignee: person?.gid, name: `Errand ${number}` };
    await api(sandbox, serviceAccountToken, "POST /tasks", { data });
  }
}
