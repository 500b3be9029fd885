import { features } from "../../../src/features.ts";
import { corePages } from "../../../src/web/core-pages.ts";
import type { Row } from "../../../src/web/who-may/row.ts";
import { exists } from "./files.ts";
import type { Target } from "./views.ts";

/** Whether the app has the page, the action or the file that a view leads to. */
export function leadsSomewhere({ method, path }: Target): boolean {
  const isFile = method === "GET" && path.includes(".") && exists(`public${path}`);
  return isFile || ownersOf({ method, path }).length > 0;
}

/** The features whose page or action a path can mean; undefined stands for the core. */
export function ownersOf(target: Target): (string | undefined)[] {
  return owned
    .filter(({ row }) => row.method === target.method)
    .filter(({ row }) => isMeant(target.path.split("/"), row.path.split("/")))
    .map(({ owner }) => owner);
}

interface OwnedRow {
  readonly row: Row;
  readonly owner: string | undefined;
}

const owned: readonly OwnedRow[] = [
  ...corePages([]).flatMap(({ rows }) => rows.map((row) => ({ row, owner: undefined }))),
  ...features.flatMap(({ name, rows = [] }) => rows.map((row) => ({ row, owner: name }))),
];

/** Segment by segment: a parameter of the row takes every value, a value of the model fits everywhere. */
function isMeant(path: readonly string[], row: readonly string[]): boolean {
  return (
    path.length === row.length &&
    row.every((segment, at) => segment.startsWith(":") || path[at] === "*" || path[at] === segment)
  );
}
