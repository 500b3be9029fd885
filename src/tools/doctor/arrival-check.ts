import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { withTimeLimit } from "../../limits/time-limit.ts";
import { describeCookie, sessionCookieName } from "../../sessions/cookies.ts";
import { isLoopback } from "../../setting-types.ts";
import { advice, type Finding, ok, toFix, unchecked } from "./finding.ts";
import type { PortUse } from "./port-check.ts";

interface Address {
  readonly baseUrl: string;
  readonly isHttps: boolean;
  readonly trustProxyHops: number;
  readonly listen: { readonly host: string | undefined; readonly port: number };
}

/** How a request to BASE_URL came in at the app's port. */
interface Arrival {
  /** How many proxies added themselves to X-Forwarded-For. */
  readonly hops: number;
  /** The first of X-Forwarded-Proto, in small letters: what the browser used. */
  readonly protocol: string | undefined;
}

/**
 * Checks the way from a browser to the app, and names the cookies that a browser would get. Where the
 * port is free, the doctor listens there, sends a request to BASE_URL and counts the proxies that the
 * request came through.
 *
 * @see Express, "Behind proxies"; OWASP ASVS 5, 3.3.1 and 4.1.2 (Secure cookies, https)
 */
export async function checkArrival(address: Address, port: PortUse): Promise<readonly Finding[]> {
  const openness = checkOpenness(address);
  const wrong = checkByThemselves(address);
  if (wrong) return [wrong, ...openness];
  const way = port === "free" ? await checkWay(address) : await checkRunning(address, port);
  return [way, ...openness, describeCookies(address)];
}

/** Finds a port that others reach past the proxies whose headers the app believes. */
function checkOpenness({ trustProxyHops, listen }: Address): readonly Finding[] {
  const { host, port } = listen;
  const isOpen = host === undefined || !isLoopback(isIP(host) === 6 ? `[${host}]` : host);
  if (trustProxyHops === 0 || !isOpen) return [];
  return [
    advice(
      "HOST",
      `The app believes the X-Forwarded-* headers of every client that reaches port ${port}, and listens on ${host ?? "all interfaces"}: past the proxy, a client can make up its address, and that it came over https.`,
      "Set HOST=127.0.0.1 when the proxy is on this machine. In a container, or with the proxy on another machine, leave HOST as it is, and let the proxy alone reach the port: do not publish it, or close it with a firewall.",
    ),
  ];
}

/** Finds settings that work behind no proxy: the app itself speaks plain http. */
function checkByThemselves({ baseUrl, isHttps, trustProxyHops }: Address): Finding | undefined {
  if (isHttps && trustProxyHops === 0) {
    return toFix(
      "TRUST_PROXY",
      `BASE_URL (${baseUrl}) is https, so a proxy ends TLS, and TRUST_PROXY counts none: every page would be refused.`,
      "Set TRUST_PROXY to the number of proxies in front of the app, mostly 1; each must add to X-Forwarded-For, and the first must send X-Forwarded-Proto: https.",
    );
  }
  if (!isHttps && !isLoopback(new URL(baseUrl).hostname)) {
    return toFix(
      "BASE_URL",
      `${baseUrl} is plain http on a network, where others can read and take over sessions. Behind a proxy that ends TLS, it is not the address that people use.`,
      `Put a proxy with TLS in front, set BASE_URL=${baseUrl.replace("http:", "https:")} and TRUST_PROXY=1, and register the new redirect URI.`,
    );
  }
  return undefined;
}

async function checkWay(address: Address): Promise<Finding> {
  const { baseUrl, isHttps, trustProxyHops, listen } = address;
  const arrival = await arrivalAt(address);
  if (arrival === "taken") return portIsTaken;
  if (arrival === "unreachable") {
    return advice(
      "BASE_URL",
      `${baseUrl} cannot be reached from here, so the proxies in front of the app were not counted.`,
      "Run the doctor again once the proxy is up, on a machine that reaches it.",
    );
  }
  if (arrival === "elsewhere") {
    return toFix(
      "BASE_URL",
      `What answers at ${baseUrl} does not lead to port ${listen.port} of this machine, where the app listens.`,
      "Let BASE_URL, the proxy in front and PORT fit each other.",
    );
  }
  if (!isHttps && arrival.protocol === "https") {
    return toFix(
      "BASE_URL",
      `People reach the app over https, through a proxy, and BASE_URL (${baseUrl}) says http: cookies would lack Secure.`,
      "Set BASE_URL to the https address that people use, and register the new redirect URI.",
    );
  }
  if (isHttps && (arrival.hops === 0 || arrival.protocol !== "https")) {
    return missingHeaders(arrival);
  }
  if (arrival.hops !== trustProxyHops) {
    return toFix(
      "TRUST_PROXY",
      `A request to BASE_URL comes in through ${proxies(arrival.hops)}, and TRUST_PROXY says ${trustProxyHops}.`,
      `Set TRUST_PROXY=${arrival.hops}; with a number too high, clients can make up their address.`,
    );
  }
  return ok("TRUST_PROXY", `A request to BASE_URL comes in through ${proxies(arrival.hops)}.`);
}

/**
 * The app speaks plain http, so that a request to an https address came in through a proxy. What that
 * one does not forward, no number in TRUST_PROXY makes up for.
 */
function missingHeaders({ hops, protocol }: Arrival): Finding {
  const missing = [
    ...(protocol === "https" ? [] : [protocolHeader]),
    ...(hops > 0 ? [] : [addressHeader]),
  ];
  const names = missing.map(({ name }) => name).join(" and ");
  const effects = missing.map(({ effect }) => effect).join(", and ");
  return toFix(
    "TRUST_PROXY",
    `The proxy in front of the app does not send ${names}: ${effects}.`,
    `Leave TRUST_PROXY as it is. ${missing.map(({ fix }) => fix).join(" ")}`,
  );
}

const protocolHeader = {
  name: "X-Forwarded-Proto: https",
  effect: "every page would be refused",
  fix: "Have the first proxy set X-Forwarded-Proto to the scheme that people use, and the others pass it on (nginx: proxy_set_header X-Forwarded-Proto $scheme).",
};
const addressHeader = {
  name: "X-Forwarded-For",
  effect: "the app takes the proxy's address, or one that a client made up, for the client's",
  fix: "Have each proxy add the address that it sees to X-Forwarded-For (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for).",
};

/** With the app at the port, only what it answers can be looked at. */
async function checkRunning({ baseUrl }: Address, port: PortUse): Promise<Finding> {
  if (port !== "this-app") return portIsTaken;
  const page = await withTimeLimit(reachMs, async (signal) =>
    (await fetch(`${baseUrl}/`, { signal })).text(),
  ).catch(() => undefined);
  if (page?.includes("https-not-seen")) {
    return toFix(
      "TRUST_PROXY",
      `The app that runs refuses pages at ${baseUrl}: it does not see that people come over https.`,
      "Set TRUST_PROXY to the number of proxies in front of the app; the first must send X-Forwarded-Proto: https.",
    );
  }
  return page === undefined
    ? advice("BASE_URL", `${baseUrl} cannot be reached from here.`, "Open it in a browser.")
    : ok("BASE_URL", `${baseUrl} answers. Proxies are counted only while the app does not run.`);
}

const portIsTaken = unchecked(
  "TRUST_PROXY",
  "What stands in front of the app can be looked at once its port is free.",
);

/** Takes the app's place for one request. */
async function arrivalAt({
  baseUrl,
  listen,
}: Address): Promise<Arrival | "unreachable" | "elsewhere" | "taken"> {
  const path = `/${randomUUID()}`;
  let arrived: Arrival | undefined;
  const server = createServer((request, response) => {
    if (request.url === path) arrived = readArrival(request);
    response.end();
  });
  server.listen({ port: listen.port, ...(listen.host && { host: listen.host }) });
  try {
    await once(server, "listening");
  } catch {
    return "taken"; // by a program that started, or a connection that left, in this moment
  }
  try {
    await withTimeLimit(reachMs, (signal) =>
      fetch(`${baseUrl}${path}`, { redirect: "manual", signal }),
    );
    return arrived ?? "elsewhere";
  } catch {
    return arrived ?? "unreachable";
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const reachMs = 4_000;

function readArrival({ headers }: IncomingMessage): Arrival {
  const listOf = (name: string) =>
    String(headers[name] ?? "")
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "");
  return {
    hops: listOf("x-forwarded-for").length,
    protocol: listOf("x-forwarded-proto")[0]?.toLowerCase(),
  };
}

function describeCookies({ isHttps }: Address): Finding {
  const { name, attributes } = describeCookie(sessionCookieName, { isHttps, maxAgeMs: 0 });
  const secure = attributes.secure ? "Secure, " : "";
  return ok(
    "BASE_URL",
    `Browsers get the cookie ${name} with ${secure}HttpOnly, SameSite=Lax, Path=/.`,
  );
}

function proxies(count: number): string {
  if (count === 0) return "no proxy";
  return count === 1 ? "1 proxy" : `${count} proxies`;
}
