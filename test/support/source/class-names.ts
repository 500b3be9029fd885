import { textOf } from "./files.ts";
import { literalsOf } from "./literals.ts";
import { featureOf } from "./parts.ts";
import { remembered } from "./remembered.ts";
import { nodeAt, parse, stringOf, walk } from "./syntax.ts";

/** Class names that a view uses. */
export interface ClassNames {
  /** As they stand in the view, choices between two included. */
  readonly written: readonly string[];
  /** Made from a model's values; a `*` stands for a part that only a run tells. */
  readonly built: readonly string[];
}

/** The class names of a view's `class` attributes. */
export const classNamesOf = remembered((view) =>
  classNamesIn(textOf(view), (property) => literalsOf(property, featureOf(view))),
);

/** The same of a view's text; `valuesOf` tells the values that a property of the model can have. */
export function classNamesIn(
  text: string,
  valuesOf: (property: string) => readonly string[],
): ClassNames {
  const names = attributesIn(text).flatMap((attribute) =>
    combined(attribute.split(/(<%.*?%>)/s).map(alternatives)).flatMap((value) =>
      value.split(/\s+/),
    ),
  );
  const all = [...new Set(names)].filter((name) => name !== "");
  return {
    written: all.filter((name) => !name.includes("{")),
    built: all.filter((name) => name.includes("{")).flatMap(build),
  };

  function build(name: string): string[] {
    const parts = name.split(/\{(.*?)\}/).map((part, at) => (at % 2 ? valuesOf(part) : [part]));
    return combined(parts).filter((value) => /^[\w*-]*[\w-][\w*-]*$/.test(value));
  }
}

/** The values of the `class` attributes; a quotation mark inside a tag of EJS ends none. */
function attributesIn(text: string): string[] {
  return [...text.matchAll(/\sclass="((?:<%.*?%>|[^"])*)"/gs)].map(([, value]) => value ?? "");
}

/** What a part of an attribute can write: itself, each end of a choice, `{name}` for a model's value. */
function alternatives(part: string): string[] {
  if (!part.startsWith("<%")) return [part];
  if (!part.startsWith("<%=")) return [""];
  const { statements } = parse(part, part.slice(3, -2));
  const expression = statements[0] && nodeAt(statements[0], "expression");
  if (!expression) return ["{}"];
  if (expression.type !== "ConditionalExpression") {
    return [`{${stringOf(nodeAt(expression, "property") ?? expression) ?? ""}}`];
  }
  const ends = ["consequent", "alternate"].flatMap((end) => nodeAt(expression, end) ?? []);
  return ends.flatMap((end) => [...walk(end)].flatMap((node) => stringOf(node) ?? []));
}

/** Each way to take one of each list, put together. */
function combined(lists: readonly (readonly string[])[]): string[] {
  return lists.reduce<string[]>(
    (starts, list) => starts.flatMap((start) => list.map((end) => start + end)),
    [""],
  );
}
