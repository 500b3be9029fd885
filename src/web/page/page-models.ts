import type { Response } from "express";
import type { GuidePage } from "../../features/guide/guide-page.ts";
import type { MethodsPage } from "../../features/methods/methods-page.ts";
import type {
  AuditLogPage,
  OrganizationPage,
  PeoplePage,
  ProjectsPage,
  TeamsPage,
  UnavailablePage,
} from "../../features/organization/organization-page.ts";
import type { CallCard } from "../../features/requests/call-card.ts";
import type { WhatHappenedPage } from "../../features/what-happened/what-happened-page.ts";
import type { Link, Notice } from "./link.ts";

/** What each view needs, ready to show: words chosen, dates formatted, links complete. */
export interface Pages {
  landing: LandingPage;
  profile: ProfilePage;
  "sessions-list/sessions-list": SessionsPage;
  "tasks/tasks": DemoPage;
  "tasks/task": TaskPage;
  "tasks/delete-task": DeleteTaskPage;
  "permission-needed": Page & { readonly notices: readonly Notice[] };
  "what-happened/what-happened": WhatHappenedPage;
  "guide/guide": GuidePage;
  "methods/methods": MethodsPage;
  "organization/organization": OrganizationPage;
  "organization/people": PeoplePage;
  "organization/teams": TeamsPage;
  "organization/projects": ProjectsPage;
  "organization/audit-log": AuditLogPage;
  "organization/unavailable": UnavailablePage;
  error: ErrorPageModel;
}

interface Page {
  readonly title: string;
}

/** On every page, whichever it is; set by the frame middleware. */
export interface Frame {
  /** Who is signed in, with the token that their forms carry. */
  readonly signedIn:
    | { readonly name: string; readonly csrfToken: string; readonly isAdministrator: boolean }
    | undefined;
  /** Address of the sandbox, when that is what stands in for Asana. */
  readonly sandboxAddress: string | undefined;
}

export interface LandingPage extends Page {
  readonly notice: Notice | undefined;
  readonly signedInAs: { readonly name: string; readonly email: string | undefined } | undefined;
  readonly signInUrl: string;
  /** The page that the person wanted to see, when there is one. */
  readonly wantedPage: string | undefined;
  readonly willRead: readonly string[];
  readonly asanaAddress: string;
  /** Where the last sign-in is shown step by step, when there is such a page. */
  readonly whatHappenedUrl: string | undefined;
  /** Shown while the sandbox is in use: what to register at Asana later. */
  readonly redirectUri: string | undefined;
}

export interface ProfilePage extends Page {
  readonly name: string;
  readonly email: string | undefined;
  readonly subject: string;
  readonly issuer: string;
  readonly initials: string;
  readonly photoUrl: string | undefined;
  readonly workspaces: readonly { readonly name: string; readonly gid: string }[];
  readonly workspacesNotice: Notice | undefined;
  readonly notices: readonly Notice[];
  readonly grantedScopes: readonly { readonly scope: string; readonly words: string }[];
  readonly scopesNotice: string | undefined;
  /** What each part of the app needs, and whether it has it. */
  readonly needs: readonly {
    readonly page: string;
    readonly scope: string;
    readonly isGranted: boolean;
    readonly allowAddress: string;
  }[];
  readonly readAt: string;
  readonly accessTokenExpiry: string;
  readonly refreshes: string;
  readonly claims: readonly { readonly name: string; readonly value: string }[];
  /** Undefined when sign-ins are not recorded. */
  readonly whatHappenedAddress: string | undefined;
  readonly asanaAddress: string;
}

export interface SessionsPage extends Page {
  readonly sessions: readonly {
    readonly id: string;
    readonly device: string;
    readonly address: string;
    readonly started: string;
    readonly lastSeen: string;
    readonly isThisOne: boolean;
  }[];
  readonly asanaAddress: string;
}

/** What a form did or failed to do, on the page after it. */
interface Result {
  readonly text: string;
  readonly link?: Link | undefined;
  readonly isProblem: boolean;
  readonly calls: readonly CallCard[];
}

interface Choice {
  readonly gid: string;
  readonly name: string;
  readonly isChosen: boolean;
}

export interface DemoPage extends Page {
  readonly notices: readonly Notice[];
  readonly result: Result | undefined;
  readonly filters:
    | { readonly workspaces: readonly Choice[]; readonly isOpenOnly: boolean }
    | undefined;
  readonly tasks: readonly {
    readonly name: string;
    readonly isCompleted: boolean;
    /** Its page here, and at Asana. */
    readonly address: string;
    readonly asanaAddress: string | undefined;
    readonly workspace: string;
    readonly projects: string;
    readonly due: string;
  }[];
  readonly isEmpty: boolean;
  readonly emptyText: string;
  readonly cutText: string;
  readonly cutWorkspaces: readonly { readonly name: string; readonly address: string }[];
  readonly nextPage: string | undefined;
  readonly firstPage: string | undefined;
  readonly createForm:
    | {
        readonly key: string;
        readonly name: string;
        readonly notes: string;
        readonly due: string;
        readonly workspaces: readonly Choice[];
      }
    | undefined;
  readonly createNotice: Notice | undefined;
  readonly calls: readonly CallCard[];
}

export interface TaskPage extends Page {
  readonly notices: readonly Notice[];
  readonly result: Result | undefined;
  readonly task: {
    readonly name: string;
    readonly notes: string;
    readonly state: string;
    readonly isCompleted: boolean;
    readonly due: string;
    readonly place: string;
    readonly asanaAddress: string | undefined;
    /** Its page here; the forms' addresses begin with it. */
    readonly address: string;
  };
  /** The keys of the forms that change it. */
  readonly change:
    | { readonly renameKey: string; readonly name: string; readonly completeKey: string }
    | undefined;
  readonly changeNotice: Notice | undefined;
  readonly comments:
    | readonly {
        readonly author: string;
        /** Whose it is, when it is the reader's or the bot's. */
        readonly whose: string;
        readonly at: string;
        readonly text: string;
      }[]
    | undefined;
  readonly commentsCutText: string | undefined;
  /** Why there are none to show. */
  readonly commentsProblem: string | undefined;
  readonly commentForm:
    | {
        readonly key: string;
        readonly text: string;
        /** In whose name it can be written. */
        readonly authors: readonly {
          readonly value: "me" | "bot";
          readonly label: string;
          readonly isChosen: boolean;
        }[];
      }
    | undefined;
  /** Whose token the bot's is, and what is to be said of that. */
  readonly bot: BotModel | undefined;
  readonly botProblem: string | undefined;
  readonly commentNotice: Notice | undefined;
  readonly calls: readonly CallCard[];
}

/** The user whose personal access token the app has. */
export interface BotModel {
  readonly name: string;
  readonly photoUrl: string | undefined;
  readonly initials: string;
  /** What the bot's user should have and has not. */
  readonly advice: string | undefined;
}

export interface DeleteTaskPage extends Page {
  readonly notices: readonly Notice[];
  readonly result: Result | undefined;
  readonly name: string;
  /** The page of the task. */
  readonly address: string;
  readonly key: string | undefined;
  readonly permissionNotice: Notice | undefined;
  readonly calls: readonly CallCard[];
}

export interface ErrorPageModel extends Page {
  readonly whatHappened: string;
  readonly scopes: readonly string[];
  readonly details: readonly string[];
  readonly whatToDo: string;
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
  readonly next: Link;
}

/** Renders a page; a model that lacks a value does not compile. */
export function render<Name extends keyof Pages>(
  response: Response,
  name: Name,
  page: Pages[Name],
): void {
  response.render(name, page);
}
