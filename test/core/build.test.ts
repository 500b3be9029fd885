import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { aBuiltClone, buildIn } from "../support/clone.ts";

const sources = ["src/server.ts", "sandbox/sandbox.ts"] as const;
const compiled = ["dist/server.js", "sandbox/dist/sandbox.js"] as const;

describe("a build of the app and the sandbox that were built before", () => {
  test("writes nothing when nothing changed", () => {
    const { filesOf, build } = aBuild();
    const written = () => filesOf(compiled).map((file) => statSync(file).mtimeMs);
    const before = written();

    build();

    expect(written()).toEqual(before);
  });

  test("compiles what changed", () => {
    const { filesOf, build } = aBuild();
    for (const file of filesOf(sources)) {
      writeFileSync(file, `${readFileSync(file, "utf8")}\nexport const changed = "since then";\n`);
    }

    build();

    for (const file of filesOf(compiled)) {
      expect(readFileSync(file, "utf8")).toContain("since then");
    }
  });

  test("compiles again what is missing", () => {
    const { filesOf, build } = aBuild();
    for (const file of filesOf(compiled)) rmSync(file);

    build();

    expect(filesOf(compiled).map(existsSync)).toEqual([true, true]);
  });

  test("leaves nothing behind of a source that is gone", () => {
    const { filesOf, build } = aBuild();
    const gone = ["dist/tools/gone.js", "dist/gone.js.map", "sandbox/dist/gone.js"];
    for (const file of filesOf(gone)) writeFileSync(file, "");

    build();

    expect(filesOf(gone).map(existsSync)).toEqual([false, false, false]);
    expect(filesOf(compiled).map(existsSync)).toEqual([true, true]);
  });

  test("ends with what is wrong, as often as it is asked", () => {
    const { folder, filesOf } = aBuild();
    for (const file of filesOf(["src/wrong.ts"])) {
      writeFileSync(file, 'export const one: number = "1";\n');
    }

    const builds = [buildIn(folder), buildIn(folder)];

    for (const { status, output } of builds) {
      expect(status).toBe(1);
      expect(output).toMatch(/wrong\.ts.*TS2322/);
    }
  });
});

function aBuild() {
  const folder = aBuiltClone();
  return {
    folder,
    filesOf: (paths: readonly string[]) => paths.map((path) => join(folder, path)),
    build: () => expect(buildIn(folder)).toEqual({ status: 0, output: "" }),
  };
}
