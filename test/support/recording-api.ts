import type { IncomingHttpHeaders } from "node:http";
import { aLocalServer } from "./local-server.ts";

/** A request as it arrived. */
export interface Received {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface CannedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An API that remembers every request whole and gives every one of them the same answer. */
export async function aRecordingApi(
  answer: CannedAnswer = {},
): Promise<{ readonly baseUrl: string; readonly received: readonly Received[] }> {
  const { status = 200, headers = {}, body = { data: {} } } = answer;
  const received: Received[] = [];
  const baseUrl = await aLocalServer(async (request, response) => {
    const url = new URL(request.url ?? "", "http://localhost");
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({
      method: request.method ?? "",
      url,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    });
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  return { baseUrl, received };
}
