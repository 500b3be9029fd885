import { shownText } from "../command-line/shown-text.ts";
import type { Column } from "./table.ts";

/**
 * Rows as CSV, with a line of names; every cell in quotation marks. A text that a spreadsheet would
 * take for a formula gets an apostrophe in front, since strangers choose the names.
 *
 * @see RFC 4180; OWASP, "CSV Injection"
 */
export function csvOf<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const lines = [
    columns.map(({ name }) => name),
    ...rows.map((row) => columns.map(({ value }) => String(value(row) ?? ""))),
  ];
  return lines.map((cells) => `${cells.map(cellOf).join(",")}\r\n`).join("");
}

function cellOf(text: string): string {
  const isFormula = /^\s*[=+\-@＝＋－＠]/u.test(text);
  return `"${isFormula ? "'" : ""}${shownText(text).replaceAll('"', '""')}"`;
}
