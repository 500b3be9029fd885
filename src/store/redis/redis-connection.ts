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
const firstPauseMs = 25;
const longestPauseMs = 500; // with `connectMs` less than two seconds, so that Redis' return is seen
const replicaMs = 5_000;

/**
 * Connects, and stays connected until it is closed. When Redis is away, it resolves all the same and
 * goes on trying.
 *
 * @param watch is told when Redis goes away, with the code of the failure, and when it is back
 * @throws StoreError when something is wrong that waiting does not mend
 */
export async function connectToRedis(url: string, watch: RedisWatch): Promise<RedisConnection> {
  const connection = new Connection(url, watch);
  const failure = await connection.open();
  if (failure && isForOperator(failure)) throw new StoreError(failure);
  if (failure) watch.away(failure.code);
  return connection;
}

/** Once each: while Redis is away, nothing more is told. */
interface RedisWatch {
  away(code: string): void;
  back(): void;
}

/**
 * The client could connect anew by itself, but not leave a server that takes commands and does not
 * answer them.
 */
class Connection implements RedisConnection {
  readonly #url: string;
  readonly #secrets: readonly string[];
  readonly #watch: RedisWatch;
  readonly #closing = new AbortController();
  #client: RedisClient | undefined;
  #lastFailure = new RedisFailure("CLOSED", "not connected yet");
  #leftReplicaAt = Number.NEGATIVE_INFINITY;

  constructor(url: string, watch: RedisWatch) {
    this.#url = url;
    this.#watch = watch;
    this.#secrets = secretsOf(url);
  }

  /** Gives the failure when that fails, and goes on trying unless the operator has to act. */
  async open(): Promise<RedisFailure | undefined> {
    try {
      await this.#connect(firstConnectMs);
      return undefined;
    } catch (error) {
      this.#lastFailure = failureOf(error, this.#secrets);
      if (!isForOperator(this.#lastFailure)) void this.#connectAgain();
      return this.#lastFailure;
    }
  }

  async run<Reply>(command: (client: RedisClient) => Promise<Reply>): Promise<Reply> {
    const client = this.#client;
    if (!client) throw new StoreError(this.#lastFailure);
    try {
      return await within(commandMs, command(client));
    } catch (error) {
      const failure = failureOf(error, this.#secrets);
      if (isOfConnection(failure) && this.#mayLeave(failure)) this.#lose(client, failure);
      throw new StoreError(failure);
    }
  }

  close(): void {
    this.#lastFailure = new RedisFailure("CLOSED", "the store was closed");
    this.#closing.abort(this.#lastFailure);
    this.#client?.destroy();
    this.#client = undefined;
  }

  async #connect(limitMs: number): Promise<void> {
    const { signal } = this.#closing;
    const client = await connectedClient(this.#url, { limitMs, signal });
    client.on("error", (error) => this.#lose(client, failureOf(error, this.#secrets)));
    this.#client = client;
    if (signal.aborted) client.destroy();
  }

  async #connectAgain(): Promise<void> {
    const { signal } = this.#closing;
    let pauseMs = firstPauseMs;
    while (!signal.aborted) {
      try {
        await delay(pauseMs, undefined, { signal });
        await this.#connect(connectMs);
        this.#watch.back();
        return;
      } catch (error) {
        if (signal.aborted) return;
        this.#lastFailure = failureOf(error, this.#secrets); // for those who ask meanwhile
        pauseMs = Math.min(2 * pauseMs, longestPauseMs);
      }
    }
  }

  /** A replica can still be read from: it is left for another try once in a while, not each time. */
  #mayLeave({ isReply }: RedisFailure): boolean {
    if (!isReply) return true;
    const now = performance.now();
    if (now - this.#leftReplicaAt < replicaMs) return false;
    this.#leftReplicaAt = now;
    return true;
  }

  #lose(client: RedisClient, failure: RedisFailure): void {
    client.destroy();
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#lastFailure = failure;
    this.#watch.away(failure.code);
    void this.#connectAgain();
  }
}

/** The password, as it stands in the URL and as it is. */
function secretsOf(url: string): readonly string[] {
  const { password } = new URL(url);
  return [password, decodeURIComponent(password)].filter((secret) => secret !== "");
}
