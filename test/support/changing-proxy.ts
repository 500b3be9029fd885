import { once } from "node:events";
import { type IncomingMessage, request as send } from "node:http";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { aLocalServer } from "./local-server.ts";

/** Changes an answer on the way; gives another text, or undefined to let it pass. */
export type Change = (answer: {
  readonly path: string;
  readonly text: string;
}) => string | undefined;

/**
 * A way to a sandbox on which answers are changed. Addresses in answers lead through it as well.
 *
 * @returns the sandbox's settings, as seen from behind it
 */
export async function aChangingProxy(
  sandbox: Sandbox,
  change: Change,
): Promise<Record<string, string>> {
  const origin = await aLocalServer(async (request, response) => {
    const onward = send(new URL(request.url ?? "", sandbox.origin), {
      method: request.method,
      headers: { ...request.headers, host: new URL(sandbox.origin).host },
    });
    request.pipe(onward);
    const [answer] = (await once(onward, "response")) as [IncomingMessage];
    const text = (await textOf(answer)).replaceAll(sandbox.origin, origin);
    const path = (request.url ?? "").split("?")[0] ?? "";
    const headers = { ...answer.headers, "content-length": undefined };
    response.writeHead(answer.statusCode ?? 502, dropEmpty(headers));
    response.end(change({ path, text }) ?? text);
  });
  const there = Object.entries(sandbox.settings).map(([name, value]) => [
    name,
    value.replace(sandbox.origin, origin),
  ]);
  return Object.fromEntries(there);
}

function dropEmpty(headers: IncomingMessage["headers"]): Record<string, string | string[]> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
