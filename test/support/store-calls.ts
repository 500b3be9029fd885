import type { SharedStore } from "../../src/store/shared-store.ts";

/** From now on, what is asked of a store, as in `sessions.get`. */
export function watchStore(store: SharedStore): string[] {
  const calls: string[] = [];
  for (const part of ["sessions", "tokens", "attachments", "forms", "attempts"] as const) {
    for (const [name, method] of Object.entries<(...values: never[]) => unknown>({
      ...store[part],
    })) {
      Object.assign(store[part], {
        [name]: (...values: never[]) => {
          calls.push(`${part}.${name}`);
          return method(...values);
        },
      });
    }
  }
  return calls;
}
