import { advice, type Finding, ok } from "./finding.ts";
import type { Ask } from "./redis-probe.ts";

/** What Redis says of itself. */
export interface RedisInfo {
  /** `redis` or `valkey`. */
  readonly server: string;
  readonly version: string | undefined;
  /** In bytes; 0: no limit. Undefined: not known. */
  readonly memoryLimit: number | undefined;
  readonly evictionPolicy: string | undefined;
}

const variable = "REDIS_URL";

/** What INFO says; where it is refused, of the version what HELLO says. */
export async function readInfo(ask: Ask): Promise<RedisInfo> {
  const answer = await ask("INFO");
  if (answer.outcome === "answered" && typeof answer.reply === "string") {
    const fields = Object.fromEntries(
      answer.reply.split("\r\n").map((line) => line.split(/:(.*)/s).slice(0, 2)),
    );
    const { valkey_version: valkey, redis_version: redis, maxmemory, maxmemory_policy } = fields;
    return {
      server: valkey === undefined ? "redis" : "valkey",
      version: valkey ?? redis,
      memoryLimit: maxmemory === undefined ? undefined : Number(maxmemory),
      evictionPolicy: maxmemory_policy,
    };
  }
  const greeting = pairsOf(await ask("HELLO"));
  return {
    server: greeting.get("server") ?? "redis",
    version: greeting.get("version"),
    memoryLimit: undefined,
    evictionPolicy: undefined,
  };
}

/**
 * Whether Redis throws away sessions when its memory is full, and whether it has them again after a
 * restart. Where it may not be asked, as with a managed Redis, that is advice.
 *
 * @see Redis, "Key eviction" and "Redis persistence"
 */
export async function checkKeeping(ask: Ask, info: RedisInfo): Promise<readonly Finding[]> {
  const settings = new Map([
    ...pairsOf(await ask("CONFIG", "GET", "maxmemory*")),
    ...pairsOf(await ask("CONFIG", "GET", "append*")),
    ...pairsOf(await ask("CONFIG", "GET", "save")),
  ]);
  const limit = settings.get("maxmemory");
  const memoryLimit = limit === undefined ? info.memoryLimit : Number(limit);
  const policy = settings.get("maxmemory-policy") ?? info.evictionPolicy;
  const appendOnly = settings.get("appendonly");
  const unknown = [
    ...(memoryLimit === undefined || policy === undefined ? ["maxmemory-policy"] : []),
    ...(appendOnly === undefined ? ["appendonly and save"] : []),
  ];
  return [
    ...(memoryLimit !== undefined && policy !== undefined
      ? [checkEviction(memoryLimit, policy)]
      : []),
    ...(appendOnly === undefined
      ? []
      : [checkPersistence(appendOnly === "yes", settings.get("save") ?? "")]),
    ...(unknown.length > 0 ? [couldNotBeAsked(unknown)] : []),
  ];
}

function checkEviction(memoryLimit: number, policy: string): Finding {
  if (memoryLimit === 0) return ok(variable, "It has no memory limit, and throws nothing away.");
  if (policy === "noeviction") {
    return ok(variable, "When its memory is full it throws nothing away (noeviction).");
  }
  return advice(
    variable,
    `When its memory is full it throws keys away (maxmemory-policy ${policy}): people would be signed out, and their tokens could not be given back.`,
    "Set maxmemory-policy noeviction, and give it memory enough.",
  );
}

function checkPersistence(isAppendOnly: boolean, save: string): Finding {
  if (isAppendOnly) return ok(variable, "It keeps its data over a restart (append-only file).");
  if (save !== "") {
    return ok(variable, "It keeps its data over a restart, as of its last snapshot.");
  }
  return advice(
    variable,
    "It keeps nothing on disk: after a restart everybody is signed out, and tokens that were kept could not be given back.",
    "Set appendonly yes.",
  );
}

function couldNotBeAsked(names: readonly string[]): Finding {
  return advice(
    variable,
    `Its settings could not be asked: ${names.join(", ")}. A managed Redis often refuses CONFIG.`,
    "See to it at the provider that maxmemory-policy is noeviction, and that data are kept over a restart.",
  );
}

/** Names with their values, as both protocols of Redis give them. Empty when it was refused. */
function pairsOf(answer: Awaited<ReturnType<Ask>>): ReadonlyMap<string, string> {
  if (answer.outcome === "refused" || !Array.isArray(answer.reply)) return new Map();
  const list = answer.reply.map(String);
  return new Map(
    list.flatMap((name, at) => (at % 2 === 0 ? [[name, list[at + 1] ?? ""] as const] : [])),
  );
}
