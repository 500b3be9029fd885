import { describe, expect, test } from "@jest/globals";
import { appFiles, filesIn, manifest, sandboxFiles, textOf } from "../../support/source/files.ts";
import { circleIn, type Import, importsOf } from "../../support/source/imports.ts";
import { featureOf, kindOf, partOf } from "../../support/source/parts.ts";

/** What each part of `src` may import besides itself; `type` stands for types only. */
const directions: Readonly<Record<string, readonly string[]>> = {
  server: [
    "app",
    "auth",
    "config",
    "environment",
    "features",
    "log",
    "measurement",
    "metrics",
    "process",
    "sessions",
    "store",
  ],
  metrics: ["config-error", "type environment", "type measurement", "type store"],
  measurement: [],
  app: ["error-description", "web"],
  features: [
    "asana",
    "auth",
    "error-description",
    "limits",
    "permissions",
    "sessions",
    "web",
    "words",
    "type config",
    "type log",
    "type measurement",
  ],
  web: [
    "asana",
    "auth",
    "error-description",
    "limits",
    "permissions",
    "sessions",
    "store-error",
    "words",
    "type config",
    "type log",
    "type measurement",
    "type process",
  ],
  sessions: ["config-error", "store-error", "type auth", "type log", "type store"],
  store: ["config-error", "store-error", "type config"],
  auth: ["error-description", "limits", "type config", "type log", "type measurement"],
  tools: [
    "asana",
    "auth",
    "config",
    "config-error",
    "environment",
    "features",
    "limits",
    "log",
    "permissions",
    "sessions",
    "setting-types",
    "store",
    "store-error",
    "words",
  ],
  permissions: ["asana"],
  words: ["type asana"],
  asana: ["limits"],
  config: ["config-error", "environment", "metrics", "setting-types"],
  "setting-types": [],
  process: [
    "config-error",
    "error-description",
    "limits",
    "sessions",
    "store-error",
    "type config",
    "type environment",
    "type log",
  ],
  "config-error": [],
  "store-error": [],
  "error-description": [],
  log: ["type config"],
  environment: ["config-error"],
  limits: [],
};

const imports = importsOf(appFiles);
const filesImported = imports.filter(({ isFile }) => isFile);

test("the parts of the app import in one direction", () => {
  const wrong = imports.filter(({ from, to, isType }) => {
    const [part, other] = [partOf(from), partOf(to)];
    const allowed = directions[part] ?? [];
    const isAllowed = allowed.includes(other) || (isType && allowed.includes(`type ${other}`));
    return to.startsWith("src/") && part !== other && !isAllowed;
  });

  expect(wrong.map(arrow)).toEqual([]);
});

test("imports run in no circle, types included", () => {
  expect([circleIn(imports), circleIn(importsOf(sandboxFiles))]).toEqual([undefined, undefined]);
});

test("the app imports no tool", () => {
  const wrong = filesImported.filter(
    ({ from, to }) => kindOf(to) === "tool" && kindOf(from) !== "tool",
  );

  expect(wrong.map(arrow)).toEqual([]);
});

test("the core imports no feature: the list does, and server and tools may import the list", () => {
  const wrong = filesImported.filter(({ from, to }) => {
    if (kindOf(to) === "feature") return kindOf(from) !== "feature" && kindOf(from) !== "list";
    const mayKnowTheList = from === "src/server.ts" || kindOf(from) === "tool";
    return kindOf(to) === "list" && !mayKnowTheList;
  });

  expect(wrong.map(arrow)).toEqual([]);
});

/** Features that may import another, as "bot -> tasks", and why the list cannot hand it over. */
const exceptions: Readonly<Record<string, string>> = {};

test("no feature imports another", () => {
  const wrong = betweenFeatures(filesImported).filter(
    ({ from, to }) => !(`${featureOf(from)} -> ${featureOf(to)}` in exceptions),
  );

  expect(wrong.map(arrow)).toEqual([]);
});

describe("tests", () => {
  const testFiles = filesIn("test", ".ts");
  const ofTests = importsOf(testFiles).filter(({ isFile }) => isFile);

  test("of no feature import nothing of a feature, nor do their helpers", () => {
    const wrong = ofTests.filter(({ from, to }) => !featureOf(from) && featureOf(to));

    expect(wrong.map(arrow)).toEqual([]);
  });

  test("of a feature import nothing of another", () => {
    expect(betweenFeatures(ofTests).map(arrow)).toEqual([]);
  });
});

test("the app and the sandbox import nothing of each other", () => {
  const between = [...imports, ...importsOf(sandboxFiles)].filter(
    ({ from, to, isFile }) => isFile && from.split("/")[0] !== to.split("/")[0],
  );

  expect(between.map(arrow)).toEqual([]);
});

test("nothing imports the benchmarks: they come out by deleting their folder", () => {
  const all = [...imports, ...importsOf(sandboxFiles), ...importsOf(filesIn("test", ".ts"))];

  expect(all.filter(({ to }) => to.startsWith("bench/")).map(arrow)).toEqual([]);
});

test("Express is imported in server, app, features, web and sessions only", () => {
  const elsewhere = imports
    .filter(({ to }) => /^express(-|$)/.test(to))
    .filter(({ from }) => !["server", "app", "features", "web", "sessions"].includes(partOf(from)));

  expect(elsewhere.map(arrow)).toEqual([]);
});

test("the server loads the configuration, and the commands that check it; others take its types", () => {
  const values = imports
    .filter(({ to }) => to === "src/config.ts")
    .flatMap(({ from, names }) =>
      names.filter(({ isType }) => !isType).map(({ name }) => `${from}: ${name}`),
    );

  expect(values).toEqual([
    "src/server.ts: loadConfig",
    "src/tools/doctor/settings-check.ts: loadConfig",
    "src/tools/doctor/settings-check.ts: settingNames",
    "src/tools/setup/setup-checks.ts: loadConfig",
  ]);
});

describe("runtime dependencies", () => {
  const packages = imports.filter(({ to, isFile }) => !isFile && !to.startsWith("node:"));
  const inDevelopment = "pino-pretty"; // its types are imported; production may lack it

  test("are all that the app imports of packages, and each is used", () => {
    const used = new Set(packages.filter(({ to }) => to !== inDevelopment).map(({ to }) => to));
    const loadedByName = ["ejs"]; // by Express, as the view engine

    const { dependencies, optionalDependencies } = manifest;
    const declared = Object.keys({ ...dependencies, ...optionalDependencies });
    expect([...used, ...loadedByName].sort()).toEqual(declared.sort());
  });

  test("do without the one package that is loaded in development only", () => {
    const ofDevelopment = packages.filter(({ to }) => to === inDevelopment);

    expect(ofDevelopment.map(({ from, isType }) => [from, isType])).toEqual([["src/log.ts", true]]);
    expect(Object.keys(manifest.devDependencies)).toContain(inDevelopment);
  });

  test("are 18 at most", () => {
    expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(18);
  });
});

test("the environment is read in the entries and nowhere else", () => {
  const launchers = ["scripts/start.js", "scripts/with-sandbox.js"];
  const entries = [
    "src/server.ts",
    "src/tools/command-line/command.ts",
    "sandbox/main.ts",
    ...launchers,
  ];
  const readers = [...appFiles, ...sandboxFiles, ...filesIn("scripts", ".js")].filter((file) =>
    /\bprocess\s*\.\s*env\b|\benv\b[^;]*from "node:process"/.test(textOf(file)),
  );

  expect(readers.sort()).toEqual(entries.sort());
});

function betweenFeatures(all: readonly Import[]): Import[] {
  return all.filter(
    ({ from, to }) => featureOf(from) && featureOf(to) && featureOf(from) !== featureOf(to),
  );
}

function arrow({ from, to }: { readonly from: string; readonly to: string }): string {
  return `${from} -> ${to}`;
}
