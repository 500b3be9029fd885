import { Router } from "express";
import type { Dependencies } from "../dependencies.ts";
import { allowMethods } from "../middleware/allow-methods.ts";
import { render } from "../pages.ts";
import { signInAddress } from "../sign-in-address.ts";
import { happenedView } from "../what-happened/page.ts";
import { whatHappenedPath } from "../what-happened/recording.ts";

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
      render(response, "what-happened", {
        title: "What just happened",
        happened: record && happenedView(record, { baseUrl, issuer }),
        signInUrl: signInAddress(whatHappenedPath),
      });
    })
    .all(allowMethods("GET", "HEAD"));
  return router;
}
