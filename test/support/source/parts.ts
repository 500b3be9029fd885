import { appFiles, appViews, exists, filesIn } from "./files.ts";

/** The features that are there: a folder each in `src/features`. */
export const features: readonly string[] = [
  ...new Set(appFiles.flatMap((file) => featureOf(file) ?? [])),
];

/**
 * The feature that a file is part of: of `src/features/NAME/…`, `views/NAME/…`,
 * `public/css/NAME.css` and `test/NAME/…`. Undefined for a file of the core and of a tool.
 */
export function featureOf(file: string): string | undefined {
  const inSource = /^src\/features\/([\w-]+)\//.exec(file)?.[1];
  if (inSource || file.startsWith("src/")) return inSource;
  const name = /^(?:views|test)\/([\w-]+)\/|^public\/css\/([\w-]+)\.css$/.exec(file);
  const candidate = name?.[1] ?? name?.[2];
  return features.find((feature) => feature === candidate);
}

/** Whether a path leads into a feature that a fork deleted: its docs may go on naming it. */
export function isOfGoneFeature(path: string): boolean {
  if (/^src\/features\/?$/.test(path)) return features.length === 0;
  const [folder] = /^(?:src\/features|views|test)\/[\w-]+(?=\/|$)/.exec(path) ?? [];
  return folder !== undefined && !exists(folder);
}

/** `tool` for what no page needs, `list` for the list of features, `core` for all other files. */
export function kindOf(file: string): "core" | "feature" | "list" | "tool" {
  if (file === "src/features.ts") return "list";
  if (file.startsWith("src/tools/")) return "tool";
  return featureOf(file) ? "feature" : "core";
}

/** `web` of `src/web/page/query.ts`, `server` of `src/server.ts`. */
export function partOf(file: string): string {
  return /^src\/([\w-]+)/.exec(file)?.[1] ?? file;
}

export const coreViews = appViews.filter((view) => featureOf(view) === undefined);

export const styleFiles = filesIn("public/css", ".css");

export const coreStyles = styleFiles.filter((file) => featureOf(file) === undefined);
