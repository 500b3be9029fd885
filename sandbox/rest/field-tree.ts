/** Names of fields, each with the names below it; an empty one means the compact record. */
export interface FieldTree extends ReadonlyMap<string, FieldTree> {}

/**
 * Reads `opt_fields`: a comma list of dotted paths, `this.` for the record itself, `(a|b)` for
 * alternatives.
 *
 * @see Asana, "Input/output options"
 */
export function parseFields(list: string): FieldTree {
  const tree = new Map<string, FieldTree>();
  for (const path of list.split(",").flatMap(alternatives)) {
    const names = path.trim().split(".");
    addPath(tree, names[0] === "this" ? names.slice(1) : names);
  }
  return tree;
}

function alternatives(path: string): string[] {
  const group = /^(.*?)\(([^()]*)\)(.*)$/.exec(path);
  if (!group) {
    return [path];
  }
  const [, before = "", choices = "", after = ""] = group;
  return choices.split("|").flatMap((choice) => alternatives(before + choice + after));
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
