import { readFileSync } from "node:fs";
import { join } from "node:path";
import { aRedisServer, type RedisServer } from "./redis-server.ts";
import type { Counts } from "./store-place.ts";

/** A Redis of a test's own, and the prefix of the app's keys there. */
export interface RedisPlace {
  readonly kind: "redis";
  readonly server: RedisServer;
  readonly prefix: string;
}

/** An empty one, gone after the test. */
export async function aRedisPlace(): Promise<RedisPlace> {
  return { kind: "redis", server: await aRedisServer(), prefix: "{siwa}:" };
}

/** How many sessions, forms … it holds. */
export async function keyCounts({ server, prefix }: RedisPlace): Promise<Counts> {
  const keys = (await server.ask("KEYS", "*")) as readonly string[];
  const ofKind = (kind: string) => keys.filter((key) => key.startsWith(`${prefix}${kind}:`));
  const fields = await Promise.all(ofKind("s").map((key) => server.ask("HKEYS", key)));
  const names = fields.flatMap((of) => of as readonly string[]);
  return {
    sessions: ofKind("s").length,
    tokens: names.filter((name) => name === "tokens").length,
    attachments: names.filter((name) => name.startsWith("a:")).length,
    forms: ofKind("f").length,
    attempts: ofKind("a").length,
  };
}

/** All that Redis has in its memory, as it writes it to disk: not compressed. */
export async function savedBytes({ server }: RedisPlace): Promise<Buffer> {
  await server.ask("CONFIG", "SET", "rdbcompression", "no");
  await server.ask("SAVE");
  return readFileSync(join(server.folder, "dump.rdb"));
}
