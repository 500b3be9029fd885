import type { RequestHandler, Response } from "express";
import { findToken } from "./provider/grants.ts";
import type { Provider } from "./provider/provider.ts";
import { bearerOf } from "./rest/caller.ts";
import { asanaErrors } from "./rest/error.ts";

/** Calls in one minute and for one token, by what the domain pays. @see Asana, "Rate limits" */
const mostCalls = { free: 150, paid: 1500 } as const;
const minuteMs = 60_000;

/**
 * Refuses calls to the REST API: the next `force429`, and those beyond the limit that `rateLimit`
 * sets. Refused calls count as well, so going on without a pause makes it last.
 *
 * @see Asana, "Rate limits"
 */
export function rateLimit(provider: Provider): RequestHandler {
  const { switches } = provider;
  const callsByToken = new Map<string, number[]>();
  return ({ headers }, res, next) => {
    if (switches.force429 > 0) {
      switches.force429 -= 1;
      refuse(provider, res);
    } else if (isBeyondLimit(bearerOf(headers.authorization))) {
      refuse(provider, res);
    } else {
      next();
    }
  };

  function isBeyondLimit(token: string): boolean {
    if (switches.rateLimit === "off") {
      callsByToken.clear();
      return false;
    }
    if (!findToken(provider, token)) {
      return false; // no token of anybody: it has no quota, and is refused for that
    }
    const now = provider.now();
    const calls = [...(callsByToken.get(token) ?? []), now].filter((at) => at > now - minuteMs);
    callsByToken.set(token, calls);
    return calls.length > mostCalls[switches.rateLimit];
  }
}

function refuse({ switches, now }: Provider, res: Response): void {
  const { retryAfter, retryAfterSeconds } = switches;
  if (retryAfter === "seconds") {
    res.set("Retry-After", String(retryAfterSeconds));
  } else if (retryAfter === "date") {
    res.set("Retry-After", new Date(now() + retryAfterSeconds * 1000).toUTCString());
  }
  const message =
    "You've made too many requests and hit a rate limit. Please retry after the given amount " +
    "of time.";
  res.status(429).json(asanaErrors(message));
}
