import { shownText } from "../command-line/shown-text.ts";
import type { Checked } from "./contract-check.ts";

const labels: Record<Checked["verdict"], string> = {
  "as expected": "ok",
  differs: "DIFFERS",
  "not checked": "-",
  "no answer": "?",
};

/** An expectation as lines: the differences, the request, and the source. */
export function checkedInWords({ verdict, name, request, source, details }: Checked): string {
  const line = `  ${labels[verdict].padEnd(8)}${name}`;
  if (verdict === "as expected") return `${line}\n`;
  if (verdict === "not checked") return `${line}: ${details.join(", ")}\n`;
  return [
    line,
    ...details.map((detail) => `            ${shownText(detail)}`),
    `            ${request}; see ${source}`,
    "",
  ].join("\n");
}

/** The switches as a command to paste. */
export function switchesInWords(switches: Readonly<Record<string, unknown>>): string {
  return Object.keys(switches).length === 0
    ? "The sandbox behaves so without any switch."
    : `The sandbox behaves so with: SANDBOX_SWITCHES='${JSON.stringify(switches)}' npm run sandbox`;
}

/** How many expectations have each verdict. */
export function countsInWords(checked: readonly Checked[]): string {
  const count = (verdict: Checked["verdict"]) =>
    checked.filter((one) => one.verdict === verdict).length;
  return [
    `${count("as expected")} as expected`,
    `${count("differs")} differ`,
    `${count("no answer")} without an answer`,
    `${count("not checked")} not checked`,
  ].join(", ");
}

/** The exit code: 0 as expected, 1 something differs, 2 an answer is missing. */
export function exitCodeOf(checked: readonly Checked[]): number {
  if (checked.some(({ verdict }) => verdict === "differs")) return 1;
  return checked.some(({ verdict }) => verdict === "no answer") ? 2 : 0;
}
