import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** The sandbox's folder, whether this runs as a source or built in `dist`. */
const root = basename(here) === "dist" ? dirname(here) : here;

export const viewsFolder = join(root, "views");
export const publicFolder = join(root, "public");
