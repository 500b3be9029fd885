import { parseSync } from "@swc/core";
import { textOf } from "./files.ts";
import { remembered } from "./remembered.ts";

/** A node of the syntax tree, as far as its kind does not matter. */
export interface Node {
  readonly type: string;
  readonly [property: string]: unknown;
}

/** What the parser keeps in a node without giving it a kind of its own. */
export type Part = Readonly<Record<string, unknown>>;

/** A parsed file. */
export interface Source {
  readonly file: string;
  readonly statements: readonly Node[];
  /** What stands before a node, comments included: the syntax tree has none. */
  textBefore(node: Node): string;
  textOf(node: Node): string;
  lineOf(node: Node): number;
  /** The line on which a node ends. */
  lastLineOf(node: Node): number;
}

/** Parses a file of the repository, once. */
export const sourceOf = remembered((file) => parse(file, textOf(file)));

/** All nodes of a file, in order. */
export const nodesOf = remembered((file) => [
  ...sourceOf(file).statements.flatMap((statement) => [...walk(statement)]),
]);

/** The parser counts bytes, on through all that it has parsed; a first statement shows where it began. */
const marker = "0;";

/** Parses TypeScript. */
export function parse(file: string, text: string): Source {
  const module: unknown = parseSync(marker + text, { syntax: "typescript", target: "es2022" });
  if (!isNode(module)) throw new Error(`${file} cannot be parsed`);
  const statements = nodesIn(module.body).slice(1);
  const bytes = Buffer.from(text);
  const begin = positionsOf(module).start + marker.length;
  const upTo = (end: number) => bytes.subarray(0, end - begin).toString();
  const lines = (part: string) => part.split("\n").length;
  return {
    file,
    statements,
    textBefore: (node) => upTo(positionsOf(node).start),
    textOf: (node) => {
      const { start, end } = positionsOf(node);
      return bytes.subarray(start - begin, end - begin).toString();
    },
    lineOf: (node) => lines(upTo(positionsOf(node).start)),
    lastLineOf: (node) => lines(upTo(positionsOf(node).end)),
  };
}

/** A node and all nodes below it, in order; `goesInto` may leave out what is below a node. */
export function* walk(node: Node, goesInto: (node: Node) => boolean = () => true): Generator<Node> {
  yield node;
  if (!goesInto(node)) return;
  for (const value of Object.values(node)) yield* walkValue(value, goesInto);
}

function* walkValue(value: unknown, goesInto: (node: Node) => boolean): Generator<Node> {
  if (isNode(value)) yield* walk(value, goesInto);
  else if (Array.isArray(value)) for (const item of value) yield* walkValue(item, goesInto);
  else if (isRecord(value)) yield* walkValue(Object.values(value), goesInto); // as an argument is
}

/** The nodes of a list; what the parser wraps into a record without a type is left out. */
export function nodesIn(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** A node that is a property of a node. */
export function nodeAt(node: Part, property: string): Node | undefined {
  const value = node[property];
  return isNode(value) ? value : undefined;
}

/** A property of a node that is no node itself, as the function of a method. */
export function partAt(node: Part, property: string): Part | undefined {
  const value = node[property];
  return isRecord(value) ? value : undefined;
}

/** The members of a list that are no nodes themselves, as the arguments of a call. */
export function partsIn(value: unknown): Part[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The name of an identifier, the value of a string. */
export function stringOf(node: Node | undefined): string | undefined {
  return typeof node?.value === "string" ? node.value : undefined;
}

function positionsOf(node: Node): { readonly start: number; readonly end: number } {
  const { span } = node;
  if (!isRecord(span) || typeof span.start !== "number" || typeof span.end !== "number") {
    throw new Error(`${node.type} has no place in its file`);
  }
  return { start: span.start, end: span.end };
}

function isNode(value: unknown): value is Node {
  return isRecord(value) && typeof value.type === "string";
}

function isRecord(value: unknown): value is Part {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
