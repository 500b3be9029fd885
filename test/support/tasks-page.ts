import { unescapeHtml } from "./browser.ts";

interface Page {
  readonly status: number;
  readonly text: string;
}

/** Tasks of the sandbox's first person, in each of their workspaces. */
const names = ["Write the welcome text", "Order the sheet music", "Repair the bicycle"];

/** Whether a page is the first person's whole list of tasks. */
export function showsTasks({ status, text }: Page): boolean {
  return status === 200 && names.every((name) => text.includes(name));
}

/** A page's status and heading. */
export function headingOf({ status, text }: Page): string {
  return unescapeHtml(`${status} ${/<h1>(.*?)<\/h1>/.exec(text)?.[1]}`);
}
