import type { AttachmentRows, PersonIds, SessionRows, TokenRows } from "../shared-store.ts";
import type { RedisConnection } from "./redis-connection.ts";
import type { RedisKeys } from "./redis-keys.ts";
import {
  attachmentField,
  endedTokensOf,
  isDone,
  listOf,
  sessionRowOf,
  tokensOf,
  wholeSessionOf,
} from "./redis-replies.ts";

/** What each part of the store works with. */
export interface RedisContext {
  readonly connection: RedisConnection;
  readonly keys: RedisKeys;
  /** How long a row lives that ends then, by the caller's clock. */
  readonly ttlUntil: (expiresAt: number) => number;
}

/** Sessions, each a hash. */
export function createRedisSessions({ connection, keys, ttlUntil }: RedisContext): SessionRows {
  const { prefix } = keys;
  const ofPersons = (person: PersonIds) => person.map(keys.ofPerson);
  return {
    async get(id) {
      return wholeSessionOf(id, await connection.run((client) => client.hGetAll(keys.session(id))));
    },

    async begin(session, previous) {
      const { id, person, expiresAt, tokens } = session;
      const touched = [keys.session(id), keys.ofPerson(person), keys.ends];
      const ofPrevious = previous
        ? [keys.session(previous.id), keys.formsOf(previous.id), keys.formsOf(id)]
        : [];
      const values = [
        ...[prefix, id, person, session.sealed, session.createdAt, session.seenAt],
        ...[session.seenProof, expiresAt, ttlUntil(expiresAt), tokens ? 1 : 0, tokens ?? ""],
        ...[previous?.id ?? "", previous?.version ?? "", previous?.keepsForms ? 1 : 0],
      ];
      const begun = await connection.run((client) =>
        client.beginSession([...touched, ...ofPrevious], values),
      );
      return isDone(begun) ? "begun" : "moved";
    },

    async update(id, sealed) {
      const values = [prefix, "sealed", sealed];
      return isDone(
        await connection.run((client) => client.writeField([keys.session(id)], values)),
      );
    },

    async touch(id, { seenAt, seenProof, expiresAt }) {
      const values = [prefix, id, seenAt, seenProof, expiresAt, ttlUntil(expiresAt)];
      await connection.run((client) => client.touchSession([keys.session(id), keys.ends], values));
    },

    async end(id, person) {
      const values = [prefix, id, ...(person ?? [])];
      return endedTokensOf(
        await connection.run((client) => client.endSession([keys.session(id), keys.ends], values)),
      );
    },

    async endAllOf(person, keepNewest) {
      const values = [prefix, keepNewest];
      return endedTokensOf(
        await connection.run((client) => client.endAllOf(ofPersons(person), values)),
      );
    },

    async listOf(person) {
      const rows = await connection.run((client) => client.listOf(ofPersons(person), [prefix]));
      return listOf(rows).map(sessionRowOf);
    },
  };
}

/** Tokens, fields of their session's hash. */
export function createRedisTokens({ connection, keys }: RedisContext): TokenRows {
  const { prefix } = keys;
  return {
    async get(session) {
      const fields = ["tokens", "version", "failures"];
      return tokensOf(
        await connection.run((client) => client.hmGet(keys.session(session), fields)),
      );
    },

    async lease(session, { version, owner, forMs }) {
      const values = [prefix, version, owner, forMs];
      return isDone(
        await connection.run((client) => client.leaseTokens([keys.session(session)], values)),
      );
    },

    async write(session, condition, sealed) {
      const [field, expected] =
        "owner" in condition ? ["owner", condition.owner] : ["version", condition.version];
      const values = [prefix, field, expected, sealed];
      return isDone(
        await connection.run((client) => client.writeTokens([keys.session(session)], values)),
      );
    },

    async release(session, owner) {
      await connection.run((client) =>
        client.releaseTokens([keys.session(session)], [prefix, owner]),
      );
    },
  };
}

/** Attachments, fields of their session's hash. */
export function createRedisAttachments({ connection, keys }: RedisContext): AttachmentRows {
  return {
    async put(session, name, sealed) {
      const values = [keys.prefix, attachmentField(name), sealed];
      await connection.run((client) => client.writeField([keys.session(session)], values));
    },
  };
}
