import { Router } from "express";
import type { Dependencies } from "../../web/dependencies.ts";
import { pageView } from "../../web/page/show.ts";
import { signInAddress } from "../../web/sign-in/sign-in-address.ts";
import { signInRecord, whatHappenedPath } from "./recording.ts";
import { happenedView, type WhatHappenedPage } from "./what-happened-page.ts";

const show = pageView<WhatHappenedPage>("what-happened/what-happened");

/** `GET /what-happened`: the last sign-in, step by step. */
export function whatHappenedRoutes({ config, sessions }: Dependencies): Router {
  const { baseUrl } = config;
  const { issuer } = config.asana;
  const router = Router();
  router.get(whatHappenedPath, (request, response) => {
    const record = sessions.readWith(request.session).attachment(signInRecord);
    show(response, {
      title: "What just happened",
      happened: record && happenedView(record, { baseUrl, issuer }),
      signInUrl: signInAddress(whatHappenedPath),
    });
  });
  return router;
}
