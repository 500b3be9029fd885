import { join } from "node:path";
import { type Node, nodeAt, nodesIn, type Source, sourceOf, stringOf, walk } from "./syntax.ts";

export interface Import {
  readonly from: string;
  /** A file of this repository, or the name of a package. */
  readonly to: string;
  /** As the other file exports them; `*` for all that it exports. */
  readonly names: readonly { readonly name: string; readonly isType: boolean }[];
  readonly isFile: boolean;
  /** Whether it leaves nothing in the compiled file. */
  readonly isType: boolean;
}

/** All that these files import: statements, `export … from`, `import(…)` as call and as type. */
export function importsOf(files: readonly string[]): Import[] {
  return files.flatMap((file) => importsIn(sourceOf(file)));
}

export function importsIn({ file, statements }: Source): Import[] {
  return statements.flatMap((statement) => [
    ...(nodeAt(statement, "source") ? [ofStatement(statement)] : []),
    ...[...walk(statement)].flatMap((node) => ofExpression(node) ?? []),
  ]);

  function ofStatement(statement: Node): Import {
    const isTypeOnly = statement.typeOnly === true;
    const specifiers = nodesIn(statement.specifiers).map((specifier) => ({
      name: importedName(specifier),
      isType: isTypeOnly || specifier.isTypeOnly === true,
    }));
    const names =
      statement.type === "ExportAllDeclaration" ? [{ name: "*", isType: isTypeOnly }] : specifiers;
    const isType = names.length > 0 && names.every((name) => name.isType);
    return { ...target(nodeAt(statement, "source")), names, isType };
  }

  function ofExpression(node: Node): Import | undefined {
    if (node.type === "TsImportType") {
      const name = stringOf(nodeAt(node, "qualifier")) ?? "*";
      const names = [{ name, isType: true }];
      return { ...target(nodeAt(node, "argument")), names, isType: true };
    }
    if (node.type !== "CallExpression" || nodeAt(node, "callee")?.type !== "Import")
      return undefined;
    const [path] = [...walk(node)].filter(({ type }) => type === "StringLiteral");
    return { ...target(path), names: [{ name: "*", isType: false }], isType: false };
  }

  function target(path: Node | undefined): Pick<Import, "from" | "to" | "isFile"> {
    const specifier = stringOf(path);
    if (specifier === undefined) throw new Error(`${file} imports what only its run tells`);
    const isFile = specifier.startsWith(".");
    return { from: file, to: isFile ? join(file, "..", specifier) : packageOf(specifier), isFile };
  }
}

function importedName(specifier: Node): string {
  if (specifier.type === "ImportNamespaceSpecifier") return "*";
  if (specifier.type === "ImportDefaultSpecifier") return "default";
  const [name] = ["imported", "orig", "local"].flatMap(
    (at) => stringOf(nodeAt(specifier, at)) ?? [],
  );
  return name ?? "*";
}

/** `pino` of `pino/file`, `@scope/name` of `@scope/name/file`; Node's own as they are. */
function packageOf(specifier: string): string {
  if (specifier.startsWith("node:")) return specifier;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** The first files found that import each other in a circle. */
export function circleIn(imports: readonly Pick<Import, "from" | "to">[]): string[] | undefined {
  const done = new Set<string>();
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to]);
  function search(file: string, path: readonly string[]): string[] | undefined {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const to of targets.get(file) ?? []) {
      const circle = search(to, [...path, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  }
  return [...targets.keys()].map((file) => search(file, [])).find((circle) => circle !== undefined);
}
