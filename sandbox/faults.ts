import { setTimeout as delay } from "node:timers/promises";
import type { Request, RequestHandler, Response } from "express";
import { brokenAnswers } from "./broken-answers.ts";
import { type FaultEndpoint, faultEndpoints, type Target } from "./fault-rules.ts";
import { paths } from "./provider/provider.ts";
import type { Switches } from "./switches.ts";

/** `slow` as a kind of fault: longer than any client waits. */
const silenceMs = 30_000;
const restPath = "/api/1.0";

/** Makes the endpoints slow or broken where the switches `slow` and `fail` say so. */
export function faults(switches: Switches): RequestHandler {
  return async (req, res, next) => {
    if (switches.slow !== "off" && isMeant(req, switches.slow)) {
      await wait(switches.slow.ms, res);
    }
    const { fail } = switches;
    if (fail === "off" || fail.times === 0 || !isMeant(req, fail)) {
      next();
      return;
    }
    switches.fail = fail.times > 1 ? { ...fail, times: fail.times - 1 } : "off";
    if (fail.kind === "slow") {
      await wait(silenceMs, res);
      next();
    } else {
      await brokenAnswers[fail.kind](req, res);
    }
  };
}

function isMeant(req: Request, { endpoint, method, path = "/" }: Target): boolean {
  return (
    endpointOf(req.path) === endpoint &&
    (method === undefined || method === req.method) &&
    (endpoint !== "rest" || isBelow(req.path, restPath + path))
  );
}

/** Whole segments: `/task` is no beginning of `/tasks`. */
function isBelow(path: string, beginning: string): boolean {
  return `${path}/`.startsWith(beginning.endsWith("/") ? beginning : `${beginning}/`);
}

function endpointOf(path: string): FaultEndpoint | undefined {
  const named = faultEndpoints.find((name) => name !== "rest" && paths[name] === path);
  return named ?? (path.startsWith(`${restPath}/`) ? "rest" : undefined);
}

/** Ends early when the client goes away. */
async function wait(ms: number, res: Response): Promise<void> {
  const gone = new AbortController();
  res.once("close", () => gone.abort());
  await delay(ms, undefined, { signal: gone.signal }).catch(() => undefined);
}
