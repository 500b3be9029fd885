import { openRedisStore } from "../../src/store/redis/redis-store.ts";
import type { SharedStore } from "../../src/store/shared-store.ts";
import { afterThisTest } from "./cleanup.ts";

interface OpenRedis {
  /** Closed after the test. */
  readonly store: SharedStore;
  /** Why Redis could not be used at the start. */
  readonly problems: readonly string[];
}

/** Opens the store in a Redis, as the app does. */
export async function openRedis(
  url: string,
  { prefix = "{siwa}:", now = Date.now } = {},
): Promise<OpenRedis> {
  const problems: string[] = [];
  const onProblem = (code: string) => void problems.push(code);
  const store = await openRedisStore({ url, prefix, now, onProblem, onBack: () => undefined });
  afterThisTest(() => store.close());
  return { store, problems };
}

export async function answers(store: SharedStore): Promise<boolean> {
  try {
    await store.ping();
    return true;
  } catch {
    return false;
  }
}
