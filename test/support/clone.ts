import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll } from "@jest/globals";
import { aFolder } from "./folder.ts";
import { repository } from "./process.ts";

const parts = ["package.json", "tsconfig.json", "scripts", "src", "sandbox", "views", "public"];

/**
 * What a clone has, apart from the tests: the repository's own `dist`, `data` and `.env` stay out of
 * the way of this, and this out of theirs.
 */
export function aClone(): string {
  const folder = aFolder();
  cloneInto(folder);
  return folder;
}

/** A clone that was built before: what builds it again finds nothing to compile. */
export function aBuiltClone(): string {
  built ??= buildOnce();
  const folder = aFolder();
  cpSync(built, folder, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  return folder;
}

let built: string | undefined;

afterAll(() => {
  if (built) rmSync(built, { recursive: true });
});

/**
 * A folder beside those of `aFolder`: what the compiler remembers holds relative paths to the packages,
 * so that it does not hold for a copy on another level.
 */
function buildOnce(): string {
  const folder = mkdtempSync(join(tmpdir(), "sign-in-with-asana-"));
  cloneInto(folder);
  const build = buildIn(folder);
  if (build.status !== 0) throw new Error(build.output);
  return folder;
}

/** Builds the app and the sandbox of a clone. */
export function buildIn(folder: string): { status: number | null; output: string } {
  const build = spawnSync(process.execPath, ["scripts/build.js", ".", "sandbox"], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status: build.status, output: build.stdout + build.stderr };
}

function cloneInto(folder: string): void {
  for (const name of parts) {
    cpSync(join(repository, name), join(folder, name), {
      recursive: true,
      filter: (path) => basename(path) !== "dist",
    });
  }
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
}
