import type { AuditLog } from "./audit-log.ts";
import type { User } from "./people.ts";

export interface Workspace {
  readonly resourceType: "workspace";
  readonly gid: string;
  readonly name: string;
  readonly isOrganization: boolean;
  readonly emailDomains: readonly string[];
  /** People and bots; a service account is in nobody's list of users. */
  members: readonly User[];
}

export interface Team {
  readonly resourceType: "team";
  readonly gid: string;
  readonly name: string;
  readonly organization: Workspace;
  members: readonly User[];
}

export interface Section {
  readonly resourceType: "section";
  readonly gid: string;
  readonly name: string;
}

export interface Project {
  readonly resourceType: "project";
  readonly gid: string;
  name: string;
  notes: string;
  archived: boolean;
  color: string | null;
  dueOn: string | null;
  startOn: string | null;
  isPrivate: boolean;
  modifiedAt: number;
  readonly createdAt: number;
  readonly workspace: Workspace;
  readonly team: Team | null;
  readonly owner: User;
  members: readonly User[];
  readonly sections: readonly Section[];
}

export interface Membership {
  readonly project: Project;
  readonly section: Section;
}

export interface Task {
  readonly resourceType: "task";
  readonly gid: string;
  readonly workspace: Workspace;
  readonly memberships: readonly Membership[];
  readonly parent: Task | null;
  readonly createdBy: User;
  readonly createdAt: number;
  readonly followers: readonly User[];
  resourceSubtype: string;
  name: string;
  notes: string;
  /** Changed by `Tasks.change`, which finds tasks by it. */
  readonly assignee: User | null;
  dueOn: string | null;
  dueAt: string | null;
  startOn: string | null;
  /** Epoch milliseconds; null while the task is open. */
  completedAt: number | null;
  modifiedAt: number;
  likes: readonly User[];
}

export interface Story {
  readonly resourceType: "story";
  readonly gid: string;
  readonly target: Task;
  readonly createdBy: User;
  readonly createdAt: number;
  readonly resourceSubtype: string;
  readonly text: string;
  readonly isPinned: boolean;
}

export interface UserTaskList {
  readonly resourceType: "user_task_list";
  readonly gid: string;
  readonly name: string;
  readonly owner: User;
  readonly workspace: Workspace;
}

/** Somebody in a workspace, or who was. */
export interface WorkspaceMembership {
  readonly resourceType: "workspace_membership";
  readonly gid: string;
  readonly user: User;
  readonly workspace: Workspace;
  /** Those who were invited and have not come yet are active too. */
  isActive: boolean;
  readonly isAdmin: boolean;
  readonly isGuest: boolean;
  readonly createdAt: number;
}

/** An export that was asked for; it is ready a few seconds later. */
export interface OrganizationExport {
  readonly resourceType: "organization_export";
  readonly gid: string;
  readonly organization: Workspace;
  readonly createdAt: number;
  /** Part of the address to fetch it from. */
  readonly key: string;
}

export type Resource =
  | User
  | Workspace
  | Team
  | Section
  | Project
  | Task
  | Story
  | UserTaskList
  | WorkspaceMembership
  | OrganizationExport;
export type ResourceType = Resource["resourceType"];

/** All tasks. */
export interface Tasks {
  get(gid: string): Task | undefined;
  all(): Iterable<Task>;
  ofProject(project: Project): readonly Task[];
  ofAssignee(user: User): readonly Task[];
  subtasksOf(task: Task): readonly Task[];
  add(task: Task): void;
  change(task: Task, changes: Partial<Task>): void;
  /** @returns what is gone: the task and all below it */
  delete(task: Task): readonly Task[];
}

/** All stories. */
export interface Stories {
  get(gid: string): Story | undefined;
  of(task: Task): readonly Story[];
  add(story: Story): void;
  deleteAllOf(task: Task): void;
}

/** Everything there is. */
export interface World {
  readonly users: readonly User[];
  readonly workspaces: readonly Workspace[];
  readonly teams: readonly Team[];
  readonly projects: readonly Project[];
  readonly memberships: readonly WorkspaceMembership[];
  readonly exports: OrganizationExport[];
  readonly tasks: Tasks;
  readonly stories: Stories;
  readonly auditLog: AuditLog;
  /** A gid that nothing has yet. */
  newGid(): string;
}
