import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { copyOf, type Stage, sentToTheEngine, stagesOfDockerfile } from "./dockerfile.ts";
import { type Run, repository, runProgram } from "./process.ts";

/** An image, made by doing the steps of the Dockerfile. */
export interface Image {
  /** Its `/app`, as this machine sees it. */
  readonly app: string;
  /** What stands as `CMD` in the Dockerfile. */
  readonly command: readonly string[];
  /** What stands as `CMD` behind `HEALTHCHECK`. */
  readonly healthCheck: readonly string[];
  /** Runs a command in it: the image's user and environment, and only `/app/data` can be written. */
  run(command: readonly string[], settings?: Readonly<Record<string, string>>): Run;
}

const script = join(import.meta.dirname, "in-image.sh");
const users: Readonly<Record<string, number>> = { root: 0, node: 1000 };

/** Does the steps of the Dockerfile in this folder, with the Node of its base image. Needs root and Linux. */
export function buildImage(folder: string): Image {
  const stages = stagesOfDockerfile();
  const node = nodeFolder(stages[0]?.base ?? "");
  const built = new Map<string, Built>();
  for (const stage of stages) built.set(stage.name, buildStage(stage, { folder, node, built }));
  const { root, user, environment, instructions } = built.get("") ?? missing("a last stage");
  const [health = ""] = /\[.*\]$/.exec(instructions.get("HEALTHCHECK") ?? "") ?? [];
  return {
    app: join(root, "app"),
    command: JSON.parse(instructions.get("CMD") ?? ""),
    healthCheck: JSON.parse(health),
    run: (command, settings = {}) =>
      runProgram(
        ["/usr/bin/unshare", "--mount", script, root, String(users[user]), "app/data", ...command],
        { ...environment, ...settings, NODE_FOLDER: node, HOME: "/home/node" },
      ),
  };
}

interface Built {
  readonly root: string;
  readonly user: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly instructions: ReadonlyMap<string, string>;
}

function buildStage(
  { name, base, steps }: Stage,
  { folder, node, built }: { folder: string; node: string; built: ReadonlyMap<string, Built> },
): Built {
  const root = join(folder, `stage-${name}`);
  const app = join(root, "app");
  const before = built.get(base);
  if (before) cpSync(before.root, root, { recursive: true, verbatimSymlinks: true });
  mkdirSync(app, { recursive: true });
  const environment = { PATH: "/node/node_modules/.bin:/usr/bin:/bin", ...before?.environment };
  const instructions = new Map<string, string>();
  let user = "root";
  for (const { keyword, text } of steps) {
    instructions.set(keyword, text);
    if (keyword === "ENV") Object.assign(environment, variablesIn(text));
    if (keyword === "USER") user = text;
    if (keyword === "COPY") copy(text, { app, built });
    if (keyword === "RUN") runStep(text, { root, user, environment, node });
  }
  return { root, user, environment, instructions };
}

function variablesIn(text: string): Record<string, string> {
  return Object.fromEntries(text.split(" ").map((pair) => pair.split("=")));
}

function copy(text: string, { app, built }: { app: string; built: ReadonlyMap<string, Built> }) {
  const { stage, sources, target } = copyOf(text);
  const { shown, hidden } = sentToTheEngine();
  for (const source of sources) {
    if (stage === undefined && !shown.includes(source)) {
      throw new Error(`.dockerignore hides ${source}`);
    }
    const from = stage === undefined ? join(repository, source) : inStage(source, stage, built);
    const to = target === "./" ? join(app, basename(source)) : join(app, target);
    cpSync(from, to, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !hidden.some((one) => path === join(repository, one)),
    });
    const owner = /--chown=(\w+)/.exec(text)?.[1];
    if (owner) execFileSync("chown", ["-R", String(users[owner]), to]);
  }
}

function inStage(path: string, stage: string, built: ReadonlyMap<string, Built>): string {
  return join(built.get(stage)?.root ?? missing(`the stage ${stage}`), path);
}

/** Runs a command of the build; the network and the packages that npm keeps are this machine's. */
function runStep(
  text: string,
  {
    root,
    user,
    environment,
    node,
  }: Pick<Built, "root" | "user" | "environment"> & { node: string },
): void {
  const [, cache, command = ""] = /^(?:--mount=type=cache,target=(\S+) )?(.*)$/.exec(text) ?? [];
  for (const name of ["tmp", "root/.npm"]) mkdirSync(join(root, name), { recursive: true });
  const npmrc = join(homedir(), ".npmrc");
  if (existsSync(npmrc)) cpSync(npmrc, join(root, "root", ".npmrc"));
  execFileSync(
    "/usr/bin/unshare",
    ["--mount", script, root, String(users[user]), "app tmp root", "/bin/sh", "-c", command],
    {
      env: {
        ...process.env,
        ...environment,
        NODE_FOLDER: node,
        HOME: user === "root" ? "/root" : "/home/node",
        npm_config_prefer_offline: "true",
        ...(cache && { NPM_CACHE: npmCache() }),
      },
      stdio: "pipe",
    },
  );
}

function npmCache(): string {
  return execFileSync("npm", ["config", "get", "cache"], { encoding: "utf8" }).trim();
}

/** A folder with the Node and the npm that the base image has, from npm's own cache. */
function nodeFolder(base: string): string {
  const [, major] = /^node:(\d+)/.exec(base) ?? missing("a base image of Node");
  const packages = ["-p", `node@${major}`, "-p", "npm@11"];
  const found = execFileSync("npx", ["--yes", ...packages, "-c", "command -v node"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return join(dirname(found.trim()), "../.."); // found in node_modules/.bin
}

function missing(what: string): never {
  throw new Error(`the Dockerfile has no longer ${what}`);
}
