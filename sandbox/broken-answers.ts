import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Request, Response } from "express";
import type { FaultKind } from "./fault-rules.ts";
import { asanaErrors } from "./rest/error.ts";

type BrokenAnswer = (req: Request, res: Response) => unknown;

const halfOfJson = '{"data":[{"gid":"1201000000000401","name":"Write the wel';
const hugeBytes = 12 * 1024 * 1024;

/**
 * How an endpoint fails: one answer for each kind, nothing for `slow`, which answers in the end.
 *
 * @see Asana, "Errors", for 500 and its phrase; the others are what proxies and outages do
 */
export const brokenAnswers: Readonly<Record<Exclude<FaultKind, "slow">, BrokenAnswer>> = {
  500: (_req, res) =>
    res.status(500).json(asanaErrors("Server Error", "6 sad squid snuggle softly")),
  "502html": (_req, res) => res.status(502).type("html").send(htmlPage("502 Bad Gateway")),
  reset: (req) => req.socket.resetAndDestroy(),
  "cut-off": (_req, res) => res.set("Connection", "close").type("json").send(halfOfJson),
  truncated: breakOff,
  huge: sendWithoutEnd,
  html: (_req, res) => res.status(200).type("html").send(htmlPage("Back in a moment")),
  "no-errors": (_req, res) => res.status(500).json({ message: "Internal Server Error" }),
  empty: (_req, res) => res.status(500).end(),
};

/** Promises more than it sends: the connection breaks in the middle of the body. */
function breakOff(req: Request, res: Response): void {
  res.type("json").set("Content-Length", String(10 * halfOfJson.length));
  res.write(halfOfJson, () => req.socket.resetAndDestroy());
}

/** Good JSON, and far more of it than anybody asked for. */
async function sendWithoutEnd(_req: Request, res: Response): Promise<void> {
  res.type("json");
  // A client that has had enough goes away, and that is the point.
  await pipeline(Readable.from(manyRecords()), res).catch(() => undefined);
}

function* manyRecords() {
  const record = `{"gid":"1201000000000401","name":"${"x".repeat(64 * 1024)}"}`;
  yield '{"data":[';
  for (let sent = 0; sent < hugeBytes; sent += record.length) {
    yield `${record},`;
  }
  yield `${record}]}`;
}

function htmlPage(title: string): string {
  return `<html><body><h1>${title}</h1></body></html>\n`;
}
