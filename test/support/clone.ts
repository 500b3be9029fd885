import { cpSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { aFolder } from "./folder.ts";
import { repository } from "./process.ts";

const parts = ["package.json", "tsconfig.json", "scripts", "src", "sandbox", "views", "public"];

/** What a clone has: the repository's own `dist`, `data` and `.env` stay out of the way. */
export function aClone(): string {
  const folder = aFolder();
  for (const name of parts) {
    cpSync(join(repository, name), join(folder, name), {
      recursive: true,
      filter: (path) => basename(path) !== "dist",
    });
  }
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  return folder;
}
