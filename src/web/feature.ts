import type { Request, Response, Router } from "express";
import type * as v from "valibot";
import type { Config } from "../config.ts";
import type { Permission } from "../permissions.ts";
import type { Dependencies, FinishedForm } from "./dependencies.ts";
import type { Link } from "./page/link.ts";
import type { PagePart } from "./page/show.ts";
import type { SignInWatch } from "./sign-in/sign-in-watch.ts";
import type { Role, Row } from "./who-may/row.ts";

/** Pages with the handlers behind them: a part of the core, or a feature. */
export interface Pages {
  /** Who may open which page and send which form; what has no row is never reached. */
  readonly rows: readonly Row[];
  routes(dependencies: Dependencies): Router;
}

/**
 * A feature: all that is not core, one object for each. `src/features.ts` lists them; taking one out
 * is deleting its folders and its line there. What it does not have, it leaves out.
 */
export interface Feature extends Partial<Pages> {
  /** Its folder in `src/features`, `views` and `test`. */
  readonly name: string;
  /** A feature that is turned off does not exist: no page, no link, no watching. */
  isOn?(config: Config): boolean;
  /** Links in the header of every page, for those who may open them. */
  readonly navigation?: readonly NavigationLink[];
  /** Its card on the landing page of a person who is signed in. */
  readonly landingCard?: LandingCard;
  /** Notes that its redirects leave on the landing page, by the name in the address. */
  readonly landingNotes?: Readonly<Record<string, LandingNote>>;
  /** A line about the person's account, on the profile page. */
  readonly profileLink?: { readonly name: string; readonly link: Link };
  /** What its pages ask for beyond the sign-in, when they need it. */
  readonly permissions?: readonly Permission[];
  /** The settings that it alone reads: name and valibot schema, as in `src/config.ts`. */
  readonly settings?: v.ObjectEntries;
  /** Stands below a page, any page; undefined where there is nothing to add. */
  belowPage?(about: PageRequest): PagePart | undefined;
  /** Is told of each form that was done, before the redirect to the page after it. */
  formFinished?(form: FinishedForm, dependencies: Dependencies): void;
  /** Watches sign-ins, from the link to the session. One feature at most does. */
  watchSignIns?(dependencies: Dependencies): SignInWatch;
}

/** A request that a page answers, and what the page was made with. */
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
