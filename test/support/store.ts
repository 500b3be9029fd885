import { join } from "node:path";
import type { SharedStore } from "../../src/store/shared-store.ts";
import { afterThisTest } from "./cleanup.ts";
import { aFolder } from "./folder.ts";

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
  const { aRedisServer } = await import("./redis-server.ts");
  const { openRedis } = await import("./redis-store.ts");
  const { url } = await aRedisServer();
  return { open: async (options) => (await openRedis(url, options)).store };
}

async function inSqlite(): Promise<StorePlace> {
  const file = join(aFolder(), "sessions.db");
  const { openSqliteStore } = await import("../../src/store/sqlite/sqlite-store.ts");
  const takeOver = { session: () => undefined, tokens: () => undefined };
  return {
    async open({ now = Date.now } = {}) {
      const store = await openSqliteStore({ file, now, takeOver });
      afterThisTest(() => store.close());
      return store;
    },
  };
}
