import type { Response } from "express";

/** What each view needs, ready to show: words chosen, dates formatted, links complete. */
export interface Pages {
  landing: LandingPage;
  profile: ProfilePage;
  demo: DemoPage;
  guide: Page;
  error: ErrorPageModel;
}

interface Page {
  readonly title: string;
}

/** On every page, whichever it is; set by the frame middleware. */
export interface Frame {
  /** Who is signed in, with the token that their forms carry. */
  readonly signedIn: { readonly name: string; readonly csrfToken: string } | undefined;
  /** Address of the sandbox, when that is what stands in for Asana. */
  readonly sandboxAddress: string | undefined;
}

export interface Link {
  readonly href: string;
  readonly label: string;
}

export interface Notice {
  readonly text: string;
  readonly link?: Link | undefined;
}

export interface LandingPage extends Page {
  readonly notice: Notice | undefined;
  readonly signedInAs: { readonly name: string; readonly email: string | undefined } | undefined;
  readonly signInUrl: string;
  /** The page that the person wanted to see, when there is one. */
  readonly wantedPage: string | undefined;
  readonly willRead: readonly string[];
  readonly asanaAddress: string;
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
  readonly grantedScopes: readonly { readonly scope: string; readonly words: string }[];
  readonly scopesNotice: string | undefined;
  readonly readAt: string;
  readonly accessTokenExpiry: string;
  readonly claims: readonly { readonly name: string; readonly value: string }[];
}

export interface DemoPage extends Page {
  readonly notice: Notice | undefined;
  readonly tasks: readonly {
    readonly name: string;
    readonly url: string | undefined;
    readonly workspace: string;
    readonly projects: string;
    readonly due: string;
  }[];
  readonly isCut: boolean;
  readonly calls: readonly {
    readonly method: string;
    readonly path: string;
    readonly status: string;
    readonly duration: string;
    readonly scope: string;
    readonly json: string;
    readonly curl: string;
  }[];
}

export interface ErrorPageModel extends Page {
  readonly whatHappened: string;
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
