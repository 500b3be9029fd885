import type { Page } from "playwright-core";
import type { SandboxOptions } from "../../../sandbox/sandbox.ts";
import { allScopes } from "../sandbox-client.ts";
import { button, type SetUp, signIn } from "./steps.ts";

/** A page that nobody is to be kept from. */
export interface PageRow {
  readonly name: string;
  /** Brings a browser that has been nowhere to the page. */
  open(page: Page, setUp: SetUp): Promise<unknown>;
  readonly sandbox?: SandboxOptions;
  /** Of the app. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Looked at in each width and each scheme; others in a choice of them. */
  readonly isLikeNoOther?: true;
}

/** An address of the app, to somebody who is not signed in. */
export function at(address: string): PageRow["open"] {
  return (page, { app }) => page.goto(app.origin + address);
}

/** An address of the app, to somebody who has just signed in. */
export function signedInAt(returnTo: string, person?: string): PageRow["open"] {
  return async (page, setUp) => {
    await signIn(page, setUp, { returnTo, ...(person && { person }) });
    await button(page, "Sign out").waitFor();
  };
}

/** An address of an app that asks everybody for all permissions. */
export function allowedAt(returnTo: string): Pick<PageRow, "open" | "settings"> {
  return { open: signedInAt(returnTo), settings: everyPermission };
}

/** For an app that asks everybody, at once, for all that its pages need. */
export const everyPermission = { ASANA_SCOPES: allScopes };
