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
  /** Prints a line at the terminal. */
  readonly say: (line: string) => void;
}

/** How far the person has come. */
interface Progress {
  /** Which of the sign-ins is next. */
  at: number;
  /** The sign-in whose response has not come yet. */
  started: (ReturnType<typeof startSignIn> & { readonly signIn: SignIn }) | undefined;
  /** What the page asks before the next sign-in. */
  question: SignIn["question"];
  readonly handedOut: string[];
  readonly differences: string[];
  /** Ends the walk. */
  readonly finish: () => void;
}

/**
 * Walks a person through the sign-ins in a browser, on pages of its own at the app's address. In the
 * end it withdraws what the person allowed.
 *
 * @returns what differs from what the app relies on
 * @throws CommandProblem when the port is in use; the signal's reason
 */
export async function walkThroughSignIns(walk: Walk): Promise<readonly string[]> {
  const { settings, signal, say } = walk;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const beginning = { at: 0, started: undefined, question: undefined };
  const progress: Progress = { ...beginning, handedOut: [], differences: [], finish };
  const server = createServer((request, response) => {
    answer({ request, response }, walk, progress).catch(() => response.destroy());
  });
  await listening(server, settings);
  const { origin } = new URL(settings.redirectUri);
  say(`\nOpen ${origin} in a browser. There are ${signIns.length} sign-ins to go through.`);
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  try {
    await Promise.race([finished, aborted]);
  } finally {
    server.close();
    server.closeIdleConnections();
    await withdraw(walk, progress.handedOut);
    server.closeAllConnections();
  }
  return progress.differences;
}

async function answer(
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
  walk: Walk,
  progress: Progress,
): Promise<void> {
  const { origin, host } = new URL(walk.settings.redirectUri);
  if (request.headers.host !== host || !isFromHere(request, origin)) return end(response, 403);
  const { pathname } = new URL(request.url ?? "/", origin);
  switch (`${request.method} ${pathname}`) {
    case "GET /":
      return show(response, progress);
    case "GET /start":
      return start(response, walk, progress);
    case "GET /auth/callback":
      await takeResponse(request, walk, progress);
      return redirect(response, "/");
    case "POST /yes":
    case "POST /no":
      takeAnswer(pathname === "/yes", walk, progress);
      return redirect(response, "/");
    case "POST /skip":
      progress.question = undefined;
      goOn(walk, progress);
      return redirect(response, "/");
    default:
      return end(response, 404);
  }
}

function show(response: ServerResponse, { at, question, finish }: Progress): void {
  const page = question ? questionPage(question) : pageOf(at);
  response.writeHead(200, walkHeaders);
  if (!question && at >= signIns.length) response.once("finish", finish);
  response.end(walkHtml(page));
}

function start(response: ServerResponse, walk: Walk, progress: Progress): void {
  const signIn = signIns[progress.at];
  if (!signIn) {
    redirect(response, "/");
    return;
  }
  const started = startSignIn(signIn, walk);
  progress.started = { ...started, signIn };
  const cookie = `${cookieName}=${started.state}; Path=/; HttpOnly; SameSite=Lax`;
  response.setHeader("set-cookie", cookie);
  redirect(response, started.address);
}

/** Learns from an authorization response, unless it belongs to no sign-in of this browser. */
async function takeResponse(
  request: IncomingMessage,
  { settings, known, signal, say }: Walk,
  progress: Progress,
): Promise<void> {
  const { started, handedOut, differences } = progress;
  const { searchParams: parameters } = new URL(request.url ?? "/", settings.redirectUri);
  const cookie = `${cookieName}=${parameters.get("state")}`;
  const isOurs = request.headers.cookie?.split("; ").includes(cookie);
  if (!started || !isOurs || parameters.get("state") !== started.state) return;
  progress.started = undefined;
  const { codeVerifier, nonce, signIn } = started;
  const about = { settings, known, signal, codeVerifier, nonce, parameters };
  await signIn.learn({ ...about, handedOut, differences });
  if (!parameters.has("error")) progress.question = signIn.question;
  goOn({ say }, progress);
}

function takeAnswer(isYes: boolean, { known }: Walk, progress: Progress): void {
  const { question } = progress;
  if (question) known.set(question.known, isYes ? question.yes : question.no);
  progress.question = undefined;
}

function goOn({ say }: Pick<Walk, "say">, progress: Progress): void {
  progress.at += 1;
  say(`Sign-in ${progress.at} of ${signIns.length} is done.`);
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
 * Checks before the walk begins that the app's port is free.
 *
 * @throws CommandProblem when it is in use
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

/**
 * Revokes refresh tokens, and with each the access tokens of its sign-in.
 *
 * @see Asana's page OAuth, token deauthorization endpoint
 */
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
