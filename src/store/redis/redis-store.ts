import { setTimeout as delay } from "node:timers/promises";
import { StoreError } from "../../store-error.ts";
import type { SharedStore } from "../shared-store.ts";
import { connectToRedis, type RedisConnection } from "./redis-connection.ts";
import { isForOperator, RedisFailure } from "./redis-failure.ts";
import { createRedisAttempts, createRedisForms } from "./redis-forms.ts";
import { keysWith } from "./redis-keys.ts";
import { listOf, numberOf } from "./redis-replies.ts";
import {
  createRedisAttachments,
  createRedisSessions,
  createRedisTokens,
} from "./redis-sessions.ts";

/** Nobody else is served while a script runs: a step takes some milliseconds. */
const sweptAtOnce = 100;

/**
 * Opens the store in Redis 6.2 and later, or Valkey. When Redis is away, it opens all the same: its
 * methods reject until Redis is there.
 *
 * @param options.url `redis:` or `rediss:` with user and password
 * @param options.prefix before every key; holds a hash tag
 * @param options.onProblem gets a word for why Redis cannot be used, each time when it goes away
 * @param options.onBack is told when Redis can be used again
 * @throws StoreError when the settings or the server have to be changed: within five seconds
 */
export async function openRedisStore(options: {
  readonly url: string;
  readonly prefix: string;
  readonly now: () => number;
  readonly onProblem: (code: string) => void;
  readonly onBack: () => void;
}): Promise<SharedStore> {
  const { url, now, onProblem, onBack } = options;
  const keys = keysWith(options.prefix);
  let isAway = false;
  const connection = await connectToRedis(url, {
    away(code) {
      isAway = true;
      onProblem(code);
    },
    back: onBack,
  });
  if (!isAway) await tryCommands(connection, { key: keys.trial, onProblem });

  const ttlUntil = (expiresAt: number) => Math.max(1, Math.ceil(expiresAt - now()));
  const context = { connection, keys, ttlUntil, now };
  return {
    sessions: createRedisSessions(context),
    tokens: createRedisTokens(context),
    attachments: createRedisAttachments(context),
    forms: createRedisForms(context),
    attempts: createRedisAttempts(context),
    async ping() {
      await connection.run((client) => client.ping());
    },
    async sweep() {
      for (;;) {
        const startedAt = performance.now();
        const values = [keys.prefix, now(), sweptAtOnce];
        const reply = await connection.run((client) => client.sweepSessions([keys.ends], values));
        const [ended, sessions] = listOf(reply).map(numberOf);
        if ((ended ?? 0) < sweptAtOnce) return { sessions: sessions ?? 0 };
        await delay(performance.now() - startedAt); // half of Redis' time is for the others
      }
    },
    async close() {
      connection.close();
    },
  };
}

/** Runs each command that the store needs, so that one that the user may not run ends the start. */
async function tryCommands(
  connection: RedisConnection,
  { key, onProblem }: { readonly key: string; readonly onProblem: (code: string) => void },
): Promise<void> {
  try {
    await connection.run(async (client) => {
      await Promise.all([client.ping(), client.hGetAll(key), client.tryCommands([key], [])]);
    });
  } catch (error) {
    const failure = error instanceof StoreError ? error.cause : error;
    const mayPass = failure instanceof RedisFailure && !isForOperator(failure);
    if (!mayPass) {
      connection.close();
      throw error;
    }
    onProblem(failure.code);
  }
}
