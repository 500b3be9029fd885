import * as v from "valibot";
import { withKnown } from "./contract-reading.ts";
import { Compact, Errors, Gid, Page, Record, Text, Time } from "./contract-shapes.ts";
import type { ContractRequest, ContractSettings, Expectation, Known, Part } from "./expectation.ts";

const FullTask = {
  ...Compact("task"),
  notes: Text,
  completed: v.boolean("true or false"),
  created_at: Time,
};
const Nothing = Record({});

/** What the app changes with a person's permission, tried on one task that the suite deletes again. */
export const writingPart: Part = {
  title: "The API, changing one task",
  needs: "ASANA_PAT",
  expectations: [
    change("A task is created, and the answer holds all of it", "POST /tasks", {
      path: "/tasks",
      data: (known) => ({ name: taskName, assignee: "me", workspace: known.get("workspace") }),
      status: 201,
      body: Record(FullTask),
      keep: ({ body }, known) => {
        const created = v.safeParse(v.object({ data: v.object({ gid: v.unknown() }) }), body);
        if (created.success) known.set("ownTask", String(created.output.data.gid));
      },
    }),
    change("A task is changed in what was sent", "PUT /tasks/{task_gid}", {
      path: "/tasks/{ownTask}",
      data: () => ({ completed: true }),
      status: 200,
      body: Record({ ...FullTask, completed: v.literal(true, "true") }),
    }),
    change(
      "A comment is written in the name of the token's user",
      "POST /tasks/{task_gid}/stories",
      {
        path: "/tasks/{ownTask}/stories",
        data: () => ({ text: taskName }),
        status: 201,
        body: Record({
          gid: Gid,
          resource_type: v.literal("story", '"story"'),
          text: Text,
          created_by: v.looseObject({ gid: Gid }, "an object"),
        }),
        learn: ({ body }, known) => {
          const { created_by: author, gid } = (
            body as { data: { gid: string; created_by: { gid: string } } }
          ).data;
          known.set("comment", gid);
          return author.gid === known.get("user")
            ? undefined
            : ["data.created_by.gid: expected the token's user"];
        },
      },
    ),
    change("The comment is among the task's stories", "GET /tasks/{task_gid}/stories", {
      path: "/tasks/{ownTask}/stories?limit=100",
      status: 200,
      body: Page({ gid: Gid, resource_subtype: Text }),
      learn: ({ body }, known) =>
        (body as { data: { gid: string }[] }).data.some(({ gid }) => gid === known.get("comment"))
          ? undefined
          : ["data: expected the comment among them"],
    }),
    change("A task is deleted", "DELETE /tasks/{task_gid}", {
      path: "/tasks/{ownTask}",
      status: 200,
      body: Nothing,
      learn: (_answer, known) => {
        known.set("goneTask", known.get("ownTask") ?? "");
        return void known.delete("ownTask");
      },
    }),
    change("A deleted task is not found", "GET /tasks/{task_gid}", {
      path: "/tasks/{goneTask}",
      status: 404,
      body: Errors,
    }),
  ],
};

const taskName = "Made by npm run verify:asana; it deletes this again";

/** The request that deletes a task left behind by a suite that ended early; undefined when none is. */
export function cleaningUp(known: Known, settings: ContractSettings): ContractRequest | undefined {
  return requestFor({ method: "DELETE", path: "/tasks/{ownTask}" }, known, settings);
}

function change(
  name: string,
  operation: string,
  about: {
    readonly path: string;
    readonly data?: (known: Known) => object;
    readonly status: number;
    readonly body: v.GenericSchema;
    readonly learn?: Expectation["learn"];
    readonly keep?: Expectation["keep"];
  },
): Expectation {
  const { path, data, status, body, learn, keep } = about;
  const [method] = operation.split(" ") as [ContractRequest["method"]];
  return {
    name,
    source: `Asana's API reference, ${operation}`,
    operation,
    request: (known, settings) =>
      known.has("workspace") ? requestFor({ method, path, data }, known, settings) : undefined,
    statuses: [status],
    body: () => body,
    ...(learn && { learn }),
    ...(keep && { keep }),
  };
}

function requestFor(
  {
    method,
    path,
    data,
  }: {
    readonly method: ContractRequest["method"];
    readonly path: string;
    readonly data?: ((known: Known) => object) | undefined;
  },
  known: Known,
  { apiBaseUrl, personalAccessToken: token }: ContractSettings,
): ContractRequest | undefined {
  const filled = withKnown(path, known);
  if (filled === undefined || token === undefined) return undefined;
  const json = data && { data: data(known) };
  return { method, url: `${apiBaseUrl}${filled}`, token, ...(json && { json }) };
}
