import { type RequestListener, request as send } from "node:http";
import { aLocalServer } from "./local-server.ts";

/**
 * A proxy in front of a port, which adds headers as one that ends TLS does.
 *
 * @returns its origin
 */
export function aForwardingProxy(
  port: number,
  headers: Readonly<Record<string, string>>,
): Promise<string> {
  return aLocalServer(forwardTo(port, headers));
}

/** What such a proxy does with a request, over TLS too. */
export function forwardTo(
  port: number,
  headers: Readonly<Record<string, string>>,
): RequestListener {
  return (request, response) => {
    const onward = send(
      {
        port,
        host: "localhost",
        path: request.url,
        method: request.method,
        headers: { ...request.headers, ...headers },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on("error", () => response.writeHead(502).end());
    request.pipe(onward);
  };
}
