import type { User } from "./people.ts";

export interface Workspace {
  readonly resourceType: "workspace";
  readonly gid: string;
  readonly name: string;
  readonly isOrganization: boolean;
  readonly emailDomains: readonly string[];
  /** People and bots; a service account is in nobody's list of users. */
  readonly members: readonly User[];
}

export interface Team {
  readonly resourceType: "team";
  readonly gid: string;
  readonly name: string;
  readonly organization: Workspace;
  readonly members: readonly User[];
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
  readonly members: readonly User[];
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
  assignee: User | null;
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

export type Resource = User | Workspace | Team | Section | Project | Task | Story | UserTaskList;
export type ResourceType = Resource["resourceType"];

/** Everything there is. Tasks and stories come and go; the rest stays as it was made. */
export interface World {
  readonly users: readonly User[];
  readonly workspaces: readonly Workspace[];
  readonly teams: readonly Team[];
  readonly projects: readonly Project[];
  tasks: readonly Task[];
  stories: readonly Story[];
  /** A gid that nothing has yet. */
  newGid(): string;
}
