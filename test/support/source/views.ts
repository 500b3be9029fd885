import { dirname, join } from "node:path";
import { appFiles, exists, textOf } from "./files.ts";
import { literalsOf } from "./literals.ts";
import { featureOf } from "./parts.ts";
import { type Node, nodeAt, nodesOf, partsIn, stringOf } from "./syntax.ts";

/** The files that a view includes; a part of a name that comes from the model has its values. */
export function includesOf(view: string): string[] {
  return [...textOf(view).matchAll(/\binclude\(\s*(["'`])(.*?)\1/g)]
    .flatMap(([, , name = ""]) => namesFor(view, name))
    .map((name) => fileOf(view, name));
}

/** `message`, `note` … of `${step.kind}`. */
function namesFor(view: string, name: string): string[] {
  const [before, property, after] = name.split(/\$\{(?:\w+\.)*(\w+)\}/);
  if (property === undefined) return [name];
  return literalsOf(property, featureOf(view)).map((value) => `${before}${value}${after}`);
}

/** As EJS finds it: beside the view that includes it, or from the folder of views. */
function fileOf(view: string, name: string): string {
  const beside = join(dirname(view), `${name}.ejs`);
  return exists(beside) ? beside : `views/${name}.ejs`;
}

/** A view, what it includes, what that includes, and so on. */
export function withIncludes(view: string): string[] {
  const found = new Set<string>();
  const visit = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    for (const included of includesOf(file)) visit(included);
  };
  visit(view);
  return [...found];
}

/** The views that the app shows, each with the file that names it: to `pageView`, or as `view`. */
export function renderedViews(): { readonly from: string; readonly to: string }[] {
  return appFiles.flatMap((from) =>
    nodesOf(from)
      .flatMap((node) => [...(isPageView(node) ? namesIn(node) : []), ...viewIn(node)])
      .map((name) => ({ from, to: `views/${name}.ejs` })),
  );
}

function isPageView(node: Node): boolean {
  const callee = node.type === "CallExpression" ? nodeAt(node, "callee") : undefined;
  return callee !== undefined && stringOf(callee) === "pageView";
}

/** The value of a property `view`, as of what stands below a page. */
function viewIn(node: Node): string[] {
  const key = node.type === "KeyValueProperty" ? nodeAt(node, "key") : undefined;
  const value = key && stringOf(key) === "view" ? nodeAt(node, "value") : undefined;
  return value?.type === "StringLiteral" ? [stringOf(value) ?? ""] : [];
}

/** The strings among the arguments of a call. */
function namesIn(call: Node): string[] {
  return partsIn(call.arguments).flatMap((argument) => {
    const value = nodeAt(argument, "expression");
    return value?.type === "StringLiteral" ? (stringOf(value) ?? []) : [];
  });
}

/** A link or a form that a view writes out; a `*` stands for each part from the model. */
export interface Target {
  readonly method: "GET" | "POST";
  readonly path: string;
}

/** Where the links and forms of a view lead on this app, as far as the view itself says it. */
export function targetsOf(view: string): Target[] {
  const text = textOf(view).replace(/<%.*?%>/gs, "*");
  return [...text.matchAll(/<(\w+)\s([^>]*)/g)].flatMap(([, , attributes = ""]) => {
    const [, address] = /\b(?:href|action|src)="(\/[^"]*)"/.exec(attributes) ?? [];
    if (address === undefined) return [];
    const [path = ""] = address.split(/[?#]/);
    return [{ method: /\bmethod="post"/i.test(attributes) ? "POST" : "GET", path }];
  });
}

/** The stylesheets that a view, or the code that shows it, names for its page. */
export function stylesOf(file: string): string[] {
  return [...textOf(file).matchAll(/"(\/css\/[\w-]+\.css)"/g)].map(([, path]) => `public${path}`);
}
