import * as v from "valibot";
import { shownJson } from "../command-line/shown-text.ts";
import { csvOf } from "./csv.ts";
import { type Column, tableOf } from "./table.ts";

const formats = ["table", "csv", "json"] as const;

type ReportFormat = (typeof formats)[number];

/** The option `--format`. */
export const Format = v.optional(v.picklist(formats, `is none of ${formats.join(", ")}`), "table");

/**
 * A report as text: a table for people, CSV for spreadsheets, an array of JSON for programs.
 *
 * @param width of the terminal that it goes to; undefined: a file, where nothing is cut
 */
export function reportAs<Row>(
  format: ReportFormat,
  report: {
    readonly rows: readonly Row[];
    readonly columns: readonly Column<Row>[];
    readonly width: number | undefined;
  },
): string {
  const { rows, columns, width } = report;
  switch (format) {
    case "csv":
      return csvOf(rows, columns);
    case "json":
      return `${shownJson(rows.map((row) => recordOf(row, columns)))}\n`;
    case "table":
      return tableOf(rows, columns, width);
  }
}

function recordOf<Row>(row: Row, columns: readonly Column<Row>[]): Record<string, unknown> {
  return Object.fromEntries(columns.map(({ name, value }) => [name, value(row)]));
}
