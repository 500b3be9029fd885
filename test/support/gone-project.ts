import type { Sandbox } from "../../sandbox/sandbox.ts";
import { aLocalServer } from "./local-server.ts";

/**
 * The sandbox's API, but what some requests ask for is gone: deleted between two requests of the
 * app, which the sandbox's own data cannot be at a moment of the test's choice.
 *
 * @returns its base URL
 */
export async function anApiWithout(
  sandbox: Sandbox,
  isGone: (address: URL) => boolean,
): Promise<string> {
  const origin = await aLocalServer(async (request, response) => {
    const address = new URL(request.url ?? "", sandbox.origin);
    response.setHeader("content-type", "application/json");
    if (isGone(address)) {
      response.writeHead(404).end(JSON.stringify({ errors: [{ message: "Gone" }] }));
      return;
    }
    const { authorization = "" } = request.headers;
    const answer = await fetch(address, { headers: { authorization } });
    response.writeHead(answer.status).end(await answer.text());
  });
  return `${origin}/api/1.0`;
}
