import type { AttemptRows, FormRows } from "../shared-store.ts";
import { bytesOf, isDone, numberOf } from "./redis-replies.ts";
import type { RedisContext } from "./redis-sessions.ts";

/** What forms and attempts need beside it: epoch milliseconds. */
type Context = RedisContext & { readonly now: () => number };

/** Forms, each a hash, and an index for each session. */
export function createRedisForms({ connection, keys, ttlUntil, now }: Context): FormRows {
  return {
    async begin({ id, session, sealed, begunAt, expiresAt }, keepNewest) {
      const touched = [keys.form(id), keys.formsOf(session), keys.session(session)];
      const values = [
        ...[keys.prefix, id, session, sealed, begunAt, expiresAt],
        ...[ttlUntil(expiresAt), now(), keepNewest],
      ];
      return isDone(await connection.run((client) => client.beginForm(touched, values)));
    },

    async finish(id, sealed) {
      await connection.run((client) => client.finishForm([keys.form(id)], [keys.prefix, sealed]));
    },

    async get(id, session) {
      const row = await connection.run((client) => client.hGetAll(keys.form(id)));
      const isTheirs = row.session !== undefined && String(row.session) === session;
      if (!isTheirs || numberOf(row.ends) <= now()) return undefined;
      return {
        sealed: bytesOf(row.sealed),
        isDone: numberOf(row.done) === 1,
        begunAt: numberOf(row.begun),
      };
    },
  };
}

/** Sign-in attempts, each a hash, and an index for each browser. */
export function createRedisAttempts({ connection, keys, ttlUntil, now }: Context): AttemptRows {
  return {
    async add({ id, browser, sealed, expiresAt }, keepNewest) {
      const touched = [keys.attempt(id), keys.ofBrowser(browser)];
      const values = [keys.prefix, id, browser, sealed, expiresAt, ttlUntil(expiresAt), keepNewest];
      await connection.run((client) => client.addAttempt(touched, values));
    },

    async take(id) {
      const values = [keys.prefix, id, now()];
      const sealed = await connection.run((client) =>
        client.takeAttempt([keys.attempt(id)], values),
      );
      return sealed === null ? undefined : bytesOf(sealed);
    },
  };
}
