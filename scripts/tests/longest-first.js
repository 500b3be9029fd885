// The order of test files: the longest first, so that at the end no processor waits for one of them.
// Jest knows how long each took before; on a fresh clone it goes by their size, which says nothing
// where a short file runs a long table.

import TestSequencer from "@jest/test-sequencer";

const Sequencer = TestSequencer.default ?? TestSequencer;

/** Parts of paths, the longest first. A test looks for a file of each, but for features that are gone. */
export const longest = [
  "browser/accessible-pages",
  "browser/accessible-error-pages",
  "browser/double-click",
  "tasks/browser/tasks-by-keyboard",
  "what-happened/browser/what-happened",
  "browser/sandbox-controls",
  "browser/reconnect",
  "browser/step-up",
  "core/start",
  "jobs/backup",
  "core/asana-unknowns",
  "core/server-process",
  "doctor/doctor",
  "core/asana-faults",
  "core/token-refresh",
  "jobs/cli-with-sandbox",
  "what-happened/what-happened",
  "core/provider-trouble",
  "tasks/task-failures",
  "jobs/inactive-projects",
];

export default class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((one, other) => rankOf(one.path) - rankOf(other.path));
  }
}

function rankOf(path) {
  const rank = longest.findIndex((part) => path.replaceAll("\\", "/").includes(part));
  return rank === -1 ? longest.length : rank;
}
