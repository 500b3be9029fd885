// node scripts/build.js [PROJECT …]: compiles the app, or these projects (`.` and `sandbox`). Plain
// JavaScript, because it runs before anything is built.
//
// The compiler keeps in `dist/.tsbuildinfo` what it has compiled, so that a build without changes takes
// half a second. It does not look at what lies in `dist`: this script removes there what lost its
// source, and has everything compiled again where a file is missing.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tsc = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));

/** Where the sources of each project lie, and what the compiler makes of them. */
const projects = {
  ".": { sources: join(root, "src"), dist: join(root, "dist") },
  sandbox: { sources: join(root, "sandbox"), dist: join(root, "sandbox", "dist") },
};

/** False where only `dist` is, as in an image, and where the packages for development are missing. */
export const canBuild =
  existsSync(tsc) && existsSync(join(root, "src")) && existsSync(join(root, "node_modules/@types"));

/**
 * Compiles a project; what is wrong with it stands on standard output.
 *
 * @param {"." | "sandbox"} project
 * @returns whether it compiles
 */
export function build(project) {
  prepareDist(projects[project]);
  const { status } = spawnSync(process.execPath, [tsc, "-p", project], {
    cwd: root,
    stdio: "inherit",
  });
  return status === 0;
}

function prepareDist({ sources, dist }) {
  const compiled = new Set(
    filesIn(sources, { except: dist })
      .filter((file) => /\.ts$/.test(file) && !/\.d\.ts$/.test(file))
      .flatMap((file) => [file.replace(/ts$/, "js"), file.replace(/ts$/, "js.map")]),
  );
  const found = new Set(filesIn(dist).filter((file) => /\.js(\.map)?$/.test(file)));
  for (const file of found) {
    if (!compiled.has(file)) rmSync(join(dist, file));
  }
  const isWhole = [...compiled].every((file) => found.has(file));
  if (!isWhole) rmSync(join(dist, ".tsbuildinfo"), { force: true });
}

/** Relative to the folder; none where there is no such folder. */
function filesIn(folder, { except = "" } = {}) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => except === "" || !file.startsWith(except + sep))
    .map((file) => relative(folder, file));
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const named = process.argv.slice(2);
  const isBuilt = (named.length > 0 ? named : ["."]).every(build);
  if (!isBuilt) process.exit(1);
}
