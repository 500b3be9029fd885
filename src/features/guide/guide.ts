import type { Feature } from "../../web/feature.ts";
import { page } from "../../web/who-may/row.ts";
import { guidePath } from "./answers.ts";
import { guideRoutes } from "./guide-routes.ts";

/** The page that says which of Asana's four methods fits an app. Everybody may open it. */
export const guide: Feature = {
  name: "guide",
  rows: [page(guidePath, "anybody", { session: "optional" })],
  routes: guideRoutes,
  navigation: [{ href: guidePath, label: "Guide", role: "anybody" }],
  landingCard: {
    href: guidePath,
    title: "Which method fits your app",
    text: "OpenID Connect, OAuth, personal access tokens, service accounts.",
  },
};
