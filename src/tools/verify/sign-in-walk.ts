import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { CommandProblem } from "../command-line/command.ts";
import { send } from "./contract-check.ts";
import type { Known } from "./expectation.ts";
import { beside } from "./openid-contract.ts";
import { type SignIn, signIns, startSignIn } from "./sign-ins.ts";
import type { SignInSettings } from "./visit.ts";
import { type WalkPage, walkHeaders, walkHtml } from "./walk-page.ts";

const cookieName = "verify-sign-in";

interface Walk {
  readonly settings: SignInSettings;
  readonly known: Known;
  readonly signal: AbortSignal;
  /** Tells the terminal. */
  readonly say: (line: string) => void;
}

/**
 * Walks a person through the sign-ins in a browser, on pages of its own at the app's address, and
 * withdraws in the end what was allowed.
 *
 * @returns what differs from what the app relies on
 * @throws CommandProblem when the port is in use; the signal's reason
 */
export async function walkThroughSignIns(walk: Walk): Promise<readonly string[]> {
  const { settings, signal, say } = walk;
  const address = new URL(settings.redirectUri).origin;
  const visits = createVisits(walk);
  const server = createServer((request, response) => {
    visits.answer(request, response).catch(() => response.destroy());
  });
  await listening(server, settings);
  say(`\nOpen ${address} in a browser. There are ${signIns.length} sign-ins to go through.`);
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  try {
    await Promise.race([visits.finished, aborted]);
  } finally {
    server.close();
    server.closeIdleConnections();
    await withdraw(walk, visits.handedOut);
    server.closeAllConnections();
  }
  return visits.differences;
}

/** What the pages do, in the order in which a person meets them. */
function createVisits({ settings, known, signal, say }: Walk) {
  const { origin, host } = new URL(settings.redirectUri);
  const handedOut: string[] = [];
  const differences: string[] = [];
  let at = 0;
  let started: (ReturnType<typeof startSignIn> & { readonly signIn: SignIn }) | undefined;
  let question: SignIn["question"];
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", origin);
    const isOurs = request.headers.host === host && isFromHere(request, origin);
    const route = `${request.method} ${pathname}`;
    if (!isOurs) return end(response, 403);
    if (route === "GET /") return show(response);
    if (route === "GET /start") return start(response);
    if (route === "GET /auth/callback") {
      await callback(request, searchParams);
      return redirect(response, "/");
    }
    if (route === "POST /skip" || route === "POST /yes" || route === "POST /no") {
      if (route === "POST /skip") next();
      else if (question)
        known.set(question.known, route === "POST /yes" ? question.yes : question.no);
      question = undefined;
      return redirect(response, "/");
    }
    return end(response, 404);
  }

  function show(response: ServerResponse): void {
    const page = question ? questionPage(question) : pageOf(at);
    response.writeHead(200, walkHeaders);
    if (!question && at >= signIns.length) response.once("finish", finish);
    response.end(walkHtml(page));
  }

  function start(response: ServerResponse): void {
    const signIn = signIns[at];
    if (!signIn) {
      redirect(response, "/");
      return;
    }
    started = { ...startSignIn(signIn, { settings, known }), signIn };
    const cookie = `${cookieName}=${started.state}; Path=/; HttpOnly; SameSite=Lax`;
    response.setHeader("set-cookie", cookie);
    redirect(response, started.address);
  }

  /** An answer that belongs to no sign-in of this browser is not looked at. */
  async function callback(request: IncomingMessage, parameters: URLSearchParams): Promise<void> {
    const visit = started;
    const cookie = `${cookieName}=${parameters.get("state")}`;
    const isOurs = request.headers.cookie?.split("; ").includes(cookie);
    if (!visit || !isOurs || parameters.get("state") !== visit.state) return;
    started = undefined;
    const { codeVerifier, nonce, signIn } = visit;
    const about = { settings, known, signal, codeVerifier, nonce, parameters };
    await signIn.learn({ ...about, handedOut, differences });
    if (!parameters.has("error")) question = signIn.question;
    next();
  }

  function next(): void {
    at += 1;
    say(`Sign-in ${at} of ${signIns.length} is done.`);
  }

  return { answer, finished, handedOut, differences };
}

function pageOf(at: number): WalkPage {
  const signIn = signIns[at];
  if (!signIn) {
    const text = "Go back to the terminal, which says what was found. You can close this page.";
    return { title: "That was all", text, links: [], buttons: [] };
  }
  return {
    title: `${at + 1} of ${signIns.length}: ${signIn.title}`,
    text: signIn.task,
    links: [{ href: "/start", label: "Go to Asana" }],
    buttons: [{ action: "/skip", label: "Skip this one: Asana did not let me come back" }],
  };
}

function questionPage({ text }: NonNullable<SignIn["question"]>): WalkPage {
  const buttons = [
    { action: "/yes", label: "Yes, it asked" },
    { action: "/no", label: "No, it did not" },
  ];
  return { title: "One question", text, links: [], buttons };
}

/** Forms of other sites are refused; a navigation from Asana names no origin. */
function isFromHere({ method, headers }: IncomingMessage, origin: string): boolean {
  return method === "GET" || headers.origin === origin;
}

/**
 * Ends a command that cannot have the app's port, before it has begun.
 *
 * @throws CommandProblem
 */
export async function requireFreePort(settings: SignInSettings): Promise<void> {
  const server = createServer();
  await listening(server, settings);
  server.close();
}

async function listening(
  server: ReturnType<typeof createServer>,
  { redirectUri }: SignInSettings,
): Promise<void> {
  const port = Number(new URL(redirectUri).port || 80);
  server.listen({ port, host: "localhost" });
  try {
    await once(server, "listening");
  } catch {
    throw new CommandProblem(
      `PORT ${port} is in use; stop the app while the sign-ins come back to its address.`,
      2,
    );
  }
}

/** Asana's page OAuth, token deauthorization endpoint: takes the access tokens along. */
async function withdraw({ settings, known }: Walk, tokens: readonly string[]): Promise<void> {
  const url = beside(known, "/-/oauth_revoke");
  if (url === undefined) return;
  const { id, secret } = settings.client;
  for (const token of tokens) {
    const form = { client_id: id, client_secret: secret, token };
    await send({ method: "POST", url, form }, new AbortController().signal);
  }
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { ...walkHeaders, location }).end();
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, walkHeaders).end();
}
