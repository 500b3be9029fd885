import { createClient, RESP_TYPES } from "@redis/client";
import { RedisFailure } from "./redis-failure.ts";
import { scripts } from "./redis-scripts.ts";

/** A client with our scripts, which gives bytes instead of text. */
export type RedisClient = ReturnType<typeof newClient>;

/**
 * Connects a client, once. It is destroyed when that fails, takes longer, or `signal` fires.
 *
 * The limit is ours: the client has none for the greeting after the connection, for which it would
 * wait for ever at a server that has stopped.
 *
 * @throws what the client does; RedisFailure TIMEOUT
 */
export async function connectedClient(
  url: string,
  { limitMs, signal }: { readonly limitMs: number; readonly signal: AbortSignal },
): Promise<RedisClient> {
  const client = newClient(url, limitMs);
  const failed = new Promise<never>((_, reject) => client.on("error", reject));
  const stop = () => client.destroy();
  signal.addEventListener("abort", stop, { once: true });
  let isGivenUp = false;
  const connected = client.connect().then(() => {
    if (isGivenUp) client.destroy(); // it goes on connecting after it was destroyed
  });
  try {
    await within(limitMs, Promise.race([connected, failed]));
    return client;
  } catch (error) {
    isGivenUp = true;
    client.destroy();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/**
 * Waits at most so long. The time is up only when all that has arrived is read: where this process
 * was busy, Redis may have answered in time.
 *
 * @throws RedisFailure TIMEOUT
 */
export async function within<Result>(limitMs: number, work: Promise<Result>): Promise<Result> {
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
      timeout: 0, // it would end when a command is sent; `within` goes on
      typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer }, // sealed rows are no text
    },
  });
}
