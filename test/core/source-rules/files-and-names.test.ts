import { describe, expect, test } from "@jest/globals";
import { appFiles, filesIn, sandboxFiles, textOf } from "../../support/source/files.ts";

describe("files", () => {
  test("of the app and the sandbox have 300 lines at most", () => {
    const long = [...appFiles, ...sandboxFiles].filter(
      (file) => textOf(file).split("\n").length > 301,
    );

    expect(long).toEqual([]);
  });

  test("of the app and the sandbox export names, no defaults", () => {
    const withDefault = [...appFiles, ...sandboxFiles].filter((file) =>
      /^export default\b|\bas default\b/m.test(textOf(file)),
    );

    expect(withDefault).toEqual([]);
  });

  test("of tests leave no test out", () => {
    const selective = filesIn("test", ".ts").filter((file) =>
      /\b(test|describe|it)(\.\w+)*\.(only|skip|todo|failing)\b|\b[fx](it|test|describe)\(/.test(
        textOf(file),
      ),
    );

    expect(selective).toEqual([]);
  });
});
