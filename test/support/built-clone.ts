import { cpSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { aFolder } from "./folder.ts";
import { repository } from "./process.ts";

/** What an image has besides: everything is built, and there is no compiler to build it again. */
export function aBuiltClone(): string {
  const folder = aFolder();
  for (const name of ["package.json", "scripts", "dist", "sandbox", "views", "public"]) {
    cpSync(join(repository, name), join(folder, name), { recursive: true });
  }
  mkdirSync(join(folder, "node_modules"));
  const packages = readdirSync(join(repository, "node_modules"));
  for (const name of packages.filter((one) => one !== "typescript")) {
    symlinkSync(join(repository, "node_modules", name), join(folder, "node_modules", name));
  }
  return folder;
}
