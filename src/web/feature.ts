import type { Request, Response, Router } from "express";
import type * as v from "valibot";
import type { Config } from "../config.ts";
import type { Permission } from "../permissions.ts";
import type { Dependencies, FinishedForm } from "./dependencies.ts";
import type { Link } from "./page/link.ts";
import type { PagePart } from "./page/show.ts";
import type { SignInWatch } from "./sign-in/sign-in-watch.ts";
import type { Role, Row } from "./who-may/row.ts";

/** Pages and their handlers, of the core or of a feature. */
export interface Pages {
  /** Who may open which page and send which form. No request reaches a handler without a row. */
  readonly rows: readonly Row[];
  routes(dependencies: Dependencies): Router;
}

/**
 * What the app has beyond its core, one object for each feature. To take one out, delete its folders
 * and its line in `src/features.ts`.
 */
export interface Feature extends Partial<Pages> {
  /** Its folder in `src/features`, `views` and `test`. */
  readonly name: string;
  /** A feature that is off has no page and no link, and watches nothing. */
  isOn?(config: Config): boolean;
  /** Links in the header of every page, for those who may open them. */
  readonly navigation?: readonly NavigationLink[];
  /** Its card on the landing page of a person who is signed in. */
  readonly landingCard?: LandingCard;
  /** Notes that its redirects leave on the landing page, by the name in the address. */
  readonly landingNotes?: Readonly<Record<string, LandingNote>>;
  /** A line about the person's account, on the profile page. */
  readonly profileLink?: { readonly name: string; readonly link: Link };
  /**
   * What its pages ask for beyond the sign-in, when they need it: see `requirePermission`. The app
   * asks for no other; the scopes have to be registered at Asana as well.
   */
  readonly permissions?: readonly Permission[];
  /** The settings that it alone reads: name and valibot schema, as in `src/setting-types.ts`. */
  readonly settings?: v.ObjectEntries;
  /** What it keeps beside a session, gone with the session. No two features use one name. */
  readonly keeps?: readonly { readonly name: string }[];
  /** What it adds below any page; undefined where that is nothing. */
  belowPage?(about: PageRequest): PagePart | undefined;
  /** Gets each form that was done, before the redirect to the page after it. */
  formFinished?(form: FinishedForm, dependencies: Dependencies): Promise<void>;
  /** Watches sign-ins, from the link to the session. One feature at most does. */
  watchSignIns?(dependencies: Dependencies): SignInWatch;
}

/** A request that a page answers. */
export interface PageRequest {
  readonly request: Request;
  readonly response: Response;
  readonly dependencies: Dependencies;
}

export interface NavigationLink {
  readonly href: string;
  readonly label: string;
  readonly role: Role;
}

export interface LandingNote {
  readonly text: string;
  /** Whether a link to Asana stands below it. */
  readonly isAboutAsana?: boolean;
}

export interface LandingCard {
  readonly href: string;
  readonly title: string;
  readonly text: string;
}
