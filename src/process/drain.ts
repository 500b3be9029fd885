import { once } from "node:events";
import type { Server } from "node:http";
import { startTimeLimit } from "../limits/time-limit.ts";
import type { Background } from "./background.ts";

/**
 * Stops accepting connections and waits until requests, and the work that continues after them, are
 * done. A person at a terminal (SIGINT) waits less long than a page may take; a supervisor gives the
 * process 15 seconds.
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
  // Those that were busy: browsers and proxies keep them for the next request.
  const idling = setInterval(() => server.closeIdleConnections(), 100);
  await closed;
  clearInterval(idling);
  await limit.wait(background.idle(), () => undefined);
}
