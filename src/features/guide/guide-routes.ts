import { Router } from "express";
import type { Dependencies } from "../../web/dependencies.ts";
import { queryOf } from "../../web/page/query.ts";
import { pageView } from "../../web/page/show.ts";
import { guidePath } from "./answers.ts";
import { type GuidePage, guidePage } from "./guide-page.ts";

const show = pageView<GuidePage>("guide/guide");

/** `GET /guide`: the four ways to authenticate with Asana, and which of them fits an app. */
export function guideRoutes({ config }: Pick<Dependencies, "config">): Router {
  const router = Router();
  router.get(guidePath, (request, response) => {
    const title = "Which method fits your app";
    show(response, guidePage({ title, query: queryOf(request), baseUrl: config.baseUrl }));
  });
  return router;
}
