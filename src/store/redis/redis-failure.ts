import { types } from "node:util";
import { ConnectionTimeoutError, ErrorReply } from "@redis/client";

/** Why Redis did not do what it was asked. Neither code nor message holds a secret. */
export class RedisFailure extends Error {
  /** Redis' word for it, the system's code, or one of ours: TIMEOUT, CLOSED, NOT-REDIS. */
  readonly code: string;
  /** Whether Redis itself says so. */
  readonly isReply: boolean;

  constructor(code: string, message: string, isReply = false) {
    super(message);
    this.name = "RedisFailure";
    this.code = code;
    this.isReply = isReply;
  }
}

/** Translates what the client throws, and hides the secrets that a server may repeat. */
export function failureOf(error: unknown, secrets: readonly string[]): RedisFailure {
  if (error instanceof RedisFailure) return error;
  if (!types.isNativeError(error)) return new RedisFailure("CLOSED", "the connection was closed");
  const { code, isReply } = codeOf(error);
  // Redis before 6 repeats the arguments of a command that it does not know, the password included.
  const message = secrets.reduce((shown, secret) => shown.replaceAll(secret, "…"), error.message);
  return new RedisFailure(code, words[code] ?? message, isReply);
}

/** Whether it lasts until somebody changes the settings, or the server's. */
export function isForOperator({ code, isReply }: RedisFailure): boolean {
  return code === "NOT-REDIS" || ofTls.test(code) || (isReply && !passing.has(code));
}

/** Whether another connection may do better: this one is dead, or leads to what is now a replica. */
export function isOfConnection({ code, isReply }: RedisFailure): boolean {
  return !isReply || code === "READONLY" || code === "MASTERDOWN";
}

function codeOf(
  error: Error & { readonly code?: unknown },
): Pick<RedisFailure, "code" | "isReply"> {
  if (error instanceof ErrorReply) {
    const word = /^[A-Z]+(?= )/.exec(error.message)?.[0] ?? "ERR";
    return { code: word === "ERR" ? closerWord(error.message) : word, isReply: true };
  }
  if (error instanceof ConnectionTimeoutError) return { code: "TIMEOUT", isReply: false };
  // The client has a class for each failure of its own, but not for bytes that are no reply.
  const isUnread = /^(Type)?Error$/.test(error.constructor.name);
  const ours = isUnread ? "NOT-REDIS" : "CLOSED";
  return { code: typeof error.code === "string" ? error.code : ours, isReply: false };
}

/** For what Redis says without a word of its own, and for what Redis 6 says within a script. */
function closerWord(message: string): string {
  if (message.startsWith("ERR max number of clients")) return "MAXCLIENTS";
  if (/can't run this command|ACL failure in script/.test(message)) return "NOPERM";
  return /^ERR Error running script .* -([A-Z]+) /.exec(message)?.[1] ?? "ERR";
}

const ofTls = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/;

/** Of a server that loads its data, fails over, is busy or full. */
const passing: ReadonlySet<string> = new Set([
  ...["LOADING", "MASTERDOWN", "READONLY", "CLUSTERDOWN", "TRYAGAIN"],
  ...["BUSY", "OOM", "MISCONF", "NOREPLICAS", "MAXCLIENTS"],
]);

const words: Readonly<Record<string, string>> = {
  WRONGPASS: "Redis refuses the user or the password",
  NOAUTH: "Redis asks for a password",
  NOPERM: "Redis does not let this user do what the app needs",
  MOVED: "this node of a cluster does not keep the keys of REDIS_PREFIX",
  TIMEOUT: "Redis does not answer in time",
  CLOSED: "the connection was closed",
  "NOT-REDIS": "what answers there is not Redis",
};
