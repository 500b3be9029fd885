import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "@jest/globals";
import { repository } from "../support/process.ts";

const tools = join(repository, "src", "tools");

/** What each part of `src/tools` may import of the others. */
const directions: Readonly<Record<string, readonly string[]>> = {
  "command-line": [],
  doctor: ["command-line"],
  jobs: ["command-line"],
  setup: ["command-line", "doctor"],
  verify: ["command-line"],
  "backup.ts": ["command-line", "jobs"],
  "doctor.ts": ["doctor"],
  "inactive-projects.ts": ["command-line", "jobs"],
  "members.ts": ["command-line", "jobs"],
  "setup.ts": ["command-line", "doctor", "setup"],
  "verify-asana.ts": ["command-line", "verify"],
};

test("each tool can be deleted: the frame imports none, and setup alone another, the doctor", () => {
  const wrong = importsAmongTools().filter(
    ({ from, to }) => from !== to && !directions[from]?.includes(to),
  );

  expect(wrong).toEqual([]);
});

test("the parts of src/tools are those that are written here", () => {
  expect(readdirSync(tools).sort()).toEqual(Object.keys(directions).sort());
});

/** By the part in which the importing and the imported file lie. */
function importsAmongTools(): {
  readonly from: string;
  readonly to: string;
  readonly file: string;
}[] {
  const files = readdirSync(tools, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) =>
      [...readFileSync(join(tools, file), "utf8").matchAll(/(?:from|import\(?)\s*"(\.[^"]+)"/g)]
        .map(([, specifier = ""]) => relative(tools, join(tools, file, "..", specifier)))
        .filter((imported) => !imported.startsWith(".."))
        .map((imported) => ({ from: partOf(file), to: partOf(imported), file })),
    );
}

function partOf(file: string): string {
  return file.split("/")[0] ?? file;
}
