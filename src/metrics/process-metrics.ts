import { readdirSync } from "node:fs";
import { performance } from "node:perf_hooks";
import type { MetricRegistry } from "./metric-registry.ts";

const everyMs = 100;
const delayBounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/**
 * Adds what the process itself uses, by the names that Prometheus' own clients have, and watches the
 * event loop. A histogram of delays, and not percentiles since the last question: two may ask.
 *
 * @returns ends the watching
 */
export function addProcessMetrics(registry: MetricRegistry): () => void {
  const counter = (name: string, help: string, read: () => number) =>
    registry.read({ name, help, type: "counter" }, read);
  const gauge = (name: string, help: string, read: () => number | undefined) =>
    registry.read({ name, help, type: "gauge" }, read);
  counter("process_cpu_seconds_total", "CPU time, user and system.", () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  gauge("process_start_time_seconds", "When the process began, in Unix time.", () => startedAt());
  gauge("process_resident_memory_bytes", "Memory that is held.", () => memory().rss);
  gauge("process_open_fds", "Open files and connections; on Linux.", openFiles);
  gauge("nodejs_heap_size_used_bytes", "Heap in use.", () => memory().heapUsed);
  gauge("nodejs_heap_size_total_bytes", "Heap that is reserved.", () => memory().heapTotal);
  gauge("nodejs_external_memory_bytes", "Memory outside the heap.", () => memory().external);
  counter("nodejs_eventloop_active_seconds_total", "Time in which the event loop was busy.", () => {
    return performance.eventLoopUtilization().active / 1000;
  });
  registry.read(
    { name: "nodejs_version_info", help: "The version of Node.js.", type: "gauge" },
    () => 1,
    { version: process.version },
  );
  return watchEventLoop(registry);
}

function watchEventLoop(registry: MetricRegistry): () => void {
  const delays = registry.histogram(
    "nodejs_eventloop_delay_seconds",
    `How late a timer came that was due every ${everyMs} ms.`,
    delayBounds,
  );
  let before = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    delays.record(Math.max(0, now - before - everyMs) / 1000);
    before = now;
  }, everyMs).unref();
  return () => clearInterval(timer);
}

function memory(): Partial<NodeJS.MemoryUsage> {
  try {
    return process.memoryUsage();
  } catch {
    return {}; // no file can be opened just now
  }
}

function startedAt(): number {
  return performance.timeOrigin / 1000;
}

function openFiles(): number | undefined {
  try {
    return readdirSync("/proc/self/fd").length - 1; // without the folder itself
  } catch {
    return undefined; // this system has no such folder
  }
}
