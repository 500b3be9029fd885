import { shownText } from "../command-line/shown-text.ts";
import type { Finding } from "./finding.ts";

const labels: Record<Finding["verdict"], string> = {
  ok: "ok",
  advice: "advice",
  fix: "FIX",
  unchecked: "?",
};

/** A finding as lines: what the check found, and the fix. */
export function findingInWords({ verdict, variable, found, fix }: Finding): string {
  const line = `${labels[verdict].padEnd(8)}${variable}: ${shownText(found)}\n`;
  return fix === undefined ? line : `${line}        -> ${shownText(fix)}\n`;
}

/**
 * All findings in a sentence.
 *
 * @returns with the exit code: 0 nothing to fix, 1 something to fix, 2 something was not checked
 */
export function verdictInWords(findings: readonly Finding[]): {
  readonly words: string;
  readonly exitCode: number;
} {
  const toFix = findings.filter(({ verdict }) => verdict === "fix");
  const wasNotChecked = findings.some(({ verdict }) => verdict === "unchecked");
  if (toFix.length > 0) {
    const names = [...new Set(toFix.map(({ variable }) => variable))].join(", ");
    return { words: `To fix: ${names}.`, exitCode: 1 };
  }
  if (wasNotChecked) {
    return { words: "Nothing to fix, as far as it could be checked.", exitCode: 2 };
  }
  return { words: "Nothing to fix.", exitCode: 0 };
}
