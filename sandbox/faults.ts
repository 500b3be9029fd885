import { setTimeout as delay } from "node:timers/promises";
import type { Request, RequestHandler, Response } from "express";
import { paths } from "./provider/provider.ts";
import { asanaErrors } from "./rest/error.ts";
import { type FaultEndpoint, faultEndpoints, type Switches } from "./switches.ts";

/** `slow` as a kind of fault: longer than any client waits. */
const silenceMs = 30_000;

/** Makes the endpoints slow or broken where the switches `slow` and `fail` say so. */
export function faults(switches: Switches): RequestHandler {
  return async (req, res, next) => {
    const endpoint = endpointOf(req.path);
    if (switches.slow !== "off" && switches.slow.endpoint === endpoint) {
      await wait(switches.slow.ms, res);
    }
    const { fail } = switches;
    if (fail === "off" || fail.endpoint !== endpoint || fail.times === 0) {
      next();
      return;
    }
    switches.fail = fail.times > 1 ? { ...fail, times: fail.times - 1 } : "off";
    if (fail.kind === "slow") {
      await wait(silenceMs, res);
      next();
    } else {
      breakDown(fail.kind, req, res);
    }
  };
}

/** The next `force429` requests to the REST API are too many. @see Asana, "Rate limits" */
export function rateLimit(switches: Switches): RequestHandler {
  return (_req, res, next) => {
    if (switches.force429 === 0) {
      next();
      return;
    }
    switches.force429 -= 1;
    const message =
      "You've made too many requests and hit a rate limit. Please retry after the given amount " +
      "of time.";
    res.status(429).set("Retry-After", "1").json(asanaErrors(message));
  };
}

function endpointOf(path: string): FaultEndpoint | undefined {
  const named = faultEndpoints.find((name) => name !== "rest" && paths[name] === path);
  return named ?? (path.startsWith("/api/1.0/") ? "rest" : undefined);
}

function breakDown(kind: 500 | "502html" | "reset", req: Request, res: Response): void {
  if (kind === "reset") {
    req.socket.resetAndDestroy();
  } else if (kind === 500) {
    res.status(500).json(asanaErrors("Server Error", "6 sad squid snuggle softly"));
  } else {
    res.status(502).type("html").send("<html><body><h1>502 Bad Gateway</h1></body></html>\n");
  }
}

/** Ends early when the client goes away. */
async function wait(ms: number, res: Response): Promise<void> {
  const gone = new AbortController();
  res.once("close", () => gone.abort());
  await delay(ms, undefined, { signal: gone.signal }).catch(() => undefined);
}
