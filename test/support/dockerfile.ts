import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./process.ts";

/** What stands from one `FROM` to the next. */
export interface Stage {
  readonly name: string;
  /** An image, or the name of an earlier stage. */
  readonly base: string;
  readonly steps: readonly Step[];
}

/** One instruction, its lines joined. */
interface Step {
  readonly keyword: string;
  readonly text: string;
}

/** The repository's Dockerfile, read. */
export function stagesOfDockerfile(): readonly Stage[] {
  const lines = readFileSync(join(repository, "Dockerfile"), "utf8")
    .replace(/^#.*\n/gm, "")
    .replace(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line !== "");
  const stages: { name: string; base: string; steps: Step[] }[] = [];
  for (const line of lines) {
    const [, keyword = "", text = ""] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    if (keyword === "FROM") {
      const [base = "", , name = ""] = text.split(" ");
      stages.push({ name, base, steps: [] });
    } else {
      stages.at(-1)?.steps.push({ keyword, text });
    }
  }
  return stages;
}

/** Where a `COPY` takes from, an earlier stage or the repository, what, and where to. */
export function copyOf(text: string): {
  readonly stage: string | undefined;
  readonly sources: readonly string[];
  readonly target: string;
} {
  const words = text.split(" ");
  const stage = words.find((word) => word.startsWith("--from="))?.slice("--from=".length);
  const paths = words.filter((word) => !word.startsWith("--"));
  return { stage, sources: paths.slice(0, -1), target: paths.at(-1) ?? "" };
}

/** The top-level files and folders that `.dockerignore` lets through, and what it hides in them. */
export function sentToTheEngine(): {
  readonly shown: readonly string[];
  readonly hidden: readonly string[];
} {
  const lines = readFileSync(join(repository, ".dockerignore"), "utf8").trim().split("\n");
  const [all, ...rest] = lines;
  if (all !== "*") throw new Error(".dockerignore no longer begins with *");
  const isShown = (line: string) => line.startsWith("!");
  return {
    shown: rest.filter(isShown).map((line) => line.slice(1)),
    hidden: rest.filter((line) => !isShown(line)),
  };
}
