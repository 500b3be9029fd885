import { describe, expect, test } from "@jest/globals";
import { reportAs } from "../../../src/tools/jobs/report.ts";
import type { Column } from "../../../src/tools/jobs/table.ts";

interface Row {
  readonly name: string;
  readonly gid: string;
}

const columns: readonly Column<Row>[] = [
  { name: "name", heading: "Name", value: ({ name }) => name, canBeCut: true },
  { name: "gid", heading: "gid", value: ({ gid }) => gid },
  { name: "isLong", value: ({ name }) => name.length > 5 },
];

describe("a table", () => {
  test("has its columns below each other, whatever the letters", () => {
    const rows = [
      { name: "Ana", gid: "1" },
      { name: "日本", gid: "22" },
      { name: "🦊 e\u0301", gid: "333" },
    ];

    expect(asTable(rows)).toBe(
      ["Name  gid", "Ana   1", "日本  22", "🦊 e\u0301  333", ""].join("\n"),
    );
  });

  test("is cut to the width of a terminal, the gid never", () => {
    const rows = [{ name: "A very long name of a project", gid: "1201000000000307" }];

    expect(asTable(rows, 34)).toBe(
      ["Name              gid", "A very long nam…  1201000000000307", ""].join("\n"),
    );
    expect(asTable(rows, 10)).toContain("\nA very …  1201000000000307\n");
    expect(asTable(rows)).toContain("A very long name of a project");
  });

  test("without rows is empty", () => {
    expect(asTable([])).toBe("");
  });

  test.each([
    ["clears the screen", "\u001b[2J"],
    ["clears it in one sign", "\u009b2J"],
    ["rings", "\u0007"],
    ["begins a line", "\nfalse line"],
    ["goes back", "\r"],
    ["turns the writing round", "\u202etxt.exe"],
  ])("holds nothing of a name that %s", (_, sign) => {
    const lines = asTable([{ name: `Evil${sign}`, gid: "1" }]).split("\n");

    expect(lines).toHaveLength(3);
    expect(lines.join("")).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(lines[1]).toContain("Evil�");
  });
});

describe("CSV", () => {
  test("quotes every cell and doubles quotation marks; lines end as RFC 4180 says", () => {
    expect(reportOf("csv", [{ name: 'Say "hi", Zoë', gid: "1" }])).toBe(
      '"name","gid","isLong"\r\n"Say ""hi"", Zoë","1","true"\r\n',
    );
  });

  test.each(["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1"])(
    "makes no formula of %j",
    (name) => {
      const [, line = ""] = reportOf("csv", [{ name, gid: "1" }]).split("\r\n");

      expect(line.startsWith(`"'`)).toBe(true);
    },
  );

  test("lets no name begin a line or command a terminal", () => {
    const text = reportOf("csv", [{ name: "two\r\nlines\u001b[2J", gid: "1" }]);

    expect(text.split("\r\n")).toHaveLength(3);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/\p{Cc}/u);
  });
});

describe("JSON", () => {
  test("is one array, and loses no sign of a name", () => {
    const rows = [{ name: "Évil\u001b[2J\u009b\u202e\u2028\n", gid: "9007199254740993" }];

    const text = reportOf("json", rows);

    expect(JSON.parse(text)).toEqual([{ ...rows[0], isLong: true }]);
    expect(text).not.toMatch(/[^\P{Cc}\n]|[\u202e\u2028]/u);
  });

  test("of nothing is an empty array", () => {
    expect(reportOf("json", [])).toBe("[]\n");
  });
});

function asTable(rows: readonly Row[], width?: number): string {
  return reportAs("table", { rows, columns, width });
}

function reportOf(format: "csv" | "json", rows: readonly Row[]): string {
  return reportAs(format, { rows, columns, width: undefined });
}
