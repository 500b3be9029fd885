// What is measured, and how it is put together.

import { readFileSync } from "node:fs";

/** Something is missing that the measurement needs. The message says what. */
export class CannotMeasure extends Error {}

/** Microseconds of CPU, user and system, that this process has used. */
export function cpuOfThisProcess() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/**
 * How long the main thread of a process could have run, but other programs had the processors;
 * milliseconds. 0 where the system does not tell.
 */
export function waitedForProcessorMs(pid = process.pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[1]) / 1e6;
  } catch {
    return 0; // not on Linux
  }
}

export function median(values) {
  return quantile(values, 0.5);
}

export function quantile(values, part) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}

/** The same numbers in every run: so that a run can be compared with another. */
export function createRandom(seed = 1) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
