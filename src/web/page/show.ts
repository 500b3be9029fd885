import type { Response } from "express";

declare module "express-serve-static-core" {
  interface Locals {
    /** What features add below the page. The page asks when it is shown. */
    partsBelow?: () => readonly PagePart[];
  }
}

/** What a feature adds below a page. */
export interface PagePart {
  /** Its view, as `pageView` names views. */
  readonly view: string;
  readonly model: object;
  /** The address of the styles that it needs. */
  readonly styles: string;
}

/** What every page has. The rest of a model is ready to show: words chosen, dates formatted. */
export interface Page {
  readonly title: string;
}

/**
 * Binds a view, a file in `views` without its ending, to the type of its model: a model that lacks
 * a value does not compile.
 *
 * @returns the function that shows the page
 */
export function pageView<Model extends Page>(
  view: string,
): (response: Response, model: Model) => void {
  return (response, model) => {
    response.render(view, { ...model, partsBelow: response.locals.partsBelow?.() ?? [] });
  };
}
