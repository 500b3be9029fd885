import { missingScope } from "./asana/scopes.ts";
import { workspaceScope } from "./asana/workspaces.ts";
import { storyScopes } from "./features/tasks/asana-stories.ts";
import { taskScopes } from "./features/tasks/asana-tasks.ts";

/** What parts of the app need beyond knowing who somebody is. */
export type Permission = keyof typeof permissions;

/** Each is asked for on the page that needs it, when it is needed (RFC 9700, 2.3). */
export const permissions = {
  "see-tasks": {
    scope: `${workspaceScope} ${taskScopes.read}`,
    page: "Your tasks",
    why: "This page needs permissions that the app was not given: to see your workspaces and tasks.",
  },
  "change-tasks": {
    scope: taskScopes.write,
    page: "Create, rename, complete tasks",
    why: "To create, rename and complete tasks in your name, this app needs to be able to change tasks.",
  },
  comments: {
    scope: `${storyScopes.read} ${storyScopes.write}`,
    page: "Comments",
    why: "To show comments and write them in your name, this app needs to see and write comments.",
  },
  "delete-tasks": {
    scope: taskScopes.delete,
    page: "Delete tasks",
    why: "To delete a task in your name, this app needs to be able to delete tasks.",
  },
} as const satisfies Record<string, { scope: string; page: string; why: string }>;

export function isPermission(text: string | null): text is Permission {
  return text !== null && Object.hasOwn(permissions, text);
}

export function isGranted(permission: Permission, grantedScope: string): boolean {
  return missingScope(grantedScope, permissions[permission].scope) === "";
}

/** Whatever the app may ever ask for. */
export function everyScope(configured: string): readonly string[] {
  const needed = Object.values(permissions).map(({ scope }) => scope);
  return [configured, ...needed].flatMap((scope) => scope.split(" "));
}
