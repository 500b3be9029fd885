import { expect, test } from "@jest/globals";
import { appFiles } from "../../support/source/files.ts";
import { functionsIn, undocumentedIn } from "../../support/source/functions.ts";
import { parse, sourceOf } from "../../support/source/syntax.ts";

const functions = appFiles.flatMap((file) => functionsIn(sourceOf(file)));

/** Express tells its error handlers from others by their four parameters. */
const errorHandler = ["error", "request", "response", "next"];

test("functions have 60 lines at most", () => {
  const long = functions.filter(({ lines }) => lines > 60);

  expect(functions.length).toBeGreaterThan(300);
  expect(long.map(({ place, lines }) => `${place}: ${lines}`)).toEqual([]);
});

test("functions take three parameters at most, Express's error handlers four", () => {
  const wide = functions.filter(({ parameters }) => {
    const names = parameters.map((name) => name.replace(/^_/, ""));
    return parameters.length > 3 && names.join() !== errorHandler.join();
  });

  expect(wide.map(({ place, parameters }) => `${place}: ${parameters.join(", ")}`)).toEqual([]);
});

test("exported functions have a docstring", () => {
  expect(appFiles.flatMap((file) => undocumentedIn(sourceOf(file)))).toEqual([]);
});

test("the rules see every kind of function, its parameters and its lines", () => {
  const source = parse(
    "a.ts",
    `// Zoë’s
export async function f(a: string, { b }: B, c = 1, ...d: number[]) {
  return [1].map((x) => x);
}
class C {
  constructor(private readonly a: string) {}
  get x() { return 1; }
  #m(a, b) {
    return { n(y) {}, o: function (z) {} };
  }
}`,
  );

  expect(functionsIn(source)).toEqual([
    { place: "a.ts:2 f", lines: 3, parameters: ["a", "{}", "c", "{}"] },
    { place: "a.ts:3", lines: 1, parameters: ["x"] },
    { place: "a.ts:6 constructor", lines: 1, parameters: ["{}"] },
    { place: "a.ts:7 x", lines: 1, parameters: [] },
    { place: "a.ts:8 m", lines: 3, parameters: ["a", "b"] },
    { place: "a.ts:9 n", lines: 1, parameters: ["y"] },
    { place: "a.ts:9", lines: 1, parameters: ["z"] },
  ]);
});

test("the rules see which exported functions have no docstring right before them", () => {
  const source = parse(
    "a.ts",
    `/** Has one. */
export function a() {}
/** Is too far away. */

export function b() {}
// Is none.
export const c = () => {};
/** Has one. */
export const d = async function () {};
export const e = 1;
function f() {}
/** One for all overloads. */
export function g(x: string): void;
export function g(x: unknown) {}`,
  );

  expect(undocumentedIn(source)).toEqual(["a.ts:5 b", "a.ts:7 c"]);
});
