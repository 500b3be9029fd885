import { demoPath, taskPath } from "../../features/tasks/task-addresses.ts";

/** What somebody has to be. Each includes the ones before it. */
export type Role = "anybody" | "signed-in" | "administrator";

/** A page, or an action, and who may use it. */
export interface Rule {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly role: Role;
  /** For an action: the page that its form stands on, where whoever has to sign in first is led. */
  readonly formPage?: string;
}

const task = taskPath(":gid");

/**
 * Who may do what, every page and action of the app. A middleware holds each request against it
 * before any route sees it, and a test compares it with the routes that there are. What somebody
 * sees of Asana is Asana's decision: pages ask with the person's own token.
 *
 * Administrators are those in ADMIN_USER_IDS; their pages use a token that sees more than they do.
 *
 * @see OWASP ASVS 5, 8.1.1 and 8.3.1
 */
export const whoMay: readonly Rule[] = [
  page("/", "anybody"),
  page("/guide", "anybody"),
  page("/healthz", "anybody"),
  page("/readyz", "anybody"),
  page("/auth/login", "anybody"),
  page("/auth/callback", "anybody"),
  page("/auth/error", "anybody"),
  page("/methods", "signed-in"),
  page("/profile", "signed-in"),
  page("/sessions", "signed-in"),
  page("/what-happened", "signed-in"),
  page(demoPath, "signed-in"),
  page(task, "signed-in"),
  page(`${task}/delete`, "signed-in"),
  action("/profile/read-again", "signed-in", "/profile"),
  action("/sessions/end", "signed-in", "/sessions"),
  action("/auth/logout", "signed-in", "/"),
  action("/auth/logout-everywhere", "signed-in", "/sessions"),
  action("/auth/disconnect", "signed-in", "/profile"),
  action(`${demoPath}/tasks`, "signed-in", demoPath),
  action(`${task}/rename`, "signed-in", task),
  action(`${task}/complete`, "signed-in", task),
  action(`${task}/reopen`, "signed-in", task),
  action(`${task}/comment`, "signed-in", task), // as the bot too: see bot-comment.ts
  action(`${task}/delete`, "signed-in", `${task}/delete`),
  page("/organization", "administrator"),
  page("/organization/people", "administrator"),
  page("/organization/teams", "administrator"),
  page("/organization/projects", "administrator"),
  page("/organization/audit-log", "administrator"),
];

function page(path: string, role: Role): Rule {
  return { method: "GET", path, role };
}

function action(path: string, role: Role, formPage: string): Rule {
  return { method: "POST", path, role, formPage };
}
