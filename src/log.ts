import pino, { type DestinationStream, type Logger } from "pino";
import { PinoPretty } from "pino-pretty";
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
  const lines = config.isProduction
    ? destination
    : PinoPretty({
        destination,
        messageKey: "event",
        singleLine: true,
        translateTime: "SYS:HH:MM:ss",
        sync: true,
      });
  return pino({ level: config.logLevel, base: null, messageKey: "event" }, lines);
}
