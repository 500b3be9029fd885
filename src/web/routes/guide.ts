import { Router } from "express";
import type { Dependencies } from "../dependencies.ts";
import { guidePath } from "../guide/answers.ts";
import { guidePage } from "../guide/page.ts";
import { allowMethods } from "../middleware/allow-methods.ts";
import { render } from "../pages.ts";
import { queryOf } from "../query.ts";

/** `GET /guide`: the four ways to authenticate with Asana, and which of them fits an app. */
export function guideRoutes({ config }: Pick<Dependencies, "config">): Router {
  const router = Router();
  router
    .route(guidePath)
    .get((request, response) => {
      const title = "Which method fits your app";
      const page = guidePage({ title, query: queryOf(request), baseUrl: config.baseUrl });
      render(response, "guide", page);
    })
    .all(allowMethods("GET", "HEAD"));
  return router;
}
