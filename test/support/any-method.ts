import { once } from "node:events";
import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import type { Browser } from "./browser.ts";

/** Sends a request with any method and the address as it stands, with the browser's cookies. */
export async function sendRaw(
  browser: Browser,
  url: string,
  method: string,
): Promise<{
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}> {
  const { origin } = new URL(url);
  const { port } = new URL(origin);
  const cookie = Object.entries(browser.cookies())
    .map(([name, value]) => `${name}=${value}`)
    .join("; ");
  const sent = request({
    port,
    method,
    path: url.slice(origin.length) || "/",
    headers: { cookie },
    agent: false,
  });
  sent.end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, text: await text(answer) };
}
