import { randomUUID } from "node:crypto";
import { type Finding, ok, toFix } from "./finding.ts";
import type { Ask, Refusal } from "./redis-probe.ts";

const variable = "REDIS_URL";
const script = "return 1";
const scriptDigest = "e0e1f9fabfc9d4800c877a703b823ac0578ff8db"; // SHA-1 of the script

/**
 * Whether the user may use the commands that the app needs, on the app's keys. Tries each on keys of
 * its own: what a list of rights means, Redis knows best.
 *
 * @param prefix before every key of the app
 * @see Redis, "ACL"
 */
export async function checkRights(ask: Ask, prefix: string): Promise<Finding> {
  const id = randomUUID();
  const keys = ["hash", "set", "text"].map((kind) => `${prefix}doctor-${id}-${kind}`);
  const [hash = "", set = "", text = ""] = keys;
  const missing: string[] = [];
  for (const command of rehearsal({ hash, set, text })) {
    const answer = await ask(...command);
    if (answer.outcome === "answered") continue;
    const { refusal } = answer;
    if (refusal.isAboutKey) return keysAreRefused(prefix);
    if (refusal.code !== "NOPERM" && !refusal.isUnknownCommand) return cannotWrite(refusal);
    missing.push(command[0] ?? "");
    if (command[0] === "DEL" || command[0] === "PEXPIRE") break; // nothing is left behind
  }
  await ask("DEL", ...keys);
  if (missing.length === 0) return ok(variable, "The app may use the commands and keys it needs.");
  const names = missing.join(", ");
  return toFix(
    variable,
    `The app may not use ${names} there.`,
    `Allow it to the user of REDIS_URL: ACL SETUSER USER ${missing.map((name) => `+${name.toLowerCase()}`).join(" ")}.`,
  );
}

/** Each command that the app uses, in an order in which each finds what it needs. */
function rehearsal(key: {
  readonly hash: string;
  readonly set: string;
  readonly text: string;
}): readonly (readonly string[])[] {
  const { hash, set, text } = key;
  const soon = "60000";
  return [
    ["DEL", hash, set, text],
    ["PEXPIRE", hash, soon],
    ["EVAL", script, "1", text],
    ["EVALSHA", scriptDigest, "1", text],
    ["TIME"],
    ["HSET", hash, "field", "0"],
    ["HGET", hash, "field"],
    ["HMGET", hash, "field"],
    ["HGETALL", hash],
    ["HINCRBY", hash, "field", "1"],
    ["HDEL", hash, "other"],
    ["EXISTS", hash],
    ["ZADD", set, "1", "member"],
    ["ZCARD", set],
    ["ZRANGE", set, "0", "-1"],
    ["ZREM", set, "member"],
    ["SET", text, "text", "PX", soon],
    ["GET", text],
    ["GETDEL", text],
  ];
}

function keysAreRefused(prefix: string): Finding {
  return toFix(
    variable,
    `The user of REDIS_URL may not use keys that begin with ${prefix}, as REDIS_PREFIX has it.`,
    `ACL SETUSER USER ~${prefix}*, or set REDIS_PREFIX to what the user may use.`,
  );
}

function cannotWrite({ code }: Refusal): Finding {
  const fix = fixes[code] ?? `Look up ${code} in the documentation of Redis, or in its log.`;
  return toFix(variable, `The app cannot write there (${code}).`, fix);
}

const fixes: Readonly<Record<string, string>> = {
  READONLY: "REDIS_URL leads to a replica: use the address of the primary.",
  OOM: "Its memory is full: raise maxmemory.",
  MISCONF: "It cannot write its snapshot: look at its disk, and into its log.",
  MOVED: "REDIS_URL leads to one node of a cluster: use an address that leads to all keys.",
  CLUSTERDOWN: "The cluster is down: look at its nodes.",
};
