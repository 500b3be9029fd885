import { Router } from "express";
import type { Dependencies } from "../../web/dependencies.ts";
import { allowMethods } from "../../web/middleware/allow-methods.ts";
import { render } from "../../web/page/page-models.ts";
import { queryOf } from "../../web/page/query.ts";
import { guidePath } from "./answers.ts";
import { guidePage } from "./guide-page.ts";

/** `GET /guide`: the four ways to authenticate with Asana, and which of them fits an app. */
export function guideRoutes({ config }: Pick<Dependencies, "config">): Router {
  const router = Router();
  router
    .route(guidePath)
    .get((request, response) => {
      const title = "Which method fits your app";
      const page = guidePage({ title, query: queryOf(request), baseUrl: config.baseUrl });
      render(response, "guide/guide", page);
    })
    .all(allowMethods("GET", "HEAD"));
  return router;
}
