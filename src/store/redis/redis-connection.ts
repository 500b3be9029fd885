import { setTimeout as delay } from "node:timers/promises";
import { StoreError } from "../../store-error.ts";
import { connectedClient, type RedisClient, within } from "./redis-client.ts";
import { failureOf, isForOperator, isOfConnection, RedisFailure } from "./redis-failure.ts";

/** One connection at a time, and a next one when it is lost. */
export interface RedisConnection {
  /** Rejects with StoreError: after half a second, and at once while Redis is away. */
  run<Reply>(command: (client: RedisClient) => Promise<Reply>): Promise<Reply>;
  /** At once; what is under way rejects. */
  close(): void;
}

const firstConnectMs = 3_000;
const connectMs = 1_000;
const commandMs = 500;
const longestPauseMs = 500;

/**
 * Connects, and stays connected until it is closed. When Redis is away, it resolves all the same and
 * goes on trying.
 *
 * The client could connect anew by itself, but not leave a server that takes commands and does not
 * answer them.
 *
 * @param onAway gets the code of the failure when Redis is away
 * @throws StoreError when something is wrong that waiting does not mend
 */
export async function connectToRedis(
  url: string,
  onAway: (code: string) => void,
): Promise<RedisConnection> {
  const secrets = secretsOf(url);
  const closing = new AbortController();
  const { signal } = closing;
  let client: RedisClient | undefined;
  let lastFailure = new RedisFailure("CLOSED", "not connected yet");

  async function connect(limitMs: number): Promise<void> {
    const next = await connectedClient(url, { limitMs, signal });
    next.on("error", (error) => lose(next, failureOf(error, secrets)));
    client = next;
    if (signal.aborted) next.destroy();
  }

  function lose(lost: RedisClient, failure: RedisFailure): void {
    lost.destroy();
    if (client !== lost) return;
    client = undefined;
    lastFailure = failure;
    void connectAgain();
  }

  async function connectAgain(): Promise<void> {
    let pauseMs = 25;
    while (!signal.aborted) {
      try {
        await delay(pauseMs, undefined, { signal });
        return await connect(connectMs);
      } catch (error) {
        if (!signal.aborted) lastFailure = failureOf(error, secrets); // for those who ask meanwhile
        pauseMs = Math.min(2 * pauseMs, longestPauseMs);
      }
    }
  }

  try {
    await connect(firstConnectMs);
  } catch (error) {
    const failure = failureOf(error, secrets);
    if (isForOperator(failure)) throw new StoreError(failure);
    lastFailure = failure;
    onAway(failure.code);
    void connectAgain();
  }
  return {
    async run(command) {
      const current = client;
      if (!current) throw new StoreError(lastFailure);
      try {
        return await within(commandMs, command(current));
      } catch (error) {
        const failure = failureOf(error, secrets);
        if (isOfConnection(failure)) lose(current, failure);
        throw new StoreError(failure);
      }
    },
    close() {
      lastFailure = new RedisFailure("CLOSED", "the store was closed");
      closing.abort(lastFailure);
      client?.destroy();
      client = undefined;
    },
  };
}

/** The password, as it stands in the URL and as it is. */
function secretsOf(url: string): readonly string[] {
  const { password } = new URL(url);
  return [password, decodeURIComponent(password)].filter((secret) => secret !== "");
}
