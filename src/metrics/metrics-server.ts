import { once } from "node:events";
import { createServer } from "node:http";
import { ConfigError } from "../config-error.ts";

/** The format's own version, as a scraper asks for it. */
const contentType = "text/plain; version=0.0.4; charset=utf-8";

/**
 * Answers GET /metrics on a port of its own, so that no proxy in front of the app shows it. Does not
 * keep the process alive.
 *
 * @returns ends it, at once
 * @throws ConfigError when it cannot listen there
 */
export async function serveMetrics(
  listen: { readonly host: string; readonly port: number },
  text: () => string,
): Promise<() => void> {
  const server = createServer({ requestTimeout: 10_000 }, ({ method, url }, response) => {
    if (url?.split("?")[0] !== "/metrics") return void response.writeHead(404).end();
    if (method !== "GET" && method !== "HEAD") {
      return void response.writeHead(405, { allow: "GET, HEAD" }).end();
    }
    const headers = { "content-type": contentType, "cache-control": "no-store" };
    response.writeHead(200, headers).end(text());
  });
  server.unref();
  server.listen(listen);
  try {
    await once(server, "listening");
  } catch (error) {
    throw new ConfigError([problemOf(error, listen)]);
  }
  return () => {
    server.close();
    server.closeAllConnections();
  };
}

function problemOf(
  error: unknown,
  listen: { readonly host: string; readonly port: number },
): string {
  const { host, port } = listen;
  const { code } = error as NodeJS.ErrnoException;
  return code === "EADDRINUSE"
    ? `METRICS_PORT ${port} is in use; stop what uses it, or set METRICS_PORT to another`
    : `METRICS_PORT ${port} on METRICS_HOST ${host} cannot be listened on (${code}); use an address of this machine, or none for 127.0.0.1`;
}
