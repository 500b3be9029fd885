import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { RunningApp } from "./app.ts";
import { aBrowser, type Browser, unescapeHtml } from "./browser.ts";

/** An answer as a person or another program sees it. */
export interface Seen {
  readonly url: string;
  readonly status: number;
  /** Of the page, as it reads; empty when it is no page. */
  readonly heading: string;
  /** Of the page, as it reads: tags are left in, escapes are not. */
  readonly text: string;
  /** Text, address to go to and cookies, as they came. */
  readonly raw: string;
  readonly milliseconds: number;
}

export interface WatchedBrowser extends Browser {
  /** Every answer so far, whoever gave it. */
  readonly seen: readonly Seen[];
  /** Opens an address, goes where it leads, and tells what is there. */
  look(url: string): Promise<Seen>;
  /** The last answer. */
  last(): Seen;
}

/** A browser that remembers every answer. */
export function aWatchedBrowser(): WatchedBrowser {
  const browser = aBrowser();
  const seen: Seen[] = [];

  async function watch(url: string, answering: ReturnType<Browser["get"]>) {
    const start = performance.now();
    const answer = await answering;
    const text = unescapeHtml(answer.text ?? "");
    seen.push({
      url,
      status: answer.status,
      heading: /<h1>(.*?)<\/h1>/s.exec(text)?.[1]?.replace(/<\/?bdi>/g, "") ?? "",
      text,
      raw: `${JSON.stringify(answer.headers)}\n${answer.text}`,
      milliseconds: performance.now() - start,
    });
    return answer;
  }

  return {
    ...browser,
    seen,
    get: (url, headers) => watch(url, browser.get(url, headers)),
    post: (url, fields) => watch(url, browser.post(url, fields)),
    async look(url) {
      await this.open(url);
      return this.last();
    },
    last() {
      const last = seen.at(-1);
      if (!last) throw new Error("this browser has been nowhere");
      return last;
    },
  };
}

/** Which of these words a page does not say. */
export function missingWords(
  { text }: Seen,
  words: readonly (string | RegExp)[],
): readonly (string | RegExp)[] {
  return words.filter((each) =>
    typeof each === "string" ? !text.includes(each) : !each.test(text),
  );
}

/**
 * What no answer of the app may hold, one line for each that one does: a 500, a stack trace, a
 * secret, which may not stand in its log either. Codes and tokens are searched for by the part that
 * nobody can guess, however encoded.
 */
export function complaintsAbout(
  seen: readonly Seen[],
  { app, sandboxes }: { readonly app: RunningApp; readonly sandboxes: readonly Sandbox[] },
): readonly string[] {
  const secrets = sandboxes.flatMap(({ secrets, settings }) => [
    { kind: "client secret", part: settings.ASANA_CLIENT_SECRET },
    ...secrets.map(({ kind, value }) => ({ kind, part: value.split(/[:.]/).at(-1) ?? value })),
  ]);
  const secretsIn = (text: string) =>
    secrets.filter(({ part }) => text.includes(part)).map(({ kind }) => `a secret (${kind})`);

  const ofAnswers = seen
    .filter(({ url }) => url.startsWith(`${app.origin}/`))
    .flatMap(({ url, status, raw }) =>
      [
        ...(status === 500 ? ["status 500"] : []),
        ...(/at .*:\d+:\d+/.test(raw) ? ["a stack trace"] : []),
        ...secretsIn(raw),
      ].map((what) => `${new URL(url).pathname} has ${what}`),
    );
  return [...ofAnswers, ...secretsIn(app.log()).map((what) => `the log has ${what}`)];
}
