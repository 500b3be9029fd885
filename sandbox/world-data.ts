import { type AuditEvent, createAuditLog } from "./audit-log.ts";
import { indexStories, indexTasks } from "./indexes.ts";
import {
  ana,
  ben,
  botUser,
  guest,
  invited,
  leaver,
  mira,
  people,
  serviceAccount,
  type User,
  zoe,
} from "./people.ts";
import type {
  Membership,
  Project,
  Section,
  Story,
  Task,
  Team,
  Workspace,
  WorkspaceMembership,
  World,
} from "./world.ts";

const dayMs = 24 * 3600 * 1000;

/**
 * Makes the world as it is at the start. Dates are relative to `now`, gids are always the same;
 * some lie beyond 2^53.
 */
export function createWorld(now: number): World {
  let lastGid = 1_209_000_000_000_000n;
  const newGid = () => String(++lastGid);

  const organization: Workspace = {
    ...workspace("1201000000000101", "Example Organization", [
      ...[ana, zoe, mira, botUser, guest, invited],
    ]),
    isOrganization: true,
    emailDomains: ["example.com"],
  };
  const choir = workspace("1201000000000102", "Neighbourhood choir", [ana]);
  const home = workspace("9007199254740995", "Home", [ana]);
  const studio = workspace("1201000000000104", "Ben’s studio", [ben]);

  const marketing = team("1201000000000201", "Marketing", organization, [ana, zoe]);
  const engineering = team("1201000000000202", "Engineering", organization, [ana, mira, botUser]);

  const relaunch = project("1201000000000301", "Website relaunch", {
    workspace: organization,
    team: marketing,
    members: [ana, zoe],
  });
  const release = project("1201000000000302", "Autumn release", {
    workspace: organization,
    team: engineering,
    members: [ana, mira, botUser],
  });
  const hiring = project("9007199254740997", "Hiring", {
    workspace: organization,
    members: [ana, zoe],
    isPrivate: true,
  });
  const concert = project("1201000000000304", "Summer concert", {
    workspace: choir,
    members: [ana],
  });
  const commissions = project("1201000000000305", "Commissions", {
    workspace: studio,
    members: [ben],
  });
  const oldSite = project("1201000000000306", "Old website", {
    workspace: organization,
    team: marketing,
    members: [ana],
    archived: true,
  });

  const forgotten = [
    project("1201000000000307", "Office move 2025", { workspace: organization, members: [zoe] }),
    project("1201000000000308", "Old price list", {
      workspace: organization,
      team: marketing,
      members: [ana],
    }),
  ].map((one) => ({ ...one, createdAt: now - 500 * dayMs, modifiedAt: now - 300 * dayMs }));

  const tasks = [
    task("1201000000000401", "Write the welcome text", ana, relaunch, { dueInDays: 2 }),
    task("1201000000000402", "Choose the photos", ana, relaunch, { dueInDays: -1, section: 1 }),
    task("1201000000000403", "Check the imprint", ana, relaunch, { section: 1 }),
    task("1201000000000404", "Collect the release notes", ana, release, { dueInDays: 0 }),
    task("1201000000000405", "Thank the testers", ana, release, { dueInDays: 14 }),
    task("9007199254740999", "Read the applications", ana, hiring, { dueInDays: 5 }),
    task("1201000000000407", "Order the sheet music", ana, concert, { dueInDays: 30 }),
    task("1201000000000408", "Book the hall", ana, concert, {}),
    task("1201000000000409", 'Find somebody for the <lights> & "sound"', ana, concert, {}),
    task("1201000000000410", "Repair the bicycle", ana, home, { dueInDays: 1 }),
    task("1201000000000411", "Renew the library card", ana, home, {}),
    task("1201000000000412", "Plant the tulips", ana, home, { dueInDays: -3 }),
    task("1201000000000421", "Buy the domain", ana, relaunch, { completedDaysAgo: 20 }),
    task("1201000000000422", "Freeze the code", ana, release, { completedDaysAgo: 2 }),
    task("1201000000000423", "Return the books", ana, home, { completedDaysAgo: 7 }),
    task("1201000000000431", "Send the weekly summary", botUser, release, { dueInDays: 3 }),
    task("1201000000000441", "Frame the prints", ben, commissions, { dueInDays: 4 }),
    task("1201000000000442", "Write the invoice", ben, commissions, {}),
    task("1201000000000443", "Answer the gallery", ben, studio, { dueInDays: 1 }),
    task("1201000000000451", "Proofread everything", zoe, relaunch, { dueInDays: 6 }),
    task("1201000000000452", "Invite the candidates 🦊", zoe, hiring, {}),
  ];
  for (const [index, place] of forgotten.entries()) {
    tasks.push({
      ...task(`120100000000047${index}`, "Tidy up", null, place, {}),
      createdAt: now - 400 * dayMs,
      modifiedAt: now - 250 * dayMs,
    });
  }
  const [first] = tasks;
  if (first) {
    tasks.push({
      ...task("1201000000000461", "Ask for a second opinion", null, relaunch, {}),
      memberships: [],
      parent: first,
    });
  }
  const stories = tasks.flatMap((target, index) =>
    index % 5 === 0 ? [story(String(1_201_000_000_000_501 + index), target)] : [],
  );

  return {
    users: [...people, botUser, guest, invited, leaver, serviceAccount],
    workspaces: [organization, choir, home, studio],
    teams: [marketing, engineering],
    projects: [relaunch, release, hiring, concert, commissions, oldSite, ...forgotten],
    memberships: [
      ...[organization, choir, home, studio].flatMap(membershipsIn),
      { ...membership(organization, leaver, 60), isActive: false },
    ],
    exports: [],
    tasks: indexTasks(tasks),
    stories: indexStories(stories),
    auditLog: createAuditLog(eventsBefore()),
    newGid,
  };

  function workspace(gid: string, name: string, members: readonly User[]): Workspace {
    return {
      resourceType: "workspace",
      gid,
      name,
      isOrganization: false,
      emailDomains: [],
      members,
    };
  }

  function membershipsIn(workspace: Workspace): WorkspaceMembership[] {
    return workspace.members.map((user, index) => membership(workspace, user, index));
  }

  /** Whoever comes first administers. */
  function membership(workspace: Workspace, user: User, index: number): WorkspaceMembership {
    return {
      resourceType: "workspace_membership",
      gid: `70${workspace.gid.slice(-8)}${String(index).padStart(2, "0")}`,
      user,
      workspace,
      isActive: true,
      isAdmin: index === 0,
      isGuest: user === guest,
      createdAt: now - (90 - index) * dayMs,
    };
  }

  function eventsBefore(): Omit<AuditEvent, "gid">[] {
    const event = (daysAgo: number, type: string, category: string, about: User) => ({
      createdAt: now - daysAgo * dayMs,
      type,
      category,
      actor: ana,
      resource: about,
      context: { method: "cookie" as const },
    });
    return [
      event(40, "service_account_created", "admin_settings", serviceAccount),
      event(20, "user_invited", "user_updates", invited),
      event(5, "user_deprovisioned", "user_updates", leaver),
      { ...event(2, "user_login_failed", "logins", zoe), actor: zoe },
    ];
  }

  function team(
    gid: string,
    name: string,
    organization: Workspace,
    members: readonly User[],
  ): Team {
    return { resourceType: "team", gid, name, organization, members };
  }

  function project(
    gid: string,
    name: string,
    about: {
      workspace: Workspace;
      members: readonly [User, ...User[]];
      team?: Team;
      isPrivate?: boolean;
      archived?: boolean;
    },
  ): Project {
    return {
      resourceType: "project",
      gid,
      name,
      notes: "",
      archived: false,
      color: "light-green",
      dueOn: null,
      startOn: null,
      isPrivate: false,
      createdAt: now - 90 * dayMs,
      modifiedAt: now - 2 * dayMs,
      team: null,
      owner: about.members[0],
      sections: [section(`${gid}1`, "To do"), section(`${gid}2`, "In progress")],
      ...about,
    };
  }

  function section(gid: string, name: string): Section {
    return { resourceType: "section", gid, name };
  }

  function task(
    gid: string,
    name: string,
    assignee: User | null,
    place: Project | Workspace,
    about: { dueInDays?: number; completedDaysAgo?: number; section?: number },
  ): Task {
    const { dueInDays, completedDaysAgo } = about;
    return {
      resourceType: "task",
      gid,
      workspace: place.resourceType === "project" ? place.workspace : place,
      memberships: membershipsOf(place, about.section ?? 0),
      parent: null,
      createdBy: assignee ?? ana,
      createdAt: now - 30 * dayMs,
      modifiedAt: now - dayMs,
      followers: assignee ? [assignee] : [],
      resourceSubtype: "default_task",
      name,
      notes: "",
      assignee,
      dueOn: dueInDays === undefined ? null : dayOf(now + dueInDays * dayMs),
      dueAt: null,
      startOn: null,
      completedAt: completedDaysAgo === undefined ? null : now - completedDaysAgo * dayMs,
      likes: [],
    };
  }

  function membershipsOf(place: Project | Workspace, index: number): Membership[] {
    const chosen = place.resourceType === "project" ? place.sections[index] : undefined;
    return place.resourceType === "project" && chosen ? [{ project: place, section: chosen }] : [];
  }

  function story(gid: string, target: Task): Story {
    return {
      resourceType: "story",
      gid,
      target,
      createdBy: target.createdBy,
      createdAt: now - 10 * dayMs,
      resourceSubtype: "comment_added",
      text: `I will look into “${target.name}”.`,
      isPinned: false,
    };
  }
}

/** @returns the day of an instant, in UTC, as `YYYY-MM-DD` */
export function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
