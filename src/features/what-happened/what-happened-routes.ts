import { Router } from "express";
import type { Dependencies } from "../../web/dependencies.ts";
import { allowMethods } from "../../web/middleware/allow-methods.ts";
import { render } from "../../web/page/page-models.ts";
import { signInAddress } from "../../web/sign-in/sign-in-address.ts";
import { whatHappenedPath } from "./recording.ts";
import { happenedView } from "./what-happened-page.ts";

/** `GET /what-happened`: the last sign-in, step by step. No page where sign-ins are not recorded. */
export function whatHappenedRoutes({ config, sessions }: Dependencies): Router {
  const { baseUrl, recordsSignIns } = config;
  const { issuer } = config.asana;
  const router = Router();
  if (!recordsSignIns) return router;

  router
    .route(whatHappenedPath)
    .get((request, response) => {
      const record = sessions.signInRecords.get(request.sessionID);
      render(response, "what-happened/what-happened", {
        title: "What just happened",
        happened: record && happenedView(record, { baseUrl, issuer }),
        signInUrl: signInAddress(whatHappenedPath),
      });
    })
    .all(allowMethods("GET", "HEAD"));
  return router;
}
