import { once } from "node:events";
import { connect } from "node:net";
import { afterThisTest } from "./cleanup.ts";

/** A connection as browsers and proxies keep one: open from request to request. */
export interface Connection {
  /** Sends a request; the head of its answer. */
  ask(path: string, headers?: Readonly<Record<string, string>>): Promise<string>;
  /** Sends text and waits for nothing. */
  write(text: string): void;
  isOpen(): boolean;
}

/** Opens one, which stays open until the server closes it or the test is over. */
export async function aConnection(port: number): Promise<Connection> {
  const socket = connect(port, "localhost");
  afterThisTest(() => socket.destroy());
  let isOpen = true;
  socket.on("error", () => undefined); // "close" follows
  socket.on("close", () => {
    isOpen = false;
  });
  await once(socket, "connect");
  return {
    async ask(path, headers = {}) {
      const lines = Object.entries({ Host: "localhost", ...headers });
      const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
      socket.write(`GET ${path} HTTP/1.1\r\n${head}\r\n`);
      const [answer] = await once(socket, "data");
      return String(answer);
    },
    write: (text) => void socket.write(text),
    isOpen: () => isOpen,
  };
}
