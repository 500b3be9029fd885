import { join } from "node:path";
import type { SharedStore } from "../../src/store/shared-store.ts";
import { afterThisTest } from "./cleanup.ts";
import { aFolder } from "./folder.ts";
import { aRedisServer } from "./redis-server.ts";

/** Where a store keeps its rows: several may be open on one place, as by several processes. */
export interface StorePlace {
  /** Closed after the test. */
  open(options?: { readonly now?: () => number }): Promise<SharedStore>;
}

/** An empty place of the kind that the running Jest project is about: SQLite unless it says Redis. */
export function aStorePlace(): Promise<StorePlace> {
  return storeKind() === "redis" ? inRedis() : inSqlite();
}

/** A store of that kind, on a place of its own. */
export async function aStore(options?: { readonly now?: () => number }): Promise<SharedStore> {
  return (await aStorePlace()).open(options);
}

export function storeKind(): "sqlite" | "redis" {
  return Reflect.get(globalThis, "storeKind") === "redis" ? "redis" : "sqlite";
}

async function inRedis(): Promise<StorePlace> {
  const { url } = await aRedisServer();
  const { openRedisStore } = await import("../../src/store/redis/redis-store.ts");
  const onProblem = (code: string) => {
    throw new Error(`Redis cannot be used: ${code}`);
  };
  return {
    open: ({ now = Date.now } = {}) =>
      closedAfterThisTest(openRedisStore({ url, prefix: "{siwa}:", now, onProblem })),
  };
}

async function inSqlite(): Promise<StorePlace> {
  const file = join(aFolder(), "sessions.db");
  const { openSqliteStore } = await import("../../src/store/sqlite/sqlite-store.ts");
  return { open: ({ now = Date.now } = {}) => closedAfterThisTest(openSqliteStore({ file, now })) };
}

async function closedAfterThisTest(opening: Promise<SharedStore>): Promise<SharedStore> {
  const store = await opening;
  afterThisTest(() => store.close());
  return store;
}
