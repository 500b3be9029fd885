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
  const [hash, set] = [`${prefix}doctor-${id}-hash`, `${prefix}doctor-${id}-set`];
  const missing = new Set<string>();
  for (const command of rehearsal(hash, set)) {
    const answer = await ask(...command);
    if (answer.outcome === "answered") continue;
    const { refusal } = answer;
    if (refusal.isAboutKey) return keysAreRefused(prefix);
    if (refusal.code !== "NOPERM" && !refusal.isUnknownCommand) return cannotWrite(refusal);
    missing.add(command[0]);
    if (missing.has("DEL") || missing.has("PEXPIRE")) break; // nothing is left behind
  }
  await ask("DEL", hash, set);
  if (missing.size === 0) return ok(variable, "The app may use the commands and keys it needs.");
  const names = [...missing].join(", ");
  return toFix(
    variable,
    `The app may not use ${names} there.`,
    `Allow it to the user of REDIS_URL: ACL SETUSER USER ${[...missing].map((name) => `+${name.toLowerCase()}`).join(" ")}.`,
  );
}

/** Each command that the app uses, in an order in which each finds what it needs. */
function rehearsal(hash: string, set: string): readonly (readonly [string, ...string[]])[] {
  return [
    ["DEL", hash, set],
    ["PEXPIRE", hash, "60000"],
    ["PING"],
    ["TIME"],
    ["EVAL", script, "1", hash],
    ["EVALSHA", scriptDigest, "1", hash],
    ["HSET", hash, "field", "0"],
    ["PEXPIRE", hash, "60000"],
    ["PTTL", hash],
    ["HGET", hash, "field"],
    ["HMGET", hash, "field"],
    ["HGETALL", hash],
    ["HINCRBY", hash, "field", "1"],
    ["HDEL", hash, "other"],
    ["EXISTS", hash],
    ["RENAME", hash, hash],
    ["ZADD", set, "1", "member"],
    ["PEXPIRE", set, "60000"],
    ["ZCARD", set],
    ["ZRANGE", set, "0", "-1"],
    ["ZREVRANGE", set, "0", "0"],
    ["ZRANGEBYSCORE", set, "0", "0"],
    ["ZREM", set, "member"],
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
