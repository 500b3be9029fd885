import { setTimeout } from "node:timers/promises";
import type request from "supertest";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { aBrowser, unescapeHtml } from "../support/browser.ts";
import { resultOf } from "../support/shown.ts";
import { answerSandbox } from "../support/sign-in.ts";
import type { Exchanges, Fault } from "./exchanges.ts";

type Answer = request.Response;
type Judge = (page: Answer) => Fault | undefined;

/** What a visitor needs to know. */
interface Surroundings {
  /** Where the app is, as browsers see it. */
  readonly origin: string;
  readonly sandbox: Sandbox;
  readonly exchanges: Exchanges;
  /** Which of the sandbox's people this is. */
  readonly person: number;
  /** Tells this visitor's task and words from those of others. */
  readonly name: string;
  /** The tokens of the forms of all sessions so far, everybody's. */
  readonly csrfTokens: Set<string>;
  /** Aborted when the test is over: nobody tries any longer. */
  readonly signal: AbortSignal;
}

/** How long somebody looks at a page. */
const pauseMs = 600;

const sessionCookie = "__Host-session";

/**
 * Somebody with a browser of their own, who checks each page: it is theirs, and it shows all that they
 * were told was done.
 */
export class Visitor {
  readonly #around: Surroundings;
  readonly #browser = aBrowser();
  /** The token in the forms of their session, once they have seen it: no other session has it. */
  #csrfToken: string | undefined;
  #task = "";
  #comments = 0;
  readonly #confirmed: string[] = [];
  /** The page that says that the last comment is there. */
  #lastDone: string | undefined;
  readonly #ended: string[] = [];
  readonly #sessions: { readonly begunAt: number; endedAt?: number }[] = [];

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Signs in, and makes the task that they write on. */
  async arrive(): Promise<void> {
    const { origin, name } = this.#around;
    await this.#signIn();
    const page = await this.#browser.open(`${origin}/demo`);
    const made = await this.#browser.press(page, "Create task", { name: `Task of ${name}` });
    this.#task = made.headers.location?.split("?")[0] ?? "";
    if (!this.#task.startsWith("/demo/tasks/")) throw new Error(`${name} has no task`);
  }

  /** Goes from page to page; each visitor begins with another one. */
  async stayUntil(isOver: () => boolean, first: number): Promise<void> {
    const steps = [
      () => this.#lookAtProfile(),
      () => this.#comment(),
      () => this.#lookAtTasks(),
      () => this.#look("/"),
      () => this.#signOutAndIn(),
      () => this.#look("/sessions", ({ text }) => hasOnce(text, "This one")),
      () => Promise.all([this.#lookAtProfile(), this.#lookAtTasks()]), // in two tabs
    ];
    for (let step = first; !isOver(); step += 1) {
      await steps[step % steps.length]?.();
      await this.#pause();
    }
  }

  /** Whether all that was confirmed is still so: the session, the comments, and that others ended. */
  async lookBack(): Promise<void> {
    const { origin, exchanges } = this.#around;
    await this.#lookAtProfile();
    await this.#look(this.#task, this.#showsComments);
    for (const cookie of this.#ended) {
      const browser = aBrowser();
      browser.setCookie(sessionCookie, cookie);
      await exchanges.ask(
        "/profile after signing out",
        () => browser.get(`${origin}/profile`),
        ({ headers }) => (leadsOut(headers.location) ? undefined : "ended session came back"),
      );
    }
  }

  /** How often their tokens can have run out, at most. */
  refreshes(lifetimeMs: number): number {
    const times = this.#sessions.map(({ begunAt, endedAt = this.#around.exchanges.clock() }) =>
      Math.floor((endedAt - begunAt) / lifetimeMs),
    );
    return times.reduce((all, count) => all + count, 0);
  }

  confirmedComments(): number {
    return this.#confirmed.length;
  }

  sessions(): number {
    return this.#sessions.length;
  }

  endedSessions(): number {
    return this.#ended.length;
  }

  async #pause(): Promise<void> {
    await setTimeout(pauseMs);
    this.#around.signal.throwIfAborted();
  }

  #lookAtProfile() {
    const { sandbox, person } = this.#around;
    const { name, email } = sandbox.people[person] ?? {};
    const isTheirs = (text: string) => text.includes(`${name}`) && text.includes(`${email}`);
    return this.#look("/profile", ({ text }) =>
      isTheirs(unescapeHtml(text)) ? undefined : "somebody else's page",
    );
  }

  #lookAtTasks() {
    return this.#look("/demo", ({ text }) => hasOnce(text, `<bdi>Task of ${this.#around.name}<`));
  }

  #look(path: string, isRight: Judge = () => undefined) {
    const { origin, exchanges } = this.#around;
    const what = path === "/" ? path : `/${path.split(/[/?]/)[1]}`;
    return exchanges.ask(
      what,
      () => this.#browser.get(origin + path),
      (page) => this.#judge(page) ?? isRight(page),
    );
  }

  #judge({ status, text, headers }: Answer): Fault | undefined {
    if (leadsOut(headers.location)) return "signed out";
    if (status !== 200) return "unexpected";
    if (text.includes("Your session can't be looked up just now.")) return "failed";
    const shown = csrfTokenIn(text);
    if (!shown) return "signed out";
    if (this.#csrfToken === undefined && !this.#around.csrfTokens.has(shown)) {
      this.#csrfToken = shown;
      this.#around.csrfTokens.add(shown);
    }
    return shown === this.#csrfToken ? undefined : "somebody else's page";
  }

  /** Sends the form twice at once, as a double click does, to whatever processes get the two. */
  async #comment(): Promise<void> {
    const { origin, exchanges, name } = this.#around;
    const isDone: Judge = (page) => (resultOf(page).heading === "Done" ? undefined : "lost write");
    const before = this.#lastDone;
    const { answer, fault } = await this.#look(before ?? this.#task, (page) =>
      before ? (isDone(page) ?? this.#showsComments(page)) : this.#showsComments(page),
    );
    if (fault || !answer) return;
    this.#comments += 1;
    const text = `${name} says ${this.#comments}.`;
    const page = Object.assign(answer, { url: origin + this.#task });
    const send = () =>
      exchanges.ask(
        "POST comment",
        () => this.#browser.press(page, "Comment", { text }),
        ({ headers }) => {
          if (leadsOut(headers.location)) return "signed out";
          return headers.location?.startsWith(`${this.#task}?result=`) ? undefined : "unexpected";
        },
      );
    const sent = await Promise.all([send(), send()]);
    const next = sent.find((one) => !one.fault)?.answer?.headers.location;
    if (!next) return; // they were told that it failed, or nothing at all
    const after = await this.#look(next);
    if (after.fault || !after.answer || isDone(after.answer)) return;
    this.#lastDone = next;
    this.#confirmed.push(text);
  }

  readonly #showsComments: Judge = ({ text }) => {
    for (let comment = 1; comment <= this.#comments; comment += 1) {
      const words = `${this.#around.name} says ${comment}.`;
      const times = text.split(`<bdi>${words}</bdi>`).length - 1;
      if (times > 1) return "done twice";
      if (times === 0 && this.#confirmed.includes(words)) return "lost write";
    }
    return undefined;
  };

  async #signOutAndIn(): Promise<void> {
    const { origin, exchanges } = this.#around;
    const cookie = this.#browser.cookies()[sessionCookie] ?? "";
    const { fault } = await exchanges.ask(
      "POST sign out",
      () => this.#browser.post(`${origin}/auth/logout`, { _csrf: this.#csrfToken ?? "" }),
      ({ headers }) => {
        if (headers.location === "/?note=signed-out") return undefined;
        if (!leadsOut(headers.location)) return "unexpected";
        // Sent again to the other process after the first had ended the session, and then itself.
        return headers["x-upstream"]?.includes(",") ? "failed" : "signed out";
      },
    );
    if (!fault) this.#ended.push(cookie);
    else if (await this.#isSignedInAfterAll()) return;
    Object.assign(this.#sessions.at(-1) ?? {}, { endedAt: exchanges.clock() });
    await this.#signIn();
  }

  /** After a sign-out that nobody confirmed: either is right. */
  async #isSignedInAfterAll(): Promise<boolean> {
    const { origin, exchanges } = this.#around;
    for (;;) {
      const { answer, fault } = await exchanges.ask(
        "/",
        () => this.#browser.get(`${origin}/`),
        ({ status, text }) => {
          if (text.includes("Your session can't be looked up just now.")) return "failed";
          const shown = csrfTokenIn(text);
          if (status !== 200) return "unexpected";
          return !shown || shown === this.#csrfToken ? undefined : "somebody else's page";
        },
      );
      if (answer && !fault) return csrfTokenIn(answer.text) !== undefined;
      await this.#pause();
    }
  }

  /** Tries until the app has confirmed it, and the profile has shown whose session it is. */
  async #signIn(): Promise<void> {
    this.#csrfToken = undefined;
    this.#lastDone = undefined;
    while (!(await this.#trySignIn())) await this.#pause();
    this.#sessions.push({ begunAt: this.#around.exchanges.clock() });
    while ((await this.#lookAtProfile()).fault === "failed") await this.#pause();
  }

  async #trySignIn(): Promise<boolean> {
    const { origin, exchanges, sandbox, person } = this.#around;
    const started = await exchanges.ask(
      "/auth/login",
      () => this.#browser.get(`${origin}/auth/login?returnTo=/profile`),
      ({ headers }) => (headers.location?.startsWith(sandbox.origin) ? undefined : "unexpected"),
    );
    if (started.fault) return false;
    const url = started.answer?.headers.location ?? "";
    const callback = await answerSandbox(this.#browser, { sandbox, url, person });
    const finished = await exchanges.ask(
      "/auth/callback",
      () => this.#browser.get(callback),
      ({ headers }) => (headers.location === "/profile" ? undefined : "failed"), // leads to the page of an error
    );
    return !finished.fault;
  }
}

function csrfTokenIn(text: string): string | undefined {
  return /name="_csrf" value="([^"]+)"/.exec(text)?.[1];
}

function hasOnce(text: string, words: string): Fault | undefined {
  return text.split(words).length === 2 ? undefined : "unexpected";
}

/** Whether an address is where the app sends strangers from a personal page. */
function leadsOut(location: string | undefined): boolean {
  return location?.startsWith("/?returnTo=") ?? false;
}
