import { setTimeout as delay } from "node:timers/promises";
import { createClient, RESP_TYPES } from "@redis/client";
import { StoreError } from "../../store-error.ts";
import { failureOf, isForOperator, isOfConnection, RedisFailure } from "./redis-failure.ts";
import { scripts } from "./redis-scripts.ts";

/** A connected client: commands, our scripts, and bytes instead of text in replies. */
export type RedisClient = ReturnType<typeof newClient>;

/** One connection at a time, and a next one when it is lost. */
export interface RedisConnection {
  /** Rejects with StoreError, within half a second or so, also while Redis is away. */
  run<Reply>(command: (client: RedisClient) => Promise<Reply>): Promise<Reply>;
  /** At once, with what is under way. */
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
 * The client could connect anew by itself, but it sets no limit to a command that was sent, nor to
 * the greeting after the connection: behind a server that stopped, both would wait for ever.
 *
 * @param onAway gets the code of the first failure when Redis is away
 * @throws StoreError when something is wrong that waiting does not mend
 */
export async function connectToRedis(
  url: string,
  onAway: (code: string) => void,
): Promise<RedisConnection> {
  const secrets = secretsOf(url);
  const closing = new AbortController();
  const closed = new RedisFailure("CLOSED", "the store was closed");
  let client: RedisClient | undefined;
  let newest: RedisClient | undefined; // connected or not
  let lastFailure = new RedisFailure("CLOSED", "not connected yet");

  async function connect(limitMs: number): Promise<void> {
    const next = newClient(url, limitMs);
    newest = next;
    const failed = new Promise<never>((_, reject) => {
      next.on("error", (error) => {
        reject(error);
        lose(next, failureOf(error, secrets));
      });
    });
    let isGivenUp = false;
    const connected = next.connect().then(() => {
      if (isGivenUp) next.destroy(); // a client goes on connecting after it was destroyed
    });
    try {
      await within(limitMs, Promise.race([connected, failed]));
      closing.signal.throwIfAborted();
    } catch (error) {
      isGivenUp = true;
      next.destroy();
      throw failureOf(error, secrets);
    }
    client = next;
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
    while (!closing.signal.aborted) {
      try {
        await delay(pauseMs, undefined, { signal: closing.signal });
        return await connect(connectMs);
      } catch (error) {
        lastFailure = failureOf(error, secrets); // for those who ask meanwhile
        pauseMs = Math.min(2 * pauseMs, longestPauseMs);
      }
    }
  }

  const connection: RedisConnection = {
    async run(command) {
      const current = client;
      if (!current) throw new StoreError(closing.signal.aborted ? closed : lastFailure);
      try {
        return await within(commandMs, command(current));
      } catch (error) {
        const failure = failureOf(error, secrets);
        if (isOfConnection(failure)) lose(current, failure);
        throw new StoreError(failure);
      }
    },
    close() {
      closing.abort(closed);
      newest?.destroy();
      client = undefined;
    },
  };

  try {
    await connect(firstConnectMs);
  } catch (error) {
    const failure = failureOf(error, secrets);
    if (isForOperator(failure)) throw new StoreError(failure);
    lastFailure = failure;
    onAway(failure.code);
    void connectAgain();
  }
  return connection;
}

function newClient(url: string, connectTimeout: number) {
  return createClient({
    url,
    name: "sign-in-with-asana",
    scripts,
    disableOfflineQueue: true,
    disableClientInfo: true, // a user with few rights may not set it
    maintNotifications: "disabled",
    socket: { connectTimeout, reconnectStrategy: false },
    commandOptions: {
      timeout: 0, // it ends when a command is sent
      typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer }, // sealed rows are no text
    },
  });
}

/** The time is up only when what has arrived meanwhile is read: this process may be what is slow. */
async function within<Result>(limitMs: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new RedisFailure("TIMEOUT", "Redis does not answer in time"));
    timer = setTimeout(() => setImmediate(giveUp), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The password, as it stands in the URL and as it is. */
function secretsOf(url: string): readonly string[] {
  const { password } = new URL(url);
  return [password, decodeURIComponent(password)].filter((secret) => secret !== "");
}
