import { workspaceScope } from "../../asana/workspaces.ts";
import type { Permission } from "../../permissions.ts";
import { storyScopes } from "./asana-stories.ts";
import { taskScopes } from "./asana-tasks.ts";

export const seeTasks: Permission = {
  name: "see-tasks",
  scope: `${workspaceScope} ${taskScopes.read}`,
  page: "Your tasks",
  why: "This page needs permissions that the app was not given: to see your workspaces and tasks.",
};

export const changeTasks: Permission = {
  name: "change-tasks",
  scope: taskScopes.write,
  page: "Create, rename, complete tasks",
  why: "To create, rename and complete tasks in your name, this app needs to be able to change tasks.",
};

export const seeAndWriteComments: Permission = {
  name: "comments",
  scope: `${storyScopes.read} ${storyScopes.write}`,
  page: "Comments",
  why: "To show comments and write them in your name, this app needs to see and write comments.",
};

export const deleteTasks: Permission = {
  name: "delete-tasks",
  scope: taskScopes.delete,
  page: "Delete tasks",
  why: "To delete a task in your name, this app needs to be able to delete tasks.",
};
