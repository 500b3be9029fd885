import type { Measure } from "../measurement.ts";
import type { MetricRegistry } from "./metric-registry.ts";

/** In seconds: from a page out of memory to one that waits for Asana as long as it may. */
const requestBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const storeBounds = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5];
const methods = ["GET", "HEAD", "POST", "PUT", "DELETE"];

/** Adds what the app does to a registry, by the names that docs/operations.md explains. */
export function createAppMetrics(registry: MetricRegistry): Measure {
  const { started, finished, failed, refreshes } = addCounters(registry);
  const { requests, asanaCalls, storeCalls } = addHistograms(registry);
  let sessions: number | undefined;
  registry.read(
    { name: "app_sessions", help: "Sessions in the store, at the last sweep.", type: "gauge" },
    () => sessions,
  );
  return (measured) => {
    switch (measured.of) {
      case "request": {
        const { method, route, status, durationMs } = measured;
        const labels = { method: knownMethod(method), route, status: String(status) };
        return requests.record(durationMs / 1000, labels);
      }
      case "sign-in":
        if (measured.outcome === "started") return started.add(1);
        if (measured.outcome === "failed") return failed.add(1, { kind: measured.kind });
        return finished.add(1, { outcome: measured.outcome });
      case "refresh":
        return refreshes.add(1, { outcome: measured.outcome });
      case "asana-call": {
        const { method, url, status, durationMs } = measured;
        const labels = { operation: operationOf(method, url), status: String(status ?? "none") };
        return asanaCalls.record(durationMs / 1000, labels);
      }
      case "store-call": {
        const { method, isFailure, durationMs } = measured;
        const labels = { method, outcome: isFailure ? "failed" : "done" };
        return storeCalls.record(durationMs / 1000, labels);
      }
      case "sessions":
        sessions = measured.count;
    }
  };
}

function addCounters({ counter }: MetricRegistry) {
  const started = counter("app_sign_ins_started_total", "Sign-ins that left for Asana.");
  const finished = counter(
    "app_sign_ins_finished_total",
    "Sign-ins that came back and were completed, or declined by the person.",
  );
  const failed = counter("app_sign_ins_failed_total", "Sign-ins that failed, by kind.");
  const refreshes = counter(
    "app_token_refreshes_total",
    "Refreshes of access tokens that this process made, by outcome.",
  );
  // A rate needs the value before the first time.
  started.add(0);
  for (const outcome of ["completed", "declined"]) finished.add(0, { outcome });
  refreshes.add(0, { outcome: "refreshed" });
  return { started, finished, failed, refreshes };
}

function addHistograms({ histogram }: MetricRegistry) {
  return {
    requests: histogram(
      "app_request_duration_seconds",
      "Requests by route and status.",
      requestBounds,
    ),
    asanaCalls: histogram(
      "app_asana_call_duration_seconds",
      "Calls to Asana by operation and status, each attempt by itself.",
      requestBounds,
    ),
    storeCalls: histogram(
      "app_store_call_duration_seconds",
      "Calls of the session store by method and outcome.",
      storeBounds,
    ),
  };
}

function knownMethod(method: string): string {
  return methods.includes(method) ? method : "other";
}

/** `GET /tasks/:gid`: of a path only words stay, so that no gid, and nothing personal, is a label. */
function operationOf(method: string, url: string): string {
  const path = new URL(url).pathname.replace(/^\/api\/[\d.]+/, "");
  const parts = path.split("/").map((part) => (/^[a-z_.-]*$/i.test(part) ? part : ":gid"));
  return `${knownMethod(method)} ${parts.join("/")}`;
}
