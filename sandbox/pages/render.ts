import type { Response } from "express";
import type { Person } from "../people.ts";
import { allowFormsTo } from "./security-headers.ts";

/** What each page shows, ready to show. */
interface PageModels {
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
