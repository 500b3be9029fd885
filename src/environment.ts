import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { ConfigError } from "./config-error.ts";

/** Settings by name; a setting that is absent or empty is not in it. */
export type Environment = Readonly<Record<string, string>>;

/**
 * The settings of a process: those of a `.env` file, overridden by the real environment. An empty
 * value counts as absent.
 *
 * @throws ConfigError when the file is there and cannot be read
 */
export function readEnvironment(
  real: Readonly<Record<string, string | undefined>>,
  file = ".env",
): Environment {
  return { ...readEnvFile(file), ...withoutEmpty(real) };
}

/** The settings in a file, if there is one. Throws ConfigError when it cannot be read. */
export function readEnvFile(file: string): Environment | undefined {
  return existsSync(file) ? withoutEmpty(parseEnv(readText(file))) : undefined;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const fix = "make it a text file of this user, or remove it";
    throw new ConfigError([`${file} cannot be read (${code}); ${fix}`]);
  }
}

function withoutEmpty(settings: Readonly<Record<string, string | undefined>>): Environment {
  return Object.fromEntries(
    Object.entries(settings).filter((entry): entry is [string, string] =>
      Boolean(entry[1]?.trim()),
    ),
  );
}
