import type { Measure } from "../measurement.ts";
import type { SharedStore } from "../store/shared-store.ts";
import { createAppMetrics } from "./app-metrics.ts";
import { measuredStore } from "./measured-store.ts";
import { createMetricRegistry } from "./metric-registry.ts";
import { serveMetrics } from "./metrics-server.ts";
import { addProcessMetrics } from "./process-metrics.ts";

/** What the app counts, and who may read it. */
export interface Metrics {
  readonly measure: Measure;
  /** The same store, whose calls are counted. */
  measured(store: SharedStore): SharedStore;
  close(): void;
}

/**
 * Begins to count, and answers GET /metrics at a host and port of its own. All of it belongs to this
 * object: two apps in one process do not share a count.
 *
 * @throws ConfigError when it cannot listen there
 */
export async function openMetrics(listen: {
  readonly host: string;
  readonly port: number;
}): Promise<Metrics> {
  const registry = createMetricRegistry();
  const measure = createAppMetrics(registry);
  const endServer = await serveMetrics(listen, registry.text);
  const endWatching = addProcessMetrics(registry);
  return {
    measure,
    measured: (store) => measuredStore(store, measure),
    close() {
      endWatching();
      endServer();
    },
  };
}
