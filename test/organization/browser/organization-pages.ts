import type { PageRow } from "../../core/browser/pages.ts";
import { button, mira, signIn } from "../../support/browser/steps.ts";
import { everyScope } from "../../tasks/browser/task-steps.ts";

/** The pages that use tokens of the app's own. */
export const organizationPages: readonly PageRow[] = [
  { name: "methods, to an administrator", open: signedInAt("/methods"), isLikeNoOther: true },
  { name: "methods, to somebody else", open: signedInAt("/methods", mira) },
  {
    name: "methods without tokens that do",
    open: signedInAt("/methods"),
    settings: { ASANA_PAT: "2/dead", ASANA_SERVICE_ACCOUNT_TOKEN: "2/dead" },
  },
  { name: "organization", open: signedInAt("/organization") },
  { name: "people", open: signedInAt("/organization/people"), isLikeNoOther: true },
  { name: "teams", open: signedInAt("/organization/teams") },
  { name: "inactive projects", open: signedInAt("/organization/projects") },
  { name: "inactive projects of no day", open: signedInAt("/organization/projects?since=x") },
  { name: "audit log", open: signedInAt("/organization/audit-log?days=90") },
  {
    name: "organization without a service account",
    open: signedInAt("/organization"),
    settings: { ASANA_SERVICE_ACCOUNT_TOKEN: "2/dead" },
  },
  { name: "organization, to somebody else", open: signedInAt("/organization", mira) },
  {
    name: "task with a comment of the bot",
    isLikeNoOther: true,
    settings: { ASANA_SCOPES: everyScope },
    async open(page, setUp) {
      await signIn(page, setUp, { returnTo: "/demo/tasks/1201000000000404" });
      await page.getByLabel("Your comment").fill("Written by nobody");
      await page.getByLabel("the bot, Taskbot").check();
      await button(page, "Comment").click();
      await page.getByText("The bot's comment was added").waitFor();
    },
  },
];

function signedInAt(returnTo: string, person?: string): PageRow["open"] {
  return async (page, setUp) => {
    await signIn(page, setUp, { returnTo, ...(person && { person }) });
    await button(page, "Sign out").waitFor();
  };
}
