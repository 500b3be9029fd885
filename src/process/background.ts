import { once } from "node:events";
import type { Server } from "node:http";
import { startTimeLimit } from "../limits/time-limit.ts";

/** Work that continues after the response was sent. */
export type Background = ReturnType<typeof createBackground>;

/** Keeps track of that work, so that `drain` can wait for it. */
export function createBackground() {
  const underWay = new Set<Promise<unknown>>();
  return {
    add(work: Promise<unknown>): void {
      const ended: Promise<unknown> = work.then(done, done);
      function done(): void {
        underWay.delete(ended);
      }
      underWay.add(ended);
    },
    /** Resolves when all work has ended, whether it succeeded or failed. */
    async idle(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

/**
 * Stops accepting connections and waits for requests, and for the work that continues after them. A
 * person at a terminal (SIGINT) waits 3 seconds; a supervisor gives the process 15.
 */
export async function drain(
  server: Server,
  { background, signal }: { background: Background; signal: NodeJS.Signals },
): Promise<void> {
  const limit = startTimeLimit(signal === "SIGINT" ? 3_000 : 14_000);
  limit.signal.addEventListener("abort", () => server.closeAllConnections());
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  // Browsers and proxies keep a connection for the next request, also one that was busy before.
  const idling = setInterval(() => server.closeIdleConnections(), 100);
  await closed;
  clearInterval(idling);
  await limit.wait(background.idle(), () => undefined);
}
