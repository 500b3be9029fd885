import { cutTo, shownText, widthOf } from "../command-line/shown-text.ts";

/** A column of a report. */
export interface Column<Row> {
  /** In CSV and JSON. */
  readonly name: string;
  /** Its heading in a table; a table leaves out columns without one. */
  readonly heading?: string;
  readonly value: (row: Row) => string | boolean | null;
  /** The value for people, in a table, where it differs from that for programs. */
  readonly words?: (row: Row) => string;
  /** Whether a table that is too wide may cut it. Not for values that people copy. */
  readonly canBeCut?: boolean;
}

/**
 * Rows as a table for people: columns below each other, a line each.
 *
 * @param width of the terminal; undefined: nothing is cut, as for a file
 * @returns nothing at all when there are no rows
 */
export function tableOf<Row>(
  rows: readonly Row[],
  allColumns: readonly Column<Row>[],
  width: number | undefined,
): string {
  if (rows.length === 0) return "";
  const columns = allColumns.filter(({ heading }) => heading !== undefined);
  const lines = [
    columns.map(({ heading = "" }) => heading),
    ...rows.map((row) => columns.map((column) => shownText(wordsOf(row, column)))),
  ];
  const widest = columns.map((_, at) => Math.max(...lines.map((line) => widthOf(line[at] ?? ""))));
  const widths = width === undefined ? widest : fitted(widest, columns, width);
  const text = lines.map((line) => line.map((cell, at) => padded(cell, widths[at] ?? 0)));
  return text.map((cells) => `${cells.join(gap).trimEnd()}\n`).join("");
}

const gap = "  ";
const narrowest = 8;

function wordsOf<Row>(row: Row, { value, words }: Column<Row>): string {
  return words ? words(row) : String(value(row) ?? "");
}

/** Takes from the widest that can be cut until all fit, or nothing is left to take. */
function fitted<Row>(
  widest: readonly number[],
  columns: readonly Column<Row>[],
  width: number,
): readonly number[] {
  const widths = [...widest];
  const total = () => widths.reduce((sum, one) => sum + one) + gap.length * (widths.length - 1);
  while (total() > width) {
    const cuttable = widths.map((one, at) => (columns[at]?.canBeCut ? one : 0));
    const most = Math.max(...cuttable);
    if (most <= narrowest) break;
    widths[cuttable.indexOf(most)] = most - 1;
  }
  return widths;
}

function padded(cell: string, width: number): string {
  const cut = cutTo(cell, width);
  return cut + " ".repeat(Math.max(0, width - widthOf(cut)));
}
