import { Router } from "express";
import type { Dependencies } from "../dependencies.ts";
import { allowMethods } from "../middleware/allow-methods.ts";

/**
 * `GET /healthz`: the process answers. `GET /readyz`: it can serve people, that is the store
 * answers, the discovery document was read once, and the process is not on its way out. A later
 * outage of Asana is told but does not turn it red: whoever is signed in can still be served.
 */
export function healthRoutes({ provider, sessions, isDraining }: Dependencies): Router {
  const router = Router();

  router
    .route("/healthz")
    .get((_request, response) => {
      response.json({ status: "ok" });
    })
    .all(allowMethods("GET", "HEAD"));

  router
    .route("/readyz")
    .get(async (_request, response) => {
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
    })
    .all(allowMethods("GET", "HEAD"));

  return router;
}
