import pino, { type DestinationStream, type Logger } from "pino";
import { PinoPretty } from "pino-pretty";
import type { Config } from "./config.ts";

export type Log = Pick<Logger, "debug" | "info" | "warn" | "error">;

/**
 * The log: JSON lines in production, lines a person reads in development.
 *
 * What is logged is chosen where it is logged: event names, kinds, statuses, durations, paths
 * without their query. Never a request, a response, a library's error as a whole, and never a code,
 * state, verifier, token, cookie or secret (OWASP ASVS 5, 16.2.5). pino's redaction is no help: it
 * covers only the paths one thought of.
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

/**
 * What a log line may tell of an error: name, kind and codes of each error in the chain of causes,
 * and where the first was thrown. No messages: those of libraries and providers may repeat what
 * must not be logged. No stack traces either.
 */
export function describeError(error: unknown): { error: string; thrownAt?: string } {
  const chain: string[] = [];
  for (let cause = error; cause instanceof Error && chain.length < 5; cause = cause.cause) {
    chain.push([cause.name, ...codesOf(cause)].join(" "));
  }
  const thrownAt = error instanceof Error && /[\w-]+\.[jt]s:\d+/.exec(error.stack ?? "")?.[0];
  return { error: chain.join(" < ") || typeof error, ...(thrownAt && { thrownAt }) };
}

function codesOf(error: Error & { kind?: unknown; code?: unknown; error?: unknown }): string[] {
  return [error.kind, error.code, error.error].filter((value) => typeof value === "string");
}
