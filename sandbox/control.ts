import express, { type Request, type RequestHandler, type Response, Router } from "express";
import { isLoopbackAddress } from "./loopback.ts";
import { ownOriginsOf } from "./pages/cross-site.ts";
import { SwitchError, type Switches } from "./switches.ts";

/**
 * Reads and sets the switches of a running sandbox, and tells how many requests there were, from this
 * machine and no web page.
 */
export function control({ origin, switches, setSwitches, requestCount }: ControlParts): Router {
  const router = Router();
  const path = "/sandbox/switches";
  router.all([path, "/sandbox/requests"], fromHereOnly(ownOriginsOf(origin)));
  router.get("/sandbox/requests", (_req, res) => {
    res.json({ count: requestCount() });
  });
  router.get(path, (_req, res) => {
    res.json(switches);
  });
  router.post(path, express.json({ limit: "32kb" }), (req: Request, res: Response) => {
    try {
      setSwitches(req.body);
      res.json(switches);
    } catch (error) {
      if (!(error instanceof SwitchError)) {
        throw error;
      }
      res.status(400).json({ problems: error.problems });
    }
  });
  return router;
}

interface ControlParts {
  readonly origin: string;
  readonly switches: Switches;
  setSwitches(change: unknown): void;
  requestCount(): number;
}

/** Refuses other machines, and pages of other origins whatever name they reach this one by. */
export function fromHereOnly(ownOrigins: ReadonlySet<string>): RequestHandler {
  return (req, res, next) => {
    const { origin } = req.headers;
    const isOwn = origin === undefined || ownOrigins.has(origin);
    if (isOwn && isLoopbackAddress(req.socket.remoteAddress)) {
      next();
    } else {
      res.status(403).json({ problems: ["Switches are set from this machine, by no web page."] });
    }
  };
}
