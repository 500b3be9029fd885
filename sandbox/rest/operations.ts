import { listAuditEvents } from "./audit-log-events.ts";
import { getExport, startExport } from "./exports.ts";
import { listMemberships, removeUser } from "./memberships.ts";
import type { Operation } from "./operation.ts";
import { getProject, listProjects, listProjectsOfWorkspace, updateProject } from "./projects.ts";
import { addComment, getStory, listStories } from "./stories.ts";
import { createTask, deleteTask, updateTask } from "./task-changes.ts";
import { getTask, getUserTaskList, listSubtasks, listTasks, listTasksOfProject } from "./tasks.ts";
import { listTeamsOfUser, listTeamsOfWorkspace, listUsersOfTeam } from "./teams.ts";
import { getUser, listUsers, listUsersOfWorkspace } from "./users.ts";
import { getWorkspace, listWorkspaces } from "./workspaces.ts";

type Row = [string, Operation["scope"] | "service account", Operation["answers"], Operation["run"]];

const membership = "workspace_membership";
const exported = "organization_export";

const rows: readonly Row[] = [
  ["GET /users/:user", "users:read", "user", getUser],
  ["GET /users", "users:read", "user", listUsers],
  ["GET /workspaces", "workspaces:read", "workspace", listWorkspaces],
  ["GET /workspaces/:workspace", "workspaces:read", "workspace", getWorkspace],
  ["GET /workspaces/:workspace/users", "users:read", "user", listUsersOfWorkspace],
  ["GET /workspaces/:workspace/projects", "projects:read", "project", listProjectsOfWorkspace],
  ["GET /workspaces/:workspace/teams", "teams:read", "team", listTeamsOfWorkspace],
  ["GET /projects", "projects:read", "project", listProjects],
  ["GET /projects/:project", "projects:read", "project", getProject],
  ["PUT /projects/:project", "projects:write", "project", updateProject],
  ["GET /projects/:project/tasks", "tasks:read", "task", listTasksOfProject],
  ["GET /tasks", "tasks:read", "task", listTasks],
  ["POST /tasks", "tasks:write", "task", createTask],
  ["GET /tasks/:task", "tasks:read", "task", getTask],
  ["PUT /tasks/:task", "tasks:write", "task", updateTask],
  ["DELETE /tasks/:task", "tasks:delete", "task", deleteTask],
  ["GET /tasks/:task/subtasks", "tasks:read", "task", listSubtasks],
  ["GET /tasks/:task/stories", "stories:read", "story", listStories],
  ["POST /tasks/:task/stories", "stories:write", "story", addComment],
  ["GET /stories/:story", "stories:read", "story", getStory],
  ["GET /users/:user/user_task_list", "tasks:read", "user_task_list", getUserTaskList],
  ["GET /users/:user/teams", "teams:read", "team", listTeamsOfUser],
  ["GET /teams/:team/users", "users:read", "user", listUsersOfTeam],
  ["GET /workspaces/:workspace/workspace_memberships", null, membership, listMemberships],
  ["POST /workspaces/:workspace/removeUser", null, "user", removeUser],
  ["GET /workspaces/:workspace/audit_log_events", "service account", "plain", listAuditEvents],
  ["POST /organization_exports", "service account", exported, startExport],
  ["GET /organization_exports/:export", "service account", exported, getExport],
];

/**
 * Every operation with the granular scope that covers it; null where none does.
 * @see Asana's OpenAPI file, `security` of each operation
 */
export const operations: readonly Operation[] = rows.map(([route, scope, answers, run]) => {
  const [method, path = ""] = route.split(" ");
  const isForServiceAccounts = scope === "service account";
  return {
    method: method as Operation["method"],
    path,
    scope: isForServiceAccounts ? null : scope,
    isForServiceAccounts,
    answers,
    run,
  };
});
