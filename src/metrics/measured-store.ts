import type { Measure } from "../measurement.ts";
import type { SharedStore } from "../store/shared-store.ts";

/** A store whose calls are measured, by name, duration and failure, and its sessions when it sweeps. */
export function measuredStore(store: SharedStore, measure: Measure): SharedStore {
  const rows = <Rows extends object>(name: string, of: Rows) => measured(name, of, measure);
  const whole = measured("store", store, measure);
  return {
    sessions: rows("sessions", store.sessions),
    tokens: rows("tokens", store.tokens),
    attachments: rows("attachments", store.attachments),
    forms: rows("forms", store.forms),
    attempts: rows("attempts", store.attempts),
    ping: () => whole.ping(),
    async sweep() {
      const swept = await whole.sweep();
      measure({ of: "sessions", count: swept.sessions });
      return swept;
    },
    close: () => store.close(),
  };
}

/** Every method of the interface gives a promise; this one stands for whichever is called. */
function measured<Rows extends object>(name: string, rows: Rows, measure: Measure): Rows {
  return new Proxy(rows, {
    get(target, key) {
      const method: unknown = Reflect.get(target, key);
      if (typeof method !== "function") return method;
      return async (...values: readonly unknown[]) => {
        const startedAt = performance.now();
        let isFailure = true;
        try {
          const result: unknown = await Reflect.apply(method, target, values);
          isFailure = false;
          return result;
        } finally {
          const durationMs = performance.now() - startedAt;
          measure({ of: "store-call", method: `${name}.${String(key)}`, isFailure, durationMs });
        }
      };
    },
  });
}
