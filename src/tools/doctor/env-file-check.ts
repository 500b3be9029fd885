import { lstatSync, statSync } from "node:fs";
import { advice, type Finding, ok, toFix } from "./finding.ts";

/**
 * Checks the file of settings: who may read it, and whether the app uses each of its lines.
 *
 * @param fromFile what it holds; undefined when there is none
 * @param real the environment, which wins
 * @param known the names of all settings
 * @see OWASP ASVS 5, 13.3.2 (access to secrets is limited)
 */
export function checkEnvFile(about: {
  readonly file: string;
  readonly fromFile: Readonly<Record<string, string>> | undefined;
  readonly real: Readonly<Record<string, string | undefined>>;
  readonly known: readonly string[];
  readonly isProduction: boolean;
}): readonly Finding[] {
  const { file, fromFile, real, known, isProduction } = about;
  if (!fromFile) return [ok(".env", "There is none: settings come from the environment alone.")];
  const findings = [
    ...(isReadByOthers(file) ? [readByOthers(isProduction)] : []),
    ...Object.keys(fromFile)
      .filter((name) => !known.includes(name))
      .map((name) => unknown(name, known)),
    ...known
      .filter((name) => fromFile[name] && real[name] && fromFile[name] !== real[name])
      .map((name) =>
        advice(
          name,
          "It has one value in .env and another in the environment, which wins.",
          "Remove one of them.",
        ),
      ),
  ];
  return findings.length > 0
    ? findings
    : [ok(".env", "Only this user may read it, and the app uses all of it.")];
}

/** Windows keeps no rights in the mode. */
function isReadByOthers(file: string): boolean {
  const { mode } = lstatSync(file).isSymbolicLink() ? statSync(file) : lstatSync(file);
  return process.platform !== "win32" && (mode & 0o077) !== 0;
}

function readByOthers(isProduction: boolean): Finding {
  const words = [
    ".env",
    "Other users of this machine may read it, secrets included.",
    "chmod 600 .env",
  ] as const;
  return isProduction ? toFix(...words) : advice(...words);
}

function unknown(name: string, known: readonly string[]): Finding {
  const meant = known.find((one) => isNear(one, name));
  return advice(
    name,
    "It is in .env, but is no setting of this app.",
    meant
      ? `Is ${meant} meant? Rename it, or remove it.`
      : "Remove it, unless another program reads it.",
  );
}

/** Whether one letter, left out, added or changed, or two swapped, makes one name of the other. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const isSwap = restA.length === 2 && restB === [...restA].reverse().join("");
  return isSwap || (restA.length <= 1 && restB.length <= 1);
}
