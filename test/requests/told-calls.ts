import { unescapeHtml } from "../support/browser.ts";
import { shownIn } from "../support/shown.ts";

/** A request as a page tells it. */
export interface ToldCall {
  readonly request: string;
  readonly status: string;
  readonly duration: string;
  readonly scope: string;
  readonly sentWith: string;
  /** Folded away; empty when there is none. */
  readonly json: string;
  readonly curl: string;
}

/** The requests that a page tells of the form that led to it. */
export function callsOfFormIn(html: string): readonly ToldCall[] {
  return callsIn(ofForm.exec(html)?.[1] ?? "");
}

const ofForm = /<h2>The requests that the form made<\/h2>([\s\S]*?)<\/ol>/;

/** The requests that a page, or a part of one, tells. */
export function callsIn(html: string): readonly ToldCall[] {
  return html.split("<h3>").slice(1).map(toldCall);
}

function toldCall(card: string): ToldCall {
  const fact = (name: string) => shownIn(card, new RegExp(`<dt>${name}</dt><dd>(.*?)</dd>`));
  const folded = (summary: string) =>
    unescapeHtml(
      new RegExp(
        `<details>\\s*<summary>${summary}</summary>\\s*<pre[^>]*><code>([^<]*)</code></pre>`,
      ).exec(card)?.[1] ?? "",
    );
  return {
    request: shownIn(card, /^([\s\S]*?)<\/h3>/),
    status: fact("Status"),
    duration: fact("Duration"),
    sentWith: fact("Sent with"),
    scope: fact("Scope needed"),
    json: folded("Answer as JSON"),
    curl: folded("The same with curl"),
  };
}
