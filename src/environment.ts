import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";

/** Settings by name; a setting that is absent or empty is not in it. */
export type Environment = Readonly<Record<string, string>>;

/**
 * The settings of a process: a `.env` file where there is one, overridden by the real environment.
 * An empty value counts as absent, so `NAME=` in `.env` is the same as leaving the line out.
 */
export function readEnvironment(
  real: Readonly<Record<string, string | undefined>>,
  file = ".env",
): Environment {
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
  return { ...withoutEmpty(fromFile), ...withoutEmpty(real) };
}

function withoutEmpty(settings: Readonly<Record<string, string | undefined>>): Environment {
  return Object.fromEntries(
    Object.entries(settings).filter((entry): entry is [string, string] =>
      Boolean(entry[1]?.trim()),
    ),
  );
}
