import { Router } from "express";
import { allowMethods } from "../middleware/allow-methods.ts";
import { render } from "../pages.ts";

/** `GET /guide`: the four ways to authenticate with Asana, and when to use which. */
export function guideRoutes(): Router {
  const router = Router();
  router
    .route("/guide")
    .get((_request, response) => render(response, "guide", { title: "Which method fits your app" }))
    .all(allowMethods("GET", "HEAD"));
  return router;
}
