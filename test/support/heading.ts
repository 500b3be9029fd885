import { unescapeHtml } from "./browser.ts";

/** A page's status and heading. */
export function headingOf(page: { readonly status: number; readonly text: string }): string {
  return unescapeHtml(`${page.status} ${/<h1>(.*?)<\/h1>/.exec(page.text)?.[1]}`);
}
