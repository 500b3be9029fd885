import type { Feature } from "../../web/feature.ts";
import { page } from "../../web/who-may/row.ts";
import { organizationPaths } from "./organization-page.ts";
import { organizationRoutes } from "./organization-routes.ts";

/** What the service account sees of the organization; for administrators. */
export const organization: Feature = {
  name: "organization",
  rows: organizationPaths.map((path) => page(path, "administrator")),
  routes: organizationRoutes,
  navigation: [{ href: "/organization", label: "Organization", role: "administrator" }],
};
