// Tables for people, and progress.

import { availableParallelism, cpus } from "node:os";

/** On what the run was made. */
export function about({ quick }) {
  const [{ model = "unknown" } = {}] = cpus();
  const machine = `Node ${process.versions.node}, ${availableParallelism()} processors (${model})`;
  return quick ? `${machine}; --quick: small numbers, rough figures` : machine;
}

/**
 * A table as text. Each row has a name and cells. A row with a goal has a value too, which is at most
 * the goal where all is well.
 */
export function print({ title, columns, rows }) {
  const lines = [
    ["", ...columns, "goal", ""],
    ...rows.map(({ name, cells, value, goal }) =>
      goal === undefined
        ? [name, ...cells, "", ""]
        : [name, ...cells, `≤ ${goal}`, value <= goal ? "PASS" : "over"],
    ),
  ];
  const widths = lines[0].map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  const printed = lines.map((line) =>
    line
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at])))
      .join("  ")
      .trimEnd(),
  );
  return [title, ...printed].join("\n  ");
}

/** Says on standard error how far it is: on one line at a terminal, else four times. */
export function progress(what, total) {
  const { isTTY } = process.stderr;
  let told = 0;
  return (done) => {
    const percent = Math.floor((100 * done) / total);
    if (percent < told + (isTTY ? 1 : 25)) return;
    told = percent;
    const end = isTTY && percent < 100 ? "\r" : "\n";
    process.stderr.write(`${what}: ${percent} %${end}`);
  };
}
