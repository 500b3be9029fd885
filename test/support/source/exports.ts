import { importsOf } from "./imports.ts";
import { type Node, nodeAt, nodesIn, type Source, sourceOf, stringOf, walk } from "./syntax.ts";

/** Exports that no other of these files imports, as `src/app.ts: createApp`. */
export function unusedExports(files: readonly string[]): string[] {
  const used = new Set(
    importsOf(files).flatMap(({ to, names }) => names.map(({ name }) => `${to}: ${name}`)),
  );
  return files.flatMap((file) => {
    if (used.has(`${file}: *`)) return [];
    const source = sourceOf(file);
    const shown = typesInSignatures(source);
    return exportsIn(source)
      .filter(({ name, isType }) => !(isType && shown.has(name)))
      .map(({ name }) => `${file}: ${name}`)
      .filter((place) => !used.has(place));
  });
}

interface Export {
  readonly name: string;
  readonly isType: boolean;
}

export function exportsIn({ statements }: Source): Export[] {
  return statements.flatMap((statement) => {
    if (statement.type === "ExportNamedDeclaration") {
      return nodesIn(statement.specifiers).flatMap((specifier) => {
        const exported = nodeAt(specifier, "exported") ?? nodeAt(specifier, "orig");
        return named(exported, statement.typeOnly === true || specifier.isTypeOnly === true);
      });
    }
    const declaration = nodeAt(statement, "declaration");
    if (statement.type !== "ExportDeclaration" || !declaration) return [];
    const isType = /^Ts(Interface|TypeAlias)/.test(declaration.type);
    const own = nodeAt(declaration, "identifier") ?? nodeAt(declaration, "id");
    const constants = nodesIn(declaration.declarations).flatMap((constant) =>
      namesIn(nodeAt(constant, "id")),
    );
    return [...named(own, isType), ...constants.map((name) => ({ name, isType: false }))];
  });
}

function named(node: Node | undefined, isType: boolean): Export[] {
  const name = stringOf(node);
  return name === undefined ? [] : [{ name, isType }];
}

/** The names that a pattern binds; the keys it takes them from are none of them. */
function namesIn(pattern: Node | undefined): string[] {
  if (!pattern) return [];
  if (pattern.type === "Identifier") return [stringOf(pattern) ?? ""];
  if (pattern.type === "AssignmentPatternProperty") return namesIn(nodeAt(pattern, "key"));
  return ["properties", "elements"]
    .flatMap((at) => nodesIn(pattern[at]))
    .concat(["value", "left", "argument"].flatMap((at) => nodeAt(pattern, at) ?? []))
    .flatMap(namesIn);
}

/** Types that the exported declarations of a file name outside the bodies of functions. */
function typesInSignatures({ statements }: Source): Set<string> {
  const exported = statements.filter(({ type }) => type === "ExportDeclaration");
  const nodes = exported.flatMap((statement) => [
    ...walk(statement, ({ type }) => !/^(FunctionBody|BlockStatement)$/.test(type)),
  ]);
  return new Set(
    nodes.flatMap((node) => {
      const isReference = /^Ts(TypeReference|ExpressionWithTypeArguments)$/.test(node.type);
      const name = nodeAt(node, "typeName") ?? nodeAt(node, "expression");
      return isReference ? (stringOf(name) ?? []) : [];
    }),
  );
}
