import * as v from "valibot";
import { read, refused } from "./contract-reading.ts";
import {
  Compact,
  Gid,
  ListedTask,
  Named,
  Page,
  Record,
  Text,
  Time,
  Url,
} from "./contract-shapes.ts";
import type { Part } from "./expectation.ts";
import { beside } from "./openid-contract.ts";

const taskFields = "name,completed,due_on,permalink_url,projects.name";
const openTasks = "assignee=me&completed_since=now";
const memberFields = "user.name,user.email,is_active,is_admin,is_guest,is_view_only,created_at";

/** What the app reads with a personal access token. With a person's access token it reads the same. */
export const readingPart: Part = {
  title: "The API, with a personal access token",
  needs: "ASANA_PAT",
  expectations: [
    {
      name: "Introspection knows the token",
      source: "Asana's page OAuth, token introspection",
      request: (known, { personalAccessToken: token = "" }) => {
        const url = beside(known, "/-/token_info");
        return url === undefined ? undefined : { method: "POST", url, form: { token } };
      },
      statuses: [200],
      body: () => v.looseObject({ active: v.literal(true, "true") }, "an object"),
    },
    read({
      name: "The token's user is read",
      operation: "GET /users/{user_gid}",
      path: "/users/me",
      body: () =>
        Record({
          ...Compact("user"),
          email: v.nullable(Text),
          photo: v.nullable(v.looseObject({ image_60x60: Url }, "an object")),
          workspaces: v.array(v.looseObject(Compact("workspace"), "an object"), "an array"),
        }),
      learn: ({ body }, known) =>
        void known.set("user", (body as { data: { gid: string } }).data.gid),
    }),
    read({
      name: "A user is found by gid, with the fields that are asked for",
      operation: "GET /users/{user_gid}",
      path: "/users/{user}?opt_fields=name,email,photo.image_60x60",
      body: () => Record({ ...Named, email: v.nullable(Text) }),
      learn: ({ body }, known) => {
        const { data } = body as { data: object };
        return void known.set("optFieldsType", "resource_type" in data ? "present" : "absent");
      },
    }),
    read({
      name: "The workspaces that the token reaches come as a page",
      operation: "GET /workspaces",
      path: "/workspaces?limit=100",
      body: () => Page(Compact("workspace")),
      learn: ({ body }, known) => {
        const [first] = (body as { data: { gid: string }[] }).data;
        return first ? void known.set("workspace", first.gid) : ["data: expected a workspace"];
      },
    }),
    read({
      name: "The projects of a workspace come as a page",
      operation: "GET /projects",
      path: "/projects?workspace={workspace}&limit=100&opt_fields=name,archived,created_at,modified_at,permalink_url,owner.name",
      body: () =>
        Page({
          ...Named,
          archived: v.boolean("true or false"),
          created_at: Time,
          modified_at: Time,
          permalink_url: Url,
          owner: v.nullable(v.looseObject(Named, "an object")),
        }),
      learn: ({ body }, known) => {
        const { data } = body as { data: { gid: string }[] };
        if (data[0]) known.set("project", data[0].gid);
        if (data[1]) known.set("secondProject", data[1].gid);
        return undefined;
      },
    }),
    read({
      name: "A limit cuts a list, and next_page says where it goes on",
      operation: "GET /projects",
      path: "/projects?workspace={workspace}&limit=1",
      needs: "secondProject",
      body: () =>
        v.looseObject(
          {
            data: v.pipe(
              v.array(v.looseObject(Compact("project"), "an object"), "an array"),
              v.length(1, "one record"),
            ),
            next_page: v.looseObject(
              { offset: Text, path: Text, uri: Url },
              "an object with offset, path and uri",
            ),
          },
          "an object with data and next_page",
        ),
      learn: ({ body }, known) => {
        const { data, next_page: next } = body as {
          data: { gid: string }[];
          next_page: { offset: string };
        };
        known.set("offset", next.offset);
        return void known.set("firstOfPages", data[0]?.gid ?? "");
      },
      source: "Asana's page Pagination",
    }),
    read({
      name: "The offset leads to the next page, which holds something else",
      operation: "GET /projects",
      path: "/projects?workspace={workspace}&limit=1&offset={offset}",
      body: () => Page(Compact("project")),
      learn: ({ body }, known) => {
        const { data } = body as { data: { gid: string }[] };
        return data[0] && data[0].gid !== known.get("firstOfPages")
          ? undefined
          : ["data[0].gid: expected another record than on the first page"];
      },
      source: "Asana's page Pagination",
    }),
    read({
      name: "A project is read",
      operation: "GET /projects/{project_gid}",
      path: "/projects/{project}",
      body: () => Record({ ...Compact("project"), archived: v.boolean("true or false") }),
    }),
    read({
      name: "The user's open tasks in a workspace come as a page",
      operation: "GET /tasks",
      path: `/tasks?workspace={workspace}&${openTasks}&limit=50&opt_fields=${taskFields}`,
      body: () => Page(ListedTask),
    }),
    read({
      name: "The tasks of a project come as a page",
      operation: "GET /tasks",
      path: `/tasks?project={project}&limit=50&opt_fields=${taskFields}`,
      body: () => Page(ListedTask),
      learn: ({ body }, known) => {
        const [first] = (body as { data: { gid: string }[] }).data;
        return first && void known.set("task", first.gid);
      },
    }),
    read({
      name: "A task is read with the fields that are asked for",
      operation: "GET /tasks/{task_gid}",
      path: `/tasks/{task}?opt_fields=${taskFields},notes,workspace.name`,
      body: () =>
        Record({ ...ListedTask, notes: Text, workspace: v.looseObject(Named, "an object") }),
    }),
    read({
      name: "The stories of a task come as a page",
      operation: "GET /tasks/{task_gid}/stories",
      path: "/tasks/{task}/stories?limit=100",
      body: () =>
        Page({
          gid: Gid,
          resource_type: v.literal("story", '"story"'),
          created_at: Time,
          resource_subtype: Text,
          text: Text,
        }),
    }),
    read({
      name: "The members of a workspace come as a page",
      operation: "GET /workspaces/{workspace_gid}/workspace_memberships",
      path: `/workspaces/{workspace}/workspace_memberships?limit=100&opt_fields=${memberFields}`,
      body: () =>
        Page({
          gid: Gid,
          is_active: v.boolean("true or false"),
          is_admin: v.boolean("true or false"),
          is_guest: v.boolean("true or false"),
          user: v.looseObject(Named, "an object"),
        }),
    }),
    refused({
      name: "What there is not is not found",
      status: 404,
      operation: "GET /tasks/{task_gid}",
      path: "/tasks/1",
    }),
    refused({
      name: "A limit out of range is refused",
      status: 400,
      operation: "GET /workspaces",
      path: "/workspaces?limit=101",
      source: "Asana's page Pagination",
    }),
    refused({
      name: "A list of tasks without a filter is refused",
      status: 400,
      operation: "GET /tasks",
      path: "/tasks?workspace={workspace}&limit=1",
    }),
  ],
};
