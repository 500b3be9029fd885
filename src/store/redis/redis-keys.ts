import type { Id } from "../shared-store.ts";

/** The keys of rows and indexes, by name. */
export type RedisKeys = ReturnType<typeof keysWith>;

/**
 * How rows lie in Redis. All keys begin with the prefix, whose braces put them into one hash slot: so
 * a script may touch keys that it finds out only as it runs, such as those of a session's forms, also
 * on a cluster with a single address. (A client that knows a cluster's nodes is not built in.)
 *
 * | key | type | holds |
 * |---|---|---|
 * | `s:SESSION` | hash | person, sealed, created, seen, proof; tokens, version, failures; owner and until of the lease; `a:NAME` for each attachment |
 * | `p:PERSON` | sorted set | sessions of a person, in the order in which they began; those whose hash is gone are skipped and removed |
 * | `ends` | sorted set | all sessions by the time at which they end |
 * | `f:FORM` | hash | session, sealed, done, begun, ends |
 * | `sf:SESSION` | sorted set | forms of a session, in the order in which they came |
 * | `a:ATTEMPT` | hash | browser, sealed, ends |
 * | `b:BROWSER` | sorted set | attempts of a browser, in the order in which they came |
 *
 * A session is one hash, so that all that is written to it goes with it. Every key has a time to
 * live: rows as long as they are valid, indexes as long as their longest row. It is counted from the
 * caller's clock and only removes what is left over; no answer depends on it. Only leases run by
 * Redis' own clock.
 *
 * Two kinds of row have their place here and are not built: `r:PERSON`, refresh tokens still to be
 * revoked, and `c:NAME`, counters of rate limits.
 */
export function keysWith(prefix: string) {
  return {
    prefix,
    session: (id: Id) => `${prefix}s:${id}`,
    ofPerson: (person: Id) => `${prefix}p:${person}`,
    ends: `${prefix}ends`,
    form: (id: Id) => `${prefix}f:${id}`,
    formsOf: (session: Id) => `${prefix}sf:${session}`,
    attempt: (id: Id) => `${prefix}a:${id}`,
    ofBrowser: (browser: Id) => `${prefix}b:${browser}`,
    /** Only while a script tries what the user may do. */
    trial: `${prefix}trial`,
  };
}
