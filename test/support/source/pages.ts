import { whoMay } from "../../../src/web/who-may/who-may.ts";
import { exists } from "./files.ts";
import type { Target } from "./views.ts";

/** Whether the app has the page, the action or the file that a view leads to. */
export function leadsSomewhere({ method, path }: Target): boolean {
  const isFile = method === "GET" && path.includes(".") && exists(`public${path}`);
  return isFile || rowsFor({ method, path }).length > 0;
}

/** The features whose page or action a path can mean; undefined stands for the core. */
export function ownersOf(target: Target): (string | undefined)[] {
  return rowsFor(target).map(({ path }) => owners[path.split("/")[1] ?? ""]);
}

/** By the first part of the path. */
const owners: Readonly<Record<string, string | undefined>> = {
  demo: "tasks",
  guide: "guide",
  methods: "methods",
  organization: "organization",
  sessions: "sessions-list",
  "what-happened": "what-happened",
};

/** The rows of the table of who may do what that a path can mean. */
function rowsFor(target: Target) {
  return whoMay.filter(
    ({ method, path }) =>
      method === target.method && isMeant(target.path.split("/"), path.split("/")),
  );
}

/** Segment by segment: a parameter of the row takes every value, a value of the model fits everywhere. */
function isMeant(path: readonly string[], row: readonly string[]): boolean {
  return (
    path.length === row.length &&
    row.every((segment, at) => segment.startsWith(":") || path[at] === "*" || path[at] === segment)
  );
}
