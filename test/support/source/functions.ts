import { type Node, nodeAt, nodesIn, partAt, type Source, stringOf, walk } from "./syntax.ts";

/** A function of a file, with what the rules ask of it. */
export interface FunctionFacts {
  /** `src/app.ts:32 createApp`. */
  readonly place: string;
  readonly lines: number;
  readonly parameters: readonly string[];
}

const kinds = [
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
  "MethodProperty",
  "GetterProperty",
  "SetterProperty",
  "Constructor",
  "ClassMethod",
  "PrivateMethod",
];

/** Functions, methods, accessors, constructors and arrows, wherever they stand in the file. */
export function functionsIn(source: Source): FunctionFacts[] {
  return source.statements
    .flatMap((statement) => [...walk(statement)])
    .filter(({ type }) => kinds.includes(type))
    .map((node) => ({
      place: placeOf(source, node),
      lines: source.lastLineOf(node) - source.lineOf(node) + 1,
      parameters: nodesIn(node.params ?? partAt(node, "function")?.params).map(parameterName),
    }));
}

/** Exported functions of a file without a docstring that ends on the line before. */
export function undocumentedIn(source: Source): string[] {
  const documented = new Set<string>();
  return source.statements
    .filter(({ type }) => type === "ExportDeclaration")
    .flatMap((statement) => {
      const name = exportedFunction(nodeAt(statement, "declaration"));
      if (name === undefined || documented.has(name)) return [];
      documented.add(name); // what follows overloads need not repeat what they say
      const hasDocstring = /\/\*\*(?:(?!\*\/).)*\*\/\n$/s.test(source.textBefore(statement));
      return hasDocstring ? [] : [`${placeOf(source, statement)} ${name}`];
    });
}

function exportedFunction(declaration: Node | undefined): string | undefined {
  if (declaration?.type === "FunctionDeclaration")
    return stringOf(nodeAt(declaration, "identifier"));
  const [constant] = nodesIn(declaration?.declarations);
  const value = constant && nodeAt(constant, "init");
  const isFunction = /^(ArrowFunction|Function)Expression$/.test(value?.type ?? "");
  return constant && isFunction ? stringOf(nodeAt(constant, "id")) : undefined;
}

function parameterName(parameter: Node): string {
  const pattern = nodeAt(parameter, "pat") ?? parameter;
  const inner = nodeAt(pattern, "left") ?? pattern; // before a default value
  return stringOf(inner) ?? "{}";
}

function placeOf(source: Source, node: Node): string {
  const name = ["identifier", "key"].flatMap((at) => stringOf(nodeAt(node, at)) ?? [])[0];
  const place = `${source.file}:${source.lineOf(node)}`;
  return name === undefined ? place : `${place} ${name}`;
}
