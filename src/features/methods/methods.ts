import type { Feature } from "../../web/feature.ts";
import { page } from "../../web/who-may/row.ts";
import { methodsPath } from "./method-notices.ts";
import { methodsRoutes } from "./methods-routes.ts";

/** The page that makes the same calls with each credential that the app has. */
export const methods: Feature = {
  name: "methods",
  rows: [page(methodsPath, "signed-in")],
  routes: methodsRoutes,
  navigation: [{ href: methodsPath, label: "Methods", role: "signed-in" }],
  landingCard: {
    href: methodsPath,
    title: "The four methods at work",
    text: "The same questions to Asana, asked with each credential that this app has.",
  },
};
