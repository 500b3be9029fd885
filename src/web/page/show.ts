import type { Response } from "express";
import type { PagePart } from "./page-part.ts";

declare module "express-serve-static-core" {
  interface Locals {
    /** What features add below the page, found out when the page is shown. */
    partsBelow?: () => readonly PagePart[];
  }
}

/** What every page has. The rest of a model is ready to show: words chosen, dates formatted. */
export interface Page {
  readonly title: string;
}

/**
 * Names the view of a page and the type of its model, so that a model that lacks a value does not
 * compile.
 *
 * @param view a file in `views`, without its ending
 * @returns the function that shows the page
 */
export function pageView<Model extends Page>(
  view: string,
): (response: Response, model: Model) => void {
  return (response, model) => {
    response.render(view, { ...model, partsBelow: response.locals.partsBelow?.() ?? [] });
  };
}
