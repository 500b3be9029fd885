import type { Response } from "express";
import type { Person } from "../people.ts";
import { allowFormsTo } from "./security-headers.ts";

export interface AppsModel {
  title: string;
  person: Person | undefined;
  people: readonly Person[];
  /** Where a form about this person's apps goes. */
  action: string;
  notice: string | undefined;
  apps: readonly {
    id: string;
    name: string;
    since: string;
    permissions: readonly { scope: string; words: string }[];
  }[];
}

export interface ControlsModel {
  title: string;
  notice: string | undefined;
  experiments: readonly { name: string; button: string; words: string }[];
  /** The switches that are not at their defaults. */
  unusual: readonly string[];
  wrong: readonly FieldModel[];
  groups: readonly {
    id: string;
    title: string;
    switches: readonly { name: string; words: string; fields: readonly FieldModel[] }[];
  }[];
  /** What the fields held before anybody typed. */
  shown: string;
}

export interface FieldModel {
  field: string;
  label: string;
  value: string;
  /** Empty: it is typed. */
  options: readonly { value: string; words: string; isSelected: boolean }[];
  hint: string;
  isWrong: boolean;
  describedBy: string;
}

export interface MyAppsModel {
  title: string;
  apps: readonly { id: string; name: string; isFixed: boolean }[];
  /** What was typed and cannot be taken, and why. */
  typed: string;
  problem: string | undefined;
}

export interface MyAppModel {
  title: string;
  name: string;
  id: string;
  secret: string;
  /** The fixed ones stay as they are. */
  isFixed: boolean;
  notice: string | undefined;
  redirectUris: readonly string[];
  typed: string;
  problem: string | undefined;
  hasFullPermissions: boolean;
  scopes: readonly { scope: string; words: string; isChosen: boolean }[];
  isForAny: boolean;
  workspaces: readonly { gid: string; name: string; isChosen: boolean }[];
}

/** What each page shows, ready to show. */
interface PageModels {
  apps: AppsModel;
  "my-apps": MyAppsModel;
  "my-app": MyAppModel;
  controls: ControlsModel;
  home: {
    title: string;
    person: Person | undefined;
    issuer: string;
    people: readonly Person[];
  };
  "sign-in": {
    title: string;
    appName: string;
    action: string;
    people: readonly Person[];
  };
  consent: {
    title: string;
    appName: string;
    person: Person;
    permissions: readonly { scope: string; words: string }[];
    workspaces: readonly { gid: string; name: string }[];
    redirectUri: string;
    action: string;
    useAnotherPerson: string;
  };
  elsewhere: { title: string };
}

/** @param redirectUri where the page's form ends in the end, once it is trusted */
export function render<Page extends keyof PageModels>(
  res: Response,
  page: Page,
  model: PageModels[Page],
  redirectUri?: string,
): void {
  if (redirectUri !== undefined) {
    allowFormsTo(res, redirectUri);
  }
  res.render(page, model);
}
