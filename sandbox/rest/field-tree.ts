import { RestError } from "./error.ts";

const longestList = 8000;
const mostPaths = 1000;

/** Names of fields, each with the names below it; an empty one means the compact record. */
export interface FieldTree extends ReadonlyMap<string, FieldTree> {}

/**
 * Reads `opt_fields`: a comma list of dotted paths, `this.` for the record itself, `(a|b)` for
 * alternatives.
 *
 * @throws RestError 400 when there are more than anybody means (undocumented)
 * @see Asana, "Input/output options"
 */
export function parseFields(list: string): FieldTree {
  if (list.length > longestList) {
    throw tooMany();
  }
  const tree = new Map<string, FieldTree>();
  let pathsLeft = mostPaths;
  for (const group of list.split(",")) {
    for (const path of alternatives(group)) {
      if (pathsLeft === 0) {
        throw tooMany();
      }
      pathsLeft -= 1;
      const names = path.trim().split(".");
      addPath(tree, names[0] === "this" ? names.slice(1) : names);
    }
  }
  return tree;
}

/** One after the other: groups multiply, and a short list of them can stand for millions. */
function* alternatives(path: string): Generator<string> {
  const group = /^(.*?)\(([^()]*)\)(.*)$/.exec(path);
  if (!group) {
    yield path;
    return;
  }
  const [, before = "", choices = "", after = ""] = group;
  for (const choice of choices.split("|")) {
    yield* alternatives(before + choice + after);
  }
}

function tooMany(): RestError {
  return new RestError(400, "opt_fields: Too many fields");
}

function addPath(tree: Map<string, FieldTree>, names: readonly string[]): void {
  const [name, ...rest] = names;
  if (name === undefined || name === "") {
    return;
  }
  const below = new Map(tree.get(name));
  addPath(below, rest);
  tree.set(name, below);
}
