import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterThisTest } from "./cleanup.ts";

/**
 * Listens on a free port until this test ends.
 *
 * @returns its origin
 */
export async function aLocalServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0);
  await once(server, "listening");
  afterThisTest(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}
