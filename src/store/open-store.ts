import type { Config } from "../config.ts";
import type { SharedStore } from "./shared-store.ts";
import type { TakeOver } from "./sqlite/taking-over.ts";

/**
 * Opens the store that the settings name. Its code, and the packages below it, are loaded here.
 *
 * @param options `takeOver` seals anew what a SQLite file of an earlier version holds; `onProblem` is
 *   told why Redis cannot be reached, once each time when it goes away, and `onBack` when it is back
 * @throws StoreError when it can never work: a file of another kind, a wrong password
 */
export async function openStore(options: {
  readonly config: Pick<Config["sessions"], "databaseFile" | "redis">;
  readonly takeOver: TakeOver;
  readonly now: () => number;
  readonly onProblem: (problem: string) => void;
  readonly onBack: () => void;
}): Promise<SharedStore> {
  const { config, takeOver, now, onProblem, onBack } = options;
  if (config.redis) {
    const { openRedisStore } = await import("./redis/redis-store.ts");
    return openRedisStore({ ...config.redis, now, onProblem, onBack });
  }
  const { openSqliteStore } = await import("./sqlite/sqlite-store.ts");
  return openSqliteStore({ file: config.databaseFile, now, takeOver });
}
