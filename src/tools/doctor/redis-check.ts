import { randomUUID } from "node:crypto";
import { advice, type Finding, ok, toFix } from "./finding.ts";
import { checkKeeping, type RedisInfo, readInfo } from "./redis-keeping.ts";
import { type Ask, connectProbe, type Refusal } from "./redis-probe.ts";
import { checkRights } from "./redis-rights.ts";

/** Where sessions are kept, when Redis keeps them. */
interface RedisPlace {
  /** Has a password in it, as often as not: no message holds it. */
  readonly url: string;
  /** Before every key. */
  readonly prefix: string;
}

const variable = "REDIS_URL";

/**
 * Checks that Redis, or Valkey, can keep the sessions: it answers, is new enough, lets the app use its
 * commands and keys, throws nothing away, keeps its data over a restart, and is quick. Writes keys of
 * its own below the prefix, and deletes them.
 */
export async function* checkRedis({ url, prefix }: RedisPlace): AsyncGenerator<Finding> {
  const connection = await connectProbe(url);
  const { host } = new URL(url);
  if (connection.outcome === "refused") {
    yield explained(connection.refusal, host);
    return;
  }
  const { ask, close } = connection;
  try {
    const first = await ask("PING");
    if (first.outcome === "refused" && first.refusal.code !== "NOPERM") {
      yield explained(first.refusal, host);
      return;
    }
    const info = await readInfo(ask);
    yield checkVersion(info);
    const rights = await checkRights(ask, prefix);
    yield rights;
    if (rights.verdict === "ok") yield await checkSpeed(ask, `${prefix}doctor-${randomUUID()}`);
    yield* await checkKeeping(ask, info);
  } finally {
    close();
  }
}

/** Why Redis takes no command. Names what Redis calls it by its first word: the rest may repeat a password. */
function explained({ code, isForeign }: Refusal, host: string): Finding {
  const [found, fix] = isForeign
    ? foreign
    : (reasons[code] ?? [
        "does not let the app in",
        `Look up ${code} in the documentation of Redis, or in its log.`,
      ]);
  const named = isForeign || /[a-z]/.test(code) ? "" : ` (${code})`;
  return toFix(variable, `${host} ${found}${named}.`, fix);
}

const foreign: readonly [string, string] = [
  "answers, but not as Redis does",
  "Correct host and port. Where Redis wants TLS, begin with rediss://.",
];
const reasons: Readonly<Record<string, readonly [string, string]>> = {
  ERR: [
    "does not let the app in",
    "Where this Redis has no password, leave it out of REDIS_URL. Otherwise its log says more.",
  ],
  ECONNREFUSED: ["takes no connections", "Start Redis, or correct host and port."],
  ENOTFOUND: [
    "has no address here",
    "Check the spelling of the host, and the DNS of this machine.",
  ],
  EAI_AGAIN: [
    "has no address here",
    "Check the spelling of the host, and the DNS of this machine.",
  ],
  "no answer": [
    "does not answer",
    "Let this machine through the firewall to it. Where Redis has no TLS, begin with redis://.",
  ],
  WRONGPASS: [
    "refuses user and password",
    "Write redis://USER:PASSWORD@HOST:PORT, signs such as @ and / in them percent-encoded; without a user, redis://:PASSWORD@HOST:PORT.",
  ],
  NOAUTH: ["wants a password", "Write redis://:PASSWORD@HOST:PORT, or USER:PASSWORD."],
  "no such database": [
    "has no database of this number",
    "Correct the number behind the port, or leave it out.",
  ],
  LOADING: ["is still reading its data", "Wait until it has, and run the doctor again."],
  CERTIFICATE: [
    "shows a certificate that Node does not trust",
    "Give Node the certificate of who issued it: NODE_EXTRA_CA_CERTS=FILE.",
  ],
};

/** The app was made for Redis 6.2 and newer; every Valkey is newer. */
function checkVersion({ server, version }: RedisInfo): Finding {
  if (version === undefined) {
    return advice(
      variable,
      "The version could not be asked.",
      "See to it that it is Redis 6.2 or newer, or Valkey.",
    );
  }
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isValkey = server === "valkey";
  const name = isValkey ? "Valkey" : "Redis";
  const isNew = isValkey || major > 6 || (major === 6 && minor >= 2);
  return isNew
    ? ok(variable, `${name} ${version} answers.`)
    : toFix(variable, `Redis ${version} is too old.`, "Use Redis 6.2 or newer, or Valkey.");
}

const writes = 20;
const slowWriteMs = 20;

async function checkSpeed(ask: Ask, key: string): Promise<Finding> {
  const startedAt = performance.now();
  for (let write = 0; write < writes; write += 1) {
    const answer = await ask("HSET", key, "field", String(write));
    if (answer.outcome === "refused") {
      return toFix(
        variable,
        `Writes began to fail (${answer.refusal.code}).`,
        "Look into the log of Redis, and run the doctor again.",
      );
    }
    if (write === 0) await ask("PEXPIRE", key, "60000"); // for a doctor that is stopped
  }
  const milliseconds = (performance.now() - startedAt) / writes;
  await ask("DEL", key);
  const speed = `a write takes ${milliseconds.toFixed(milliseconds < 1 ? 2 : 0)} ms`;
  if (milliseconds < slowWriteMs) return ok(variable, `It is quick: ${speed}.`);
  return advice(
    variable,
    `It is slow: ${speed}, and a page makes several.`,
    "Run Redis in the network of the app, and look at how busy it is.",
  );
}
