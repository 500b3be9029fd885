import { exportState, exportUrl } from "../exports.ts";
import type { User } from "../people.ts";
import type {
  OrganizationExport,
  Project,
  Resource,
  ResourceType,
  Section,
  Story,
  Task,
  Team,
  UserTaskList,
  Workspace,
  WorkspaceMembership,
  World,
} from "../world.ts";
import { canSeeProject } from "./access.ts";
import type { Caller } from "./caller.ts";

/** Who looks at a record, and from where. */
export interface View {
  readonly world: World;
  readonly caller: Caller;
  readonly origin: string;
  readonly showsResourceType: boolean;
  readonly now: number;
}

export interface Field<Item> {
  read(item: Item, view: View): unknown;
  /** The value is a resource of this type, or several. */
  readonly of?: ResourceType;
  /** Needed to see the field at all, beside the scope of the operation. */
  readonly scope?: string;
  /** Shown only when it is asked for by name. */
  readonly optIn?: true;
}

type Fields<Item> = Readonly<Record<string, Field<Item>>>;

const user: Fields<User> = {
  name: { read: ({ name }) => name },
  email: { read: ({ email }) => email },
  photo: { read: ({ photo }, { origin }) => photoSizes(photo, origin) },
  workspaces: {
    of: "workspace",
    read: (item, { caller }) =>
      caller.workspaces.filter(({ members }) => item === caller.user || members.includes(item)),
  },
};

const workspace: Fields<Workspace> = {
  name: { read: ({ name }) => name },
  email_domains: { read: ({ emailDomains }) => emailDomains },
  is_organization: { read: ({ isOrganization }) => isOrganization },
};

const team: Fields<Team> = {
  name: { read: ({ name }) => name },
  organization: { of: "workspace", read: ({ organization }) => organization },
};

const section: Fields<Section> = { name: { read: ({ name }) => name } };

const project: Fields<Project> = {
  name: { read: ({ name }) => name },
  archived: { read: ({ archived }) => archived },
  color: { read: ({ color }) => color },
  icon: constant("list"),
  completed: constant(false),
  completed_at: constant(null),
  created_at: { read: ({ createdAt }) => dateTime(createdAt) },
  modified_at: { read: ({ modifiedAt }) => dateTime(modifiedAt) },
  current_status: constant(null),
  current_status_update: constant(null),
  default_view: constant("list"),
  due_on: { read: ({ dueOn }) => dueOn },
  start_on: { read: ({ startOn }) => startOn },
  notes: { read: ({ notes }) => notes },
  privacy_setting: { read: ({ isPrivate }) => (isPrivate ? "private" : "public_to_workspace") },
  public: { read: ({ isPrivate }) => !isPrivate },
  owner: { of: "user", read: ({ owner }) => owner },
  members: { of: "user", read: ({ members }) => members },
  followers: { of: "user", read: ({ members }) => members },
  custom_fields: constant([]),
  custom_field_settings: constant([]),
  team: { of: "team", scope: "teams:read", read: (item) => item.team },
  workspace: { of: "workspace", read: (item) => item.workspace },
  permalink_url: {
    read: ({ gid, workspace }, { origin }) => `${origin}/1/${workspace.gid}/project/${gid}`,
  },
};

const task: Fields<Task> = {
  name: { read: ({ name }) => name },
  resource_subtype: { read: ({ resourceSubtype }) => resourceSubtype },
  notes: { read: ({ notes }) => notes },
  html_notes: { optIn: true, read: ({ notes }) => `<body>${escaped(notes)}</body>` },
  assignee: { of: "user", read: ({ assignee }) => assignee },
  assignee_status: constant("upcoming"),
  completed: { read: ({ completedAt }) => completedAt !== null },
  completed_at: { read: ({ completedAt }) => dateTime(completedAt) },
  created_at: { read: ({ createdAt }) => dateTime(createdAt) },
  created_by: { of: "user", optIn: true, read: ({ createdBy }) => createdBy },
  modified_at: { read: ({ modifiedAt }) => dateTime(modifiedAt) },
  due_at: { read: ({ dueAt }) => dueAt },
  due_on: { read: ({ dueOn }) => dueOn },
  start_at: constant(null),
  start_on: { read: ({ startOn }) => startOn },
  followers: { of: "user", read: ({ followers }) => followers },
  hearted: { read: ({ likes }, { caller }) => likes.includes(caller.user) },
  hearts: { of: "user", read: ({ likes }) => likes },
  liked: { read: ({ likes }, { caller }) => likes.includes(caller.user) },
  likes: { of: "user", read: ({ likes }) => likes },
  num_hearts: { read: ({ likes }) => likes.length },
  num_likes: { read: ({ likes }) => likes.length },
  num_subtasks: {
    optIn: true,
    read: (item, { world }) => world.tasks.subtasksOf(item).length,
  },
  dependencies: { ...constant([]), optIn: true },
  dependents: { ...constant([]), optIn: true },
  external: { ...constant(null), optIn: true },
  is_rendered_as_separator: { ...constant(false), optIn: true },
  memberships: { scope: "project_sections:read", read: memberships },
  parent: { of: "task", read: ({ parent }) => parent },
  projects: { of: "project", read: visibleProjects },
  tags: constant([]),
  custom_fields: constant([]),
  workspace: { of: "workspace", read: (item) => item.workspace },
  permalink_url: {
    read: ({ gid, workspace }, { origin }) => `${origin}/1/${workspace.gid}/task/${gid}`,
  },
};

const story: Fields<Story> = {
  created_at: { read: ({ createdAt }) => dateTime(createdAt) },
  created_by: { of: "user", read: ({ createdBy }) => createdBy },
  resource_subtype: { read: ({ resourceSubtype }) => resourceSubtype },
  text: { read: ({ text }) => text },
  html_text: { optIn: true, read: ({ text }) => `<body>${escaped(text)}</body>` },
  type: { read: (item) => (isComment(item) ? "comment" : "system") },
  is_editable: { read: (item, { caller }) => isComment(item) && item.createdBy === caller.user },
  is_edited: constant(false),
  is_pinned: { read: ({ isPinned }) => isPinned },
  liked: constant(false),
  likes: constant([]),
  num_likes: constant(0),
  hearted: constant(false),
  hearts: constant([]),
  num_hearts: constant(0),
  previews: constant([]),
  source: constant("api"),
  target: { of: "task", read: ({ target }) => target },
};

const userTaskList: Fields<UserTaskList> = {
  name: { read: ({ name }) => name },
  owner: { of: "user", read: ({ owner }) => owner },
  workspace: { of: "workspace", read: (item) => item.workspace },
};

const workspaceMembership: Fields<WorkspaceMembership> = {
  user: { of: "user", read: (item) => item.user },
  workspace: { of: "workspace", read: (item) => item.workspace },
  is_active: { read: ({ isActive }) => isActive },
  is_admin: { read: ({ isAdmin }) => isAdmin },
  is_guest: { read: ({ isGuest }) => isGuest },
  is_view_only: constant(false),
  created_at: { read: ({ createdAt }) => dateTime(createdAt) },
};

const organizationExport: Fields<OrganizationExport> = {
  created_at: { read: ({ createdAt }) => dateTime(createdAt) },
  state: { read: (item, { now }) => exportState(item, now) },
  download_url: { read: (item, { origin, now }) => exportUrl(item, { origin, now }) },
  organization: { of: "workspace", read: ({ organization }) => organization },
};

/** For every type of record: its fields, what a compact record shows, and its reading scope. */
export const recordTypes = {
  user: { fields: user, compact: ["name"], scope: "users:read" },
  workspace: { fields: workspace, compact: ["name"], scope: "workspaces:read" },
  team: { fields: team, compact: ["name"], scope: "teams:read" },
  section: { fields: section, compact: ["name"], scope: "project_sections:read" },
  project: { fields: project, compact: ["name"], scope: "projects:read" },
  task: { fields: task, compact: ["name", "resource_subtype"], scope: "tasks:read" },
  story: {
    fields: story,
    compact: ["created_at", "created_by", "resource_subtype", "text"],
    scope: "stories:read",
  },
  user_task_list: {
    fields: userTaskList,
    compact: ["name", "owner", "workspace"],
    scope: "tasks:read",
  },
  workspace_membership: {
    fields: workspaceMembership,
    compact: ["user", "workspace"],
    scope: "no scope", // its operations are closed to tokens with scopes
  },
  organization_export: { fields: organizationExport, compact: [], scope: "no scope" },
} satisfies { [Type in ResourceType]: RecordType<Extract<Resource, { resourceType: Type }>> };

export interface RecordType<Item> {
  readonly fields: Fields<Item>;
  readonly compact: readonly string[];
  readonly scope: string;
}

function constant(value: unknown): Field<unknown> {
  return { read: () => value };
}

/** Plain records and no resources: a membership has no gid of its own. */
function memberships(task: Task, { caller }: View) {
  return task.memberships
    .filter(({ project }) => canSeeProject(caller, project))
    .map(({ project, section }) => ({ project: named(project), section: named(section) }));
}

function named({ gid, resourceType, name }: Project | Section) {
  return { gid, resource_type: resourceType, name };
}

function visibleProjects(task: Task, { caller }: View): Project[] {
  const projects = task.memberships.map(({ project }) => project);
  return projects.filter((project) => canSeeProject(caller, project));
}

/** One drawing serves all sizes; Asana's are PNG, and JPEG for the largest. */
function photoSizes(photo: string | null, origin: string): Record<string, string> | null {
  const sizes = [21, 27, 36, 60, 128, 1024];
  const url = `${origin}/photos/${photo}`;
  return photo === null
    ? null
    : Object.fromEntries(sizes.map((size) => [`image_${size}x${size}`, url]));
}

function isComment({ resourceSubtype }: Story): boolean {
  return resourceSubtype === "comment_added";
}

function dateTime(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
