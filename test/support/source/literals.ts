import { appFiles } from "./files.ts";
import { featureOf } from "./parts.ts";
import { type Node, nodeAt, nodesIn, nodesOf, stringOf, walk } from "./syntax.ts";

/**
 * The strings that a property of a page's model can have, from the types and the objects in the
 * feature's files, or in all of `src` where the feature says nothing of it. What a template puts
 * together has a `*` for each part that only a run tells.
 */
export function literalsOf(property: string, feature: string | undefined): string[] {
  const own = appFiles.filter((file) => featureOf(file) === feature);
  const found = literalsIn(own, property);
  return found.length > 0 ? found : literalsIn(appFiles, property);
}

function literalsIn(files: readonly string[], property: string): string[] {
  const properties = files
    .flatMap(nodesOf)
    .filter(({ type }) => type === "TsPropertySignature" || type === "KeyValueProperty")
    .filter((node) => stringOf(nodeAt(node, "key")) === property);
  const values = properties.flatMap(
    (node) => nodeAt(node, "value") ?? nodeAt(node, "typeAnnotation") ?? [],
  );
  return [...new Set(values.flatMap((value) => stringsIn(value)))];
}

function stringsIn(value: Node): string[] {
  return [...walk(value)].flatMap((node) => {
    if (node.type === "StringLiteral") return stringOf(node) ?? [];
    if (node.type === "TemplateLiteral") return templateOf(node);
    if (node.type === "TsTypeReference") return stringsOfType(stringOf(nodeAt(node, "typeName")));
    return [];
  });
}

/** The strings of a type that is a choice of strings, wherever `src` declares it. */
function stringsOfType(name: string | undefined): string[] {
  const alias = appFiles
    .flatMap(nodesOf)
    .find(
      (node) => node.type === "TsTypeAliasDeclaration" && stringOf(nodeAt(node, "id")) === name,
    );
  const choice = alias && nodeAt(alias, "typeAnnotation");
  return choice?.type === "TsUnionType" ? stringsIn(choice) : [];
}

/** `*-to-*` of `${from}-to-${to}`. */
export function templateOf(template: Node): string {
  const texts = nodesIn(template.quasis).map(({ raw }) => (typeof raw === "string" ? raw : ""));
  return texts.join("*");
}
