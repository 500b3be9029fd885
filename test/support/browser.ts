import request from "supertest";
import { cert } from "./own-certificate.ts";

type Answer = request.Response;

/**
 * A browser without a window: keeps cookies, follows no redirect unless told to. One cookie jar for
 * all ports of localhost, as in a real browser.
 */
export interface Browser {
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Submits a form as urlencoded. */
  post(url: string, fields?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Opens an address and goes where it leads; `url` is the last address. */
  open(url: string): Promise<Answer & { readonly url: string }>;
  /**
   * Presses a button of the page's form: sends its fields to its address, as they stand there or
   * with what is typed into them.
   */
  press(
    page: Answer & { readonly url: string },
    button: string,
    typed?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  cookies(): Readonly<Record<string, string>>;
  setCookie(name: string, value: string): void;
  forgetCookies(): void;
}

export function aBrowser(): Browser {
  let jar: Record<string, string> = {};

  async function send(call: request.Test): Promise<Answer> {
    const cookie = Object.entries(jar)
      .map(([name, value]) => `${name}=${value}`)
      .join("; ");
    const answer = await call
      .ca(cert)
      .set("Cookie", cookie)
      .redirects(0)
      .ok(() => true);
    for (const line of setCookies(answer)) keep(line);
    return answer;
  }

  function keep(line: string): void {
    const [pair = "", ...attributes] = line.split("; ");
    const [name = "", value = ""] = pair.split(/=(.*)/s);
    const expires = attributes.find((attribute) => attribute.startsWith("Expires="));
    const isGone = expires && Date.parse(expires.slice("Expires=".length)) <= Date.now();
    if (isGone) delete jar[name];
    else jar[name] = value;
  }

  const browser: Browser = {
    get: (url, headers = {}) => send(to(url).get(pathOf(url)).set(headers)),
    post: (url, fields = {}) => send(to(url).post(pathOf(url)).type("form").send(fields)),
    async open(url) {
      let at = url;
      let answer = await this.get(at);
      for (let hops = 0; answer.headers.location && hops < 10; hops += 1) {
        at = new URL(answer.headers.location, at).href;
        answer = await this.get(at);
      }
      return Object.assign(answer, { url: at });
    },
    async press(page, button, typed = {}) {
      const form = formWith(page.text, button);
      const unknown = Object.keys(typed).filter((name) => !(name in form.visible));
      if (unknown.length > 0) throw new Error(`the form has no field ${unknown}`);
      const fields = { ...form.hidden, ...form.visible, ...typed, ...form.button };
      return this.post(new URL(form.action, page.url).href, fields);
    },
    cookies: () => ({ ...jar }),
    setCookie: (name, value) => {
      jar[name] = value;
    },
    forgetCookies: () => {
      jar = {};
    },
  };
  return browser;
}

/** The Set-Cookie lines of an answer. */
export function setCookies(answer: Answer): string[] {
  return (answer.headers["set-cookie"] as unknown as string[] | undefined) ?? [];
}

function to(url: string) {
  return request(new URL(url).origin);
}

function pathOf(url: string): string {
  return url.slice(new URL(url).origin.length) || "/";
}

/** The form of a page that has this button, with what stands in its fields. */
export function formWith(page: string, button: string) {
  for (const [form] of page.matchAll(/<form[\s\S]*?<\/form>/g)) {
    const label = new RegExp(
      `<button([^>]*)>\\s*(?:<bdi>)?${escapeRegExp(button)}(?:</bdi>)?\\s*</button>`,
    );
    const pressed = label.exec(form);
    if (!pressed) continue;
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
    return {
      action: unescapeHtml(/action="([^"]*)"/.exec(form)?.[1] ?? ""),
      hidden: Object.fromEntries(
        hidden.map(([, name, value]) => [name, unescapeHtml(value ?? "")]),
      ),
      visible: visibleFields(form),
      button: attributesOf(pressed[1] ?? ""),
    };
  }
  throw new Error(`the page has no button "${button}"`);
}

/** Text fields and lists; check boxes are left out, as if nobody had ticked them. */
function visibleFields(form: string): Record<string, string> {
  const inputs = [
    ...form.matchAll(
      /<input(?! type="(?:hidden|checkbox)")(?! type="radio"(?![^>]* checked))([^>]*)>/g,
    ),
  ].map(([, tag = ""]) => attributesOf(tag));
  const areas = [
    ...form.matchAll(/<textarea[^>]* name="([^"]*)"[^>]*>\n?([^<]*)<\/textarea>/g),
  ].map(([, name = "", text = ""]) => ({ [name]: unescapeHtml(text) }));
  const lists = [...form.matchAll(/<select[^>]* name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)].map(
    ([, name = "", options = ""]) => ({ [name]: chosenOption(options) }),
  );
  return Object.assign({}, ...inputs, ...areas, ...lists);
}

function chosenOption(options: string): string {
  const chosen = /<option value="([^"]*)" selected>/.exec(options);
  const first = /<option value="([^"]*)">/.exec(options);
  return unescapeHtml((chosen ?? first)?.[1] ?? "");
}

function attributesOf(tag: string): Record<string, string> {
  const name = /name="([^"]*)"/.exec(tag)?.[1];
  return name ? { [name]: unescapeHtml(/value="([^"]*)"/.exec(tag)?.[1] ?? "") } : {};
}

/** The text that a piece of HTML without tags shows. */
export function unescapeHtml(text: string): string {
  return text
    .replaceAll("&#34;", '"')
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
