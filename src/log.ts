import { createRequire } from "node:module";
import pino, { type DestinationStream, type Logger } from "pino";
import type { Config } from "./config.ts";

export type Log = Pick<Logger, "info" | "warn" | "error" | "child">;

/**
 * The log: JSON lines in production, lines a person reads in development.
 *
 * The caller chooses what it logs: event names, kinds, statuses, durations, paths without their
 * query. Never a request, a response or a library's error as a whole, and never a code, state,
 * verifier, token, cookie or secret (OWASP ASVS 5, 16.2.5).
 */
export function createLog(
  config: Pick<Config, "isProduction" | "logLevel">,
  destination: DestinationStream = process.stdout,
): Log {
  const lines = config.isProduction ? destination : linesForPeople(destination);
  return pino({ level: config.logLevel, base: null, messageKey: "event" }, lines);
}

/** JSON lines again where pino-pretty, a development dependency, is not installed. */
function linesForPeople(destination: DestinationStream): DestinationStream {
  let pretty: typeof import("pino-pretty");
  try {
    pretty = createRequire(import.meta.url)("pino-pretty");
  } catch {
    return destination;
  }
  return pretty.PinoPretty({
    destination,
    messageKey: "event",
    singleLine: true,
    translateTime: "SYS:HH:MM:ss",
    sync: true,
  });
}
