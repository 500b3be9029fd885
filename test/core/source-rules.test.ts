import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { errorPages } from "../../src/web/errors/error-pages.ts";
import { registrationWords } from "../../src/words/registration.ts";

const root = resolve(import.meta.dirname, "../..");
const app = filesIn("src", ".ts");
const sandbox = filesIn("sandbox", ".ts");
const views = [...filesIn("views", ".ejs"), ...filesIn("sandbox/views", ".ejs")];
const manifest = JSON.parse(textOf("package.json"));

/** What each part of `src` may import besides itself; `type` stands for types only. */
const directions: Readonly<Record<string, readonly string[]>> = {
  server: [
    "announcement",
    "app",
    "auth",
    "background",
    "config",
    "drain",
    "environment",
    "log",
    "sessions",
    "start-problems",
    "store-chores",
  ],
  announcement: ["type config", "type log"],
  drain: ["time-limit", "type background"],
  "start-problems": ["config-error", "sessions", "type environment"],
  "store-chores": ["error-description", "type log", "type sessions"],
  app: ["web", "features"],
  features: [
    "asana",
    "auth",
    "error-description",
    "permissions",
    "sessions",
    "web",
    "words",
    "type log",
  ],
  web: [
    "asana",
    "auth",
    "error-description",
    "features",
    "permissions",
    "sessions",
    "time-limit",
    "words",
    "type background",
    "type config",
    "type log",
  ],
  sessions: ["config-error", "type auth"],
  auth: ["error-description", "read-whole", "time-limit", "type config", "type log"],
  tools: [
    "asana",
    "auth",
    "config",
    "config-error",
    "environment",
    "log",
    "loopback",
    "permissions",
    "read-whole",
    "sessions",
    "setting-types",
    "time-limit",
    "words",
  ],
  permissions: ["asana", "features"],
  words: [],
  asana: ["read-whole", "time-limit"],
  config: ["config-error", "environment", "loopback", "setting-types"],
  "setting-types": ["loopback"],
  background: [],
  "config-error": [],
  "error-description": [],
  log: ["type config"],
  environment: ["config-error"],
  loopback: [],
  "read-whole": [],
  "time-limit": [],
};

describe("imports", () => {
  test("of the app point in one direction", () => {
    const wrong = importsOf(app).filter(({ from, to, isType }) => {
      const [part, other] = [partOf(from), partOf(to)];
      const allowed = directions[part] ?? [];
      const isAllowed = allowed.includes(other) || (isType && allowed.includes(`type ${other}`));
      return to.startsWith("src/") && part !== other && !isAllowed;
    });

    expect(wrong).toEqual([]);
  });

  test("run in no circle, types included", () => {
    expect([circleIn(app), circleIn(sandbox)]).toEqual([undefined, undefined]);
  });

  test("connect the app and the sandbox nowhere", () => {
    const between = [...importsOf(app), ...importsOf(sandbox)].filter(
      ({ from, to, isFile }) => isFile && from.split("/")[0] !== to.split("/")[0],
    );

    expect(between).toEqual([]);
  });

  test("of Express stand in server, app, features, web and sessions only", () => {
    const elsewhere = importsOf(app)
      .filter(({ to }) => /^express(-|$)/.test(to))
      .filter(
        ({ from }) => !["server", "app", "features", "web", "sessions"].includes(partOf(from)),
      );

    expect(elsewhere).toEqual([]);
  });

  test("take the configuration as types; the server loads it, and the commands that check it", () => {
    const values = importsOf(app)
      .filter(({ to, isType }) => to === "src/config.ts" && !isType)
      .flatMap(({ from, names }) =>
        names.filter((name) => !isTypeName(name)).map((name) => `${from}: ${name}`),
      );

    expect(values).toEqual([
      "src/server.ts: loadConfig",
      "src/tools/doctor/settings-check.ts: loadConfig",
      "src/tools/doctor/settings-check.ts: settingNames",
      "src/tools/setup/setup-checks.ts: loadConfig",
    ]);
  });

  test("of the app name runtime dependencies, and none of them is unused", () => {
    const packages = importsOf(app).filter(({ to, isFile }) => !isFile && !to.startsWith("node:"));
    const used = new Set(packages.map(({ to }) => to));
    const loadedByName = ["ejs"]; // by Express, as the view engine

    expect([...used, ...loadedByName].sort()).toEqual(Object.keys(manifest.dependencies).sort());
  });
});

test("there are at most 18 runtime dependencies", () => {
  expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(18);
});

test("the environment is read in the entries and nowhere else", () => {
  const launchers = ["scripts/start.js", "scripts/with-sandbox.js"];
  const entries = [
    "src/server.ts",
    "src/tools/command-line/command.ts",
    "sandbox/main.ts",
    ...launchers,
  ];
  const readers = [...app, ...sandbox, ...filesIn("scripts", ".js")].filter((file) =>
    /\bprocess\s*\.\s*env\b|\benv\b[^;]*from "node:process"/.test(textOf(file)),
  );

  expect(readers.sort()).toEqual(entries.sort());
});

describe("files", () => {
  test("of the protocol know of no recording", () => {
    const recording = app
      .filter((file) => partOf(file) === "auth")
      .filter((file) =>
        /\brecord(s|ed|er|ing)?\b|\bdiagram|what.happened/i.test(withoutTypes(file)),
      );

    expect(recording).toEqual([]);
  });

  test("of app and sandbox have 300 lines at most", () => {
    const long = [...app, ...sandbox].filter((file) => textOf(file).split("\n").length > 301);

    expect(long).toEqual([]);
  });

  test("export names, no defaults", () => {
    const withDefault = [...app, ...sandbox].filter((file) =>
      /^export default\b|\bas default\b/m.test(textOf(file)),
    );

    expect(withDefault).toEqual([]);
  });

  test("of tests leave none of them out", () => {
    const selective = filesIn("test", ".ts").filter((file) =>
      /\b(test|describe|it)(\.\w+)*\.(only|skip|todo|failing)\b|\b[fx](it|test|describe)\(/.test(
        textOf(file),
      ),
    );

    expect(selective).toEqual([]);
  });
});

describe("views", () => {
  test.each([
    ["write unescaped output for includes only", /<%-(?!\s*include\()/],
    ["hold no scripts", /<script\b|\bjavascript:/i],
    ["hold no styles", /<style\b|\sstyle\s*=/i],
    ["hold no handlers", /<[^>]*\son[a-z]+\s*=/i],
    ["quote what they write into attributes", /=\s*<%=/],
  ])("%s", (_, pattern) => {
    const wrong = views.flatMap((file) =>
      textOf(file)
        .split("\n")
        .filter((line) => pattern.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );

    expect(views.length).toBeGreaterThan(8);
    expect(wrong).toEqual([]);
  });
});

describe("error pages", () => {
  const pages = Object.values(errorPages);

  test.each(["title", "whatHappened", "whatToDo"] as const)("share no %s", (words) => {
    const texts = pages.map((page) => page[words]);

    expect(texts.filter((text, at) => texts.indexOf(text) !== at)).toEqual([]);
  });

  test.each(Object.keys(errorPages))("%s is explained in docs/troubleshooting.md", (kind) => {
    expect(textOf("docs/troubleshooting.md").split("\n")).toContain(`### \`${kind}\``);
  });

  test("are the only kinds that docs/troubleshooting.md explains", () => {
    const explained = [...textOf("docs/troubleshooting.md").matchAll(/^### `(.+)`$/gm)];

    expect(explained.map(([, kind]) => kind).sort()).toEqual(Object.keys(errorPages).sort());
  });
});

test("docs/real-asana.md says of a registration what the app and the doctor say", () => {
  const rows = Object.values(registrationWords).map((words) => {
    const first = "atAsana" in words ? `| ${words.atAsana} ` : "";
    return `${first}| ${words.meaning} | ${words.fix} |`;
  });

  const text = textOf("docs/real-asana.md");

  expect(rows.filter((row) => !text.includes(row))).toEqual([]);
});

describe(".env.example", () => {
  const documented = new Set(
    [...textOf(".env.example").matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name ?? ""),
  );
  const settings = [
    ...["NODE_ENV", "HOST", "PORT", "BASE_URL", "TRUST_PROXY"],
    ...["ASANA_CLIENT_ID", "ASANA_CLIENT_SECRET", "ASANA_ISSUER", "ASANA_API_BASE_URL"],
    ...["ASANA_SCOPES", "ASANA_PAT", "ASANA_SERVICE_ACCOUNT_TOKEN", "ADMIN_USER_IDS"],
    ...["ALLOWED_WORKSPACES", "SESSION_SECRET", "SESSION_DB", "REDIS_URL"],
    ...["SANDBOX_PORT", "SANDBOX_TASKS", "LOG_LEVEL"],
  ];

  test.each(settings)("documents %s", (name) => {
    expect(documented).toContain(name);
  });

  test("documents whatever the configuration reads", () => {
    const read = [...textOf("src/config.ts").matchAll(/^ {2}([A-Z][A-Z_]+): /gm)];

    expect(read.length).toBeGreaterThan(10);
    expect(read.map(([, name]) => name).filter((name) => !documented.has(name ?? ""))).toEqual([]);
  });
});

interface Import {
  readonly from: string;
  /** A file of this repository, or the name of a package. */
  readonly to: string;
  readonly names: readonly string[];
  readonly isFile: boolean;
  readonly isType: boolean;
}

function importsOf(files: readonly string[]): Import[] {
  const statement =
    /^(?:import|export)\s+(?:(type)\s+)?(?:([^"';]*?)\s*from\s*)?"([^"]+)"|\bimport\("([^"]+)"\)/gm;
  return files.flatMap((from) =>
    [...textOf(from).matchAll(statement)].map(([, type, clause = "", fixed, dynamic]) => {
      const specifier = fixed ?? dynamic ?? "";
      const names = clause.split(/[{},]/).map((name) => name.trim());
      const named = names.filter((name) => name !== "");
      const isType = type !== undefined || (named.length > 0 && named.every(isTypeName));
      const isFile = specifier.startsWith(".");
      const to = isFile ? join(from, "..", specifier) : packageOf(specifier);
      return { from, to, names: named, isFile, isType };
    }),
  );
}

function isTypeName(name: string): boolean {
  return name.startsWith("type ");
}

/** `pino` of `pino/file`, `@scope/name` of `@scope/name/file`; Node's own as they are. */
function packageOf(specifier: string): string {
  if (specifier.startsWith("node:")) return specifier;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** `web` of `src/web/page/query.ts`, `server` of `src/server.ts`. */
function partOf(file: string): string {
  return /^src\/([\w-]+)/.exec(file)?.[1] ?? file;
}

/** The first files found that import each other in a circle. */
function circleIn(files: readonly string[]): string[] | undefined {
  const imports = importsOf(files);
  const done = new Set<string>();
  function search(file: string, path: readonly string[]): string[] | undefined {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    const next = imports.filter(({ from }) => from === file);
    for (const { to } of next) {
      const circle = search(to, [...path, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  }
  return files.map((file) => search(file, [])).find((circle) => circle !== undefined);
}

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending) && !name.startsWith("dist/"))
    .map((name) => join(folder, name))
    .sort();
}

/** Without TypeScript's `Record<…>` and valibot's `v.record(…)`. */
function withoutTypes(file: string): string {
  return textOf(file).replace(/\bRecord<|\bv\.record\b/g, "");
}

/** Nothing for a file that is not there: the test that needs it says what is missing. */
function textOf(file: string): string {
  return existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : "";
}
