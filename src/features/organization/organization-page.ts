import type { InactiveProjects } from "../../asana/find-inactive-projects.ts";
import { type Membership, type MembershipKind, membershipKind } from "../../asana/memberships.ts";
import type { Workspace } from "../../asana/workspaces.ts";
import { asanaLink } from "../../web/page/link.ts";
import { withQuery } from "../../web/page/query.ts";
import { dateInWords, timeInWords } from "../../web/page/times.ts";
import type { AuditEvent } from "./audit-events.ts";
import type { OrganizationProblem } from "./open-organization.ts";
import type { Team } from "./teams.ts";

/** What every page of the organization has. */
export interface OrganizationPage {
  readonly title: string;
  readonly organization: string;
  /** Empty when there is only one; otherwise the page shows a form to choose from them. */
  readonly organizations: readonly Workspace[];
  readonly chosenGid: string;
  readonly tabs: readonly {
    readonly href: string;
    readonly label: string;
    readonly isCurrent: boolean;
  }[];
}

export interface PeoplePage extends OrganizationPage {
  readonly people: readonly {
    readonly name: string;
    readonly email: string;
    readonly kind: string;
    readonly since: string;
  }[];
  readonly kinds: readonly {
    readonly href: string;
    readonly label: string;
    readonly isCurrent: boolean;
  }[];
  readonly cutText: string | undefined;
}

export interface TeamsPage extends OrganizationPage {
  readonly teams: readonly string[];
  readonly cutText: string | undefined;
}

export interface ProjectsPage extends OrganizationPage {
  readonly since: string;
  readonly sinceInWords: string;
  readonly sinceProblem: string | undefined;
  readonly projects: readonly {
    readonly name: string;
    readonly owner: string;
    readonly team: string;
    readonly modified: string;
    readonly asanaAddress: string | undefined;
  }[];
  readonly looked: number;
  /** Shown when the service account may not see some of the projects. */
  readonly closedText: string | undefined;
  readonly cutText: string | undefined;
}

export interface AuditLogPage extends OrganizationPage {
  readonly days: number;
  readonly daysProblem: string | undefined;
  readonly events: readonly {
    readonly at: string;
    readonly type: string;
    readonly actor: string;
    readonly resource: string;
    readonly how: string;
  }[];
  readonly cutText: string | undefined;
}

export interface UnavailablePage {
  readonly title: string;
  readonly text: string;
  readonly steps: readonly string[];
}

const tabs = [
  { path: "/organization", label: "Overview" },
  { path: "/organization/people", label: "People" },
  { path: "/organization/teams", label: "Teams" },
  { path: "/organization/projects", label: "Inactive projects" },
  { path: "/organization/audit-log", label: "Audit log" },
] as const;

export type OrganizationPath = (typeof tabs)[number]["path"];

/** The paths of all the pages. */
export const organizationPaths: readonly OrganizationPath[] = tabs.map(({ path }) => path);

/** Makes the part that all pages have in common, for one of them. */
export function organizationPage(
  path: OrganizationPath,
  about: {
    readonly chosen: Workspace;
    readonly all: readonly Workspace[];
  },
): OrganizationPage {
  const { chosen, all } = about;
  const isSeveral = all.length > 1;
  return {
    title: tabs.find((tab) => tab.path === path)?.label ?? "",
    organization: chosen.name,
    organizations: isSeveral ? all : [],
    chosenGid: chosen.gid,
    tabs: tabs.map((tab) => ({
      href: isSeveral ? withQuery(tab.path, { workspace: chosen.gid }) : tab.path,
      label: tab.label,
      isCurrent: tab.path === path,
    })),
  };
}

const kindWords: Record<MembershipKind, { one: string; several: string }> = {
  member: { one: "member", several: "Members" },
  administrator: { one: "administrator", several: "Administrators" },
  guest: { one: "guest", several: "Guests" },
  left: { one: "has left", several: "Left" },
};

const kinds = ["member", "administrator", "guest", "left"] as const;

/**
 * Puts the people of an organization into words.
 *
 * @param kind the people to show; everybody when it is no kind
 */
export function peoplePage(
  common: OrganizationPage,
  people: { readonly items: readonly Membership[]; readonly isCut: boolean },
  kind: string | null,
): PeoplePage {
  const path = "/organization/people";
  const workspace = common.organizations.length > 0 ? { workspace: common.chosenGid } : {};
  const chosen = kinds.find((name) => name === kind);
  const having = (name: MembershipKind) =>
    people.items.filter((one) => membershipKind(one) === name);
  const shown = chosen ? having(chosen) : people.items;
  return {
    ...common,
    people: shown.map((one) => ({
      name: one.name || "Somebody without a name",
      email: one.email,
      kind: kindWords[membershipKind(one)].one + (one.isViewOnly ? ", view only" : ""),
      since: one.createdAt ? dateInWords(one.createdAt.slice(0, 10)) : "",
    })),
    kinds: [
      {
        href: withQuery(path, workspace),
        label: `All (${people.items.length})`,
        isCurrent: !chosen,
      },
      ...kinds.map((name) => ({
        href: withQuery(path, { ...workspace, kind: name }),
        label: `${kindWords[name].several} (${having(name).length})`,
        isCurrent: name === chosen,
      })),
    ],
    cutText: people.isCut
      ? `There are more than ${people.items.length} people; these are the first. npm run members lists all.`
      : undefined,
  };
}

/** Puts the teams of an organization into words. */
export function teamsPage(
  common: OrganizationPage,
  teams: { readonly items: readonly Team[]; readonly isCut: boolean },
): TeamsPage {
  return {
    ...common,
    teams: teams.items.map(({ name }) => name || "Team without a name"),
    cutText: teams.isCut
      ? `There are more than ${teams.items.length} teams; these are the first.`
      : undefined,
  };
}

/** Puts the projects into words in which nothing has happened since a day. */
export function projectsPage(
  common: OrganizationPage,
  about: {
    readonly found: InactiveProjects;
    /** `YYYY-MM-DD` */
    readonly since: string;
    readonly sinceProblem: string | undefined;
    readonly issuer: string;
  },
): ProjectsPage {
  const { found, since, sinceProblem, issuer } = about;
  return {
    ...common,
    since,
    sinceInWords: dateInWords(since),
    sinceProblem,
    projects: found.projects.map(({ name, owner, team, modifiedAt, url }) => ({
      name: name || "Project without a name",
      owner: owner || "nobody",
      team: team || "no team",
      modified: dateInWords(modifiedAt.slice(0, 10)),
      asanaAddress: asanaLink(url, issuer),
    })),
    looked: found.looked,
    closedText:
      found.closed > 0
        ? `Asana does not show ${found.closed} more: deleted meanwhile, or closed to the service account.`
        : undefined,
    cutText: found.isCut
      ? `There are more projects than the ${found.looked + found.closed} that this page looks at. npm run inactive-projects looks at all.`
      : undefined,
  };
}

/** Puts events of the audit log into words, newest first. */
export function auditLogPage(
  common: OrganizationPage,
  about: {
    readonly found: { readonly items: readonly AuditEvent[]; readonly isCut: boolean };
    readonly days: number;
    readonly daysProblem: string | undefined;
  },
): AuditLogPage {
  const { found, days, daysProblem } = about;
  return {
    ...common,
    days,
    daysProblem,
    events: found.items.toReversed().map(({ createdAt, type, actor, resource, how }) => ({
      at: timeInWords(createdAt),
      type,
      actor,
      resource,
      how,
    })),
    cutText: found.isCut
      ? `More has happened than the first ${found.items.length} events that stand here; choose fewer days.`
      : undefined,
  };
}

/** Why there is nothing to show, and what the operator does about it. */
export const unavailablePages: Record<OrganizationProblem, UnavailablePage> = {
  "no-token": {
    title: "No service account is set up",
    text: "These pages show a whole organization with a service account's token, and this app has none.",
    steps: [
      "It takes an Enterprise plan, and a super admin of the organization.",
      "At Asana, open the admin console, Apps, Service accounts, and add one with full permissions. Its token is shown once.",
      "Put the token into ASANA_SERVICE_ACCOUNT_TOKEN and start the app again.",
    ],
  },
  "token-refused": {
    title: "Asana does not accept the service account's token",
    text: "A super admin removed it in the admin console, or it was copied wrongly. Your own access to Asana has nothing to do with it.",
    steps: [
      "A super admin makes a new one: admin console, Apps, Service accounts.",
      "Put it into ASANA_SERVICE_ACCOUNT_TOKEN and start the app again.",
    ],
  },
  "no-service-account": {
    title: "This token is not a service account's",
    text: "Asana refused an operation that only service accounts may use. A personal access token shows what its user sees, not the organization, so this page shows nothing. If it is a service account's token, its permissions or the plan leave out the audit log.",
    steps: [
      "Look at ASANA_SERVICE_ACCOUNT_TOKEN: does it hold a personal access token?",
      "A super admin makes a service account with full permissions: admin console, Apps, Service accounts.",
    ],
  },
  "no-organization": {
    title: "The service account sees no organization",
    text: "Asana accepts the token and names no workspace for it.",
    steps: [
      "A super admin looks at the service account and its permissions: admin console, Apps, Service accounts.",
    ],
  },
};
