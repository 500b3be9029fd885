import { createServer, type RequestListener, type Server } from "node:http";
import { errorCodeOf } from "./error-code.ts";

export interface Listening {
  readonly port: number;
  /** Ends open connections too: a browser keeps them alive for minutes. */
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 and, where the machine has it, on ::1, both on one port: browsers resolve
 * `localhost` to either.
 *
 * @param port 0: the system chooses
 * @param handlerFor makes the handler once the port is known
 * @throws the error of the operating system, `EADDRINUSE` for a port in use
 */
export async function listenOnLoopback(
  port: number,
  handlerFor: (port: number) => RequestListener,
): Promise<Listening> {
  for (let attemptsLeft = 5; ; attemptsLeft -= 1) {
    const ipv4 = await listen(port, "127.0.0.1");
    const chosen = portOf(ipv4);
    const handler = handlerFor(chosen);
    ipv4.on("request", handler);
    try {
      const ipv6 = await listen(chosen, "::1");
      ipv6.on("request", handler);
      return { port: chosen, close: () => closeAll([ipv4, ipv6]) };
    } catch (error) {
      const code = errorCodeOf(error);
      if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT") {
        return { port: chosen, close: () => closeAll([ipv4]) };
      }
      await closeAll([ipv4]);
      const canChooseAgain = port === 0 && code === "EADDRINUSE" && attemptsLeft > 1;
      if (!canChooseAgain) {
        throw error;
      }
    }
  }
}

/** @returns whether a socket's remote address is this machine's own */
export function isLoopbackAddress(address: string | undefined): boolean {
  return /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address ?? "");
}

function listen(port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host, ipv6Only: true }, () => {
      server.off("error", reject);
      resolve(server);
    });
  });
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
  for (const server of servers) {
    server.closeAllConnections();
  }
  await Promise.all(closed);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new Error("The server has no port.");
  }
  return address.port;
}
