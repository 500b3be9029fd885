import { once } from "node:events";
import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setImmediate, setTimeout } from "node:timers/promises";
import { startTimeLimit } from "../limits/time-limit.ts";
import type { Background } from "./background.ts";

/** A load balancer needs a moment to read `/readyz` and send people elsewhere; `docker stop` kills after 10 s. */
const fromSupervisor = { listensForMs: 2_000, cutAfterMs: 9_000 };
const atTerminal = { listensForMs: 0, cutAfterMs: 3_000 };
const pageTimeMs = 8_000;
const silentMs = 1_000;
const takingMs = 1_000;
const atOnceMs = 1;

/** Whether the process is ending, and how long its pages may still take. */
export function createDraining() {
  let begunAt: number | undefined;
  return {
    isDraining: () => begunAt !== undefined,
    begin(): void {
      begunAt ??= performance.now();
    },
    /** How long a page that begins now may wait for Asana, so that it ends before it would be cut. */
    pageTimeMs(): number {
      const drainedMs = begunAt === undefined ? 0 : performance.now() - begunAt;
      return Math.max(0, pageTimeMs - drainedMs);
    },
  };
}

/** What the connections of a server are doing. */
type Connections = ReturnType<typeof watchConnections>;

/**
 * Watches the connections of a server that does not listen yet.
 *
 * Node does not count a connection as idle on which nothing was ever sent, and browsers open some in
 * advance: those would keep the process until the cut.
 */
export function watchConnections(server: Server) {
  const openedAt = new Map<Socket, number>();
  const answers = new Set<ServerResponse>();
  let taken = 0;
  server.on("connection", (socket: Socket) => {
    taken += 1;
    openedAt.set(socket, performance.now());
    socket.once("close", () => openedAt.delete(socket));
  });
  server.on("request", (_request, answer) => {
    answers.add(answer);
    answer.once("close", () => answers.delete(answer));
  });
  return {
    /** Has each answer from now on end its connection, also of the requests under way. */
    closeWithAnswers(): void {
      for (const answer of answers) closeAfter(answer);
      server.prependListener("request", (_request, answer) => closeAfter(answer));
    },
    /**
     * Resolves right after the system had no connection more to hand over. It takes them for the app,
     * and resets those that still wait when the app stops listening; a proxy may have sent a form on one.
     */
    async allTaken(): Promise<void> {
      const giveUpAt = performance.now() + takingMs;
      for (;;) {
        const [before, at] = [taken, performance.now()];
        await setImmediate(); // Node takes one connection before each
        const now = performance.now();
        if ((taken === before && now - at < atOnceMs) || now > giveUpAt) return;
      }
    },
    /** Closes those that wait for a request. One that was just opened still gets the time to ask. */
    closeIdle(): void {
      server.closeIdleConnections();
      for (const [socket, at] of openedAt) {
        if (socket.bytesRead === 0 && performance.now() - at > silentMs) socket.destroy();
      }
    },
  };
}

function closeAfter(answer: ServerResponse): void {
  if (!answer.headersSent) answer.setHeader("Connection", "close");
}

/**
 * Stops accepting connections and waits for requests, and for the work that continues after them.
 *
 * At SIGTERM it takes new connections for two more seconds, because a proxy that has not asked
 * `/readyz` yet still sends people here. It leaves idle connections open as long: a request may be on
 * its way on one of them, and a proxy repeats no POST. What is left after nine seconds is cut off.
 */
export async function drain(
  server: Server,
  options: {
    readonly connections: Connections;
    readonly background: Background;
    readonly signal: NodeJS.Signals;
  },
): Promise<void> {
  const { connections, background, signal } = options;
  const { listensForMs, cutAfterMs } = signal === "SIGINT" ? atTerminal : fromSupervisor;
  const limit = startTimeLimit(cutAfterMs);
  limit.signal.addEventListener("abort", () => server.closeAllConnections());
  connections.closeWithAnswers();
  await setTimeout(listensForMs);
  await connections.allTaken();
  const closed = once(server, "close");
  server.close();
  const idling = setInterval(() => connections.closeIdle(), 100);
  await closed;
  clearInterval(idling);
  await limit.wait(background.idle(), () => undefined);
}
