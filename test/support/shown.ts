import { unescapeHtml } from "./browser.ts";

interface Page {
  readonly text: string;
}

/** What a page says came of the form that led to it. */
export function resultOf(page: Page): { readonly heading: string; readonly says: string } {
  const section = resultSection(page);
  return {
    heading: shownIn(section, /<h2 id="result">([\s\S]*?)<\/h2>/),
    says: shownIn(section, /<\/h2>([\s\S]*?)<\/div>/),
  };
}

/** What a person reads of a piece of HTML, folded parts included. */
export function shownText(html: string): string {
  return unescapeHtml(html.replaceAll(/<[^>]*>/g, " "))
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** What a person reads of the first group that is found; empty when there is none. */
export function shownIn(html: string, part: RegExp): string {
  return shownText(part.exec(html)?.[1] ?? "");
}

/** The code of an error page; empty on any other. */
export function errorCodeIn({ text }: Page): string {
  return /<dt>Error code<\/dt><dd><code>(.*?)</.exec(text)?.[1] ?? "";
}

function resultSection({ text }: Page): string {
  return /<section[^>]* aria-labelledby="result">[\s\S]*?<\/section>/.exec(text)?.[0] ?? "";
}
