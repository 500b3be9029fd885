/** A hash that stands for a session, a person, a browser, a form or an attempt. It opens nothing. */
export type Id = string;

/** The ids of one person: one for each session secret, newest first. Writing takes the newest. */
export type PersonIds = readonly [Id, ...Id[]];

/** Encrypted above the store, which understands nothing of it. */
export type Sealed = Uint8Array;

/**
 * What the processes of the app share. A store keeps sealed rows under hashed ids; sealing, scopes,
 * words and lifetimes lie above it.
 *
 * Each method is one atomic step, also between processes, and runs nothing of the caller's inside it.
 * All reject with StoreError when the store fails. Times are epoch milliseconds by the clock that the
 * store was opened with, but for leases: they run by the store's own clock, because the clocks of
 * machines differ. Rows past their `expiresAt` may be gone, or not yet.
 */
export interface SharedStore {
  readonly sessions: SessionRows;
  readonly tokens: TokenRows;
  readonly attachments: AttachmentRows;
  readonly forms: FormRows;
  readonly attempts: AttemptRows;
  /** Resolves when the store answers. */
  ping(): Promise<void>;
  /** Deletes what is past its `expiresAt`, a little at a time. Gives how many sessions are left. */
  sweep(): Promise<{ readonly sessions: number }>;
  close(): Promise<void>;
}

/** A session without what hangs on it. */
export interface SessionRow {
  readonly id: Id;
  /** The newest id of its person. */
  readonly person: Id;
  readonly sealed: Sealed;
  readonly createdAt: number;
  readonly seenAt: number;
  /** `seenAt` once more, sealed, so that nobody who can write to the store makes it later. */
  readonly seenProof: Sealed;
}

/** A session with what hangs on it, as one reading gives it. */
export interface WholeSession extends SessionRow {
  readonly tokens: TokensRow | undefined;
  /** By name. */
  readonly attachments: Readonly<Record<string, Sealed>>;
}

/** The tokens of a session. */
export interface TokensRow {
  readonly sealed: Sealed;
  /** Counts every write, so that nobody writes back what another has replaced. */
  readonly version: number;
  /** How often a refresh failed. */
  readonly failures: number;
}

/** A session that begins. */
export interface NewSession extends SessionRow {
  readonly tokens: Sealed | undefined;
  readonly expiresAt: number;
}

/** The session that a new one takes the place of. */
export interface PreviousSession {
  readonly id: Id;
  /** Of the tokens that were read; undefined when it had none. */
  readonly version: number | undefined;
  /** Whether its forms go over to the new one. */
  readonly keepsForms: boolean;
}

/** The tokens of a session that was ended. */
export interface EndedTokens {
  readonly session: Id;
  readonly sealed: Sealed;
}

/** Sessions. Everything that hangs on one goes with it, however it ends. */
export interface SessionRows {
  get(id: Id): Promise<WholeSession | undefined>;
  /**
   * All that a sign-in changes: the new session with its tokens comes, the one before goes. `moved`
   * when the one before has other tokens by now, or has ended: then nothing has changed.
   */
  begin(session: NewSession, previous?: PreviousSession): Promise<"begun" | "moved">;
  /** Replaces what is sealed. False when the session is not there: it never comes back. */
  update(id: Id, sealed: Sealed): Promise<boolean>;
  /** Notes that it was seen, unless that is noted for the same time or later; never brings it back. */
  touch(
    id: Id,
    seen: Pick<SessionRow, "seenAt" | "seenProof"> & { readonly expiresAt: number },
  ): Promise<void>;
  /** Ends one. With `person`: only if it is theirs. Gives its tokens. */
  end(id: Id, person?: PersonIds): Promise<readonly EndedTokens[]>;
  /** Ends those of a person but for the `keepNewest` that began last. Gives their tokens. */
  endAllOf(person: PersonIds, keepNewest: number): Promise<readonly EndedTokens[]>;
  /** In no particular order. */
  listOf(person: PersonIds): Promise<readonly SessionRow[]>;
}

/** Whose turn it is to write tokens. */
export type WriteCondition =
  /** They are still those that were read. */
  | { readonly version: number }
  /** The lease is still this owner's. Writing gives it back. */
  | { readonly owner: string };

/** The tokens of sessions, and the lease to refresh them, which one process has at a time. */
export interface TokenRows {
  get(session: Id): Promise<TokensRow | undefined>;
  /**
   * Claims the lease for so many milliseconds of the store's clock, when it is free or has run out
   * and the tokens are still those of this version.
   */
  lease(
    session: Id,
    claim: { readonly version: number; readonly owner: string; readonly forMs: number },
  ): Promise<boolean>;
  /** Replaces tokens and counts their version. False when the condition does not hold any more. */
  write(session: Id, condition: WriteCondition, sealed: Sealed): Promise<boolean>;
  /** Gives the lease back after a failure, and counts it; nothing when it is not this owner's. */
  release(session: Id, owner: string): Promise<void>;
}

/** What else is kept beside a session, by name. */
export interface AttachmentRows {
  /** In place of the one of this name; nothing when the session is not there. */
  put(session: Id, name: string, sealed: Sealed): Promise<void>;
}

/** A form that was sent. */
export interface FormRow {
  readonly sealed: Sealed;
  readonly isDone: boolean;
  readonly begunAt: number;
}

/** Forms that were sent, by their one-time key. */
export interface FormRows {
  /**
   * False when there is one of this id that has not expired, or its session is not there. Beyond
   * `keepNewest`, the session's oldest go.
   */
  begin(
    form: {
      readonly id: Id;
      readonly session: Id;
      readonly sealed: Sealed;
      readonly begunAt: number;
      readonly expiresAt: number;
    },
    keepNewest: number,
  ): Promise<boolean>;
  /** Keeps what came of it; nothing when it is gone. */
  finish(id: Id, sealed: Sealed): Promise<void>;
  /** Of this session, and not expired. */
  get(id: Id, session: Id): Promise<FormRow | undefined>;
}

/** Sign-in attempts that wait for their response. */
export interface AttemptRows {
  /** Beyond `keepNewest`, the browser's oldest go. */
  add(
    attempt: {
      readonly id: Id;
      readonly browser: Id;
      readonly sealed: Sealed;
      readonly expiresAt: number;
    },
    keepNewest: number,
  ): Promise<void>;
  /** Takes it out, once; undefined when it is not there, or has expired. */
  take(id: Id): Promise<Sealed | undefined>;
}
