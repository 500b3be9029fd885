import { type Request, type Response, Router } from "express";
import type { AsanaClient } from "../../asana/client.ts";
import { findInactiveProjects } from "../../asana/find-inactive-projects.ts";
import { listMemberships } from "../../asana/memberships.ts";
import { firstOf } from "../../asana/pagination.ts";
import { signedInOf } from "../../sessions/current-session.ts";
import { asanaAsApp } from "../../web/asana-calls/asana-as-app.ts";
import type { Dependencies } from "../../web/dependencies.ts";
import { queryOf } from "../../web/page/query.ts";
import { pageView } from "../../web/page/show.ts";
import { listAuditEvents } from "./audit-events.ts";
import { openOrganization } from "./open-organization.ts";
import {
  type AuditLogPage,
  auditLogPage,
  type OrganizationPage,
  type OrganizationPath,
  organizationPage,
  type PeoplePage,
  type ProjectsPage,
  peoplePage,
  projectsPage,
  type TeamsPage,
  teamsPage,
  type UnavailablePage,
  unavailablePages,
} from "./organization-page.ts";
import { daysIn, sinceIn } from "./organization-query.ts";
import { listTeams } from "./teams.ts";

const showOverview = pageView<OrganizationPage>("organization/organization");
const showPeople = pageView<PeoplePage>("organization/people");
const showTeams = pageView<TeamsPage>("organization/teams");
const showProjects = pageView<ProjectsPage>("organization/projects");
const showAuditLog = pageView<AuditLogPage>("organization/audit-log");
const showUnavailable = pageView<UnavailablePage>("organization/unavailable");

/** A page's own work: reads its data, and shows them with what all pages have in common. */
type Show = (about: {
  readonly client: AsanaClient;
  readonly workspaceGid: string;
  readonly query: URLSearchParams;
  readonly response: Response;
  readonly common: OrganizationPage;
}) => Promise<void>;

/**
 * `GET /organization` and the pages below it: what the service account sees. The feature's rows let
 * only administrators in. The app logs each view before it asks Asana.
 *
 * @see OWASP ASVS 5, 16.3.2
 */
export function organizationRoutes(dependencies: Dependencies): Router {
  const { config, now } = dependencies;
  const router = Router();

  function page(path: OrganizationPath, show: Show): void {
    router.get(path, async (request: Request, response: Response) => {
      const query = queryOf(request);
      const workspace = query.get("workspace");
      const { subject } = signedInOf(request);
      response.locals.log.info({ subject, path, workspace: gidOnly(workspace) }, viewed);

      const asana = asanaAsApp("ASANA_SERVICE_ACCOUNT_TOKEN", response, dependencies);
      const opened = await openOrganization(asana, workspace);
      if (opened.outcome !== "open" || !asana) {
        response.status(503);
        const problem = opened.outcome === "open" ? "no-token" : opened.outcome;
        showUnavailable(response, unavailablePages[problem]);
        return;
      }
      const common = organizationPage(path, opened);
      const { client } = asana;
      await show({ client, workspaceGid: opened.chosen.gid, query, response, common });
    });
  }

  page("/organization", async ({ response, common }) => {
    showOverview(response, common);
  });

  page("/organization/people", async ({ client, workspaceGid, query, response, common }) => {
    const people = await firstOf(listMemberships(client, workspaceGid), mostRows);
    showPeople(response, peoplePage(common, people, query.get("kind")));
  });

  page("/organization/teams", async ({ client, workspaceGid, response, common }) => {
    const teams = await firstOf(listTeams(client, workspaceGid), mostRows);
    showTeams(response, teamsPage(common, teams));
  });

  page("/organization/projects", async ({ client, workspaceGid, query, response, common }) => {
    const { since, sinceProblem } = sinceIn(query, now());
    const search = { workspaceGid, since: `${since}T00:00:00.000Z`, most: mostProjects };
    const found = await findInactiveProjects(client, search);
    const { issuer } = config.asana;
    showProjects(response, projectsPage(common, { found, since, sinceProblem, issuer }));
  });

  page("/organization/audit-log", async ({ client, workspaceGid, query, response, common }) => {
    const { days, daysProblem } = daysIn(query);
    const startAt = new Date(now() - days * dayMs).toISOString();
    const found = await firstOf(listAuditEvents(client, workspaceGid, { startAt }), mostRows);
    showAuditLog(response, auditLogPage(common, { found, days, daysProblem }));
  });

  return router;
}

const viewed = "organization.viewed";
const mostRows = 500;
const mostProjects = 200;
const dayMs = 24 * 3600 * 1000;

/** Keeps text of the address that is no gid out of the log. */
function gidOnly(text: string | null): string | undefined {
  return text !== null && /^\d{1,30}$/.test(text) ? text : undefined;
}
