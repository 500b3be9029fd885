import { Router } from "express";
import type { Dependencies } from "../dependencies.ts";
import type { Pages } from "../feature.ts";
import { file } from "../who-may/row.ts";

/**
 * `GET /healthz`: the process answers. `GET /readyz`: it can serve people, that is the store
 * answers, the discovery document was read once, and the process is not on its way out. A later
 * outage of Asana is told but does not turn it red: people who are signed in can still be served.
 */
export const healthPages: Pages = {
  rows: [file("/healthz"), file("/readyz")],
  routes: healthRoutes,
};

function healthRoutes({ provider, sessions, isDraining }: Dependencies): Router {
  const router = Router();

  router.get("/healthz", (_request, response) => {
    response.json({ status: "ok" });
  });

  router.get("/readyz", async (_request, response) => {
    await provider.check();
    const { wasDiscovered, lastReading } = provider.status();
    const isStoreAnswering = sessions.isAnswering();
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
}
