import { once } from "node:events";
import type { Server } from "node:http";
import { startTimeLimit } from "../limits/time-limit.ts";
import type { Background } from "./background.ts";

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
