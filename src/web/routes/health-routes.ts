import { Router } from "express";
import type { Pages } from "../feature.ts";
import { file } from "../who-may/row.ts";

/**
 * `GET /healthz`: the process answers. `GET /readyz`: it can serve people. The store answers, the
 * discovery document was read once, and the process is not ending. A later outage of Asana is in
 * the body and does not turn the status red: signed-in people can still be served.
 */
export const healthPages: Pages = {
  rows: [file("/healthz"), file("/readyz")],
  routes({ provider, sessions, isDraining }) {
    const router = Router();
    router.get("/healthz", (_request, response) => {
      response.json({ status: "ok" });
    });
    router.get("/readyz", async (_request, response) => {
      await provider.check();
      const { wasDiscovered, lastReading } = provider.status();
      const isStoreAnswering = await sessions.isAnswering();
      const isReady = isStoreAnswering && wasDiscovered && !isDraining();
      response.status(isReady ? 200 : 503).json({
        status: isReady ? "ready" : "not ready",
        store: isStoreAnswering ? "answering" : "not answering",
        discovery: wasDiscovered ? "read" : "not read yet",
        asana: lastReading === "answered" ? "answering" : "not answering",
        draining: isDraining(),
      });
    });
    return router;
  },
};
