import type { CheckName, MessageName, NoteName } from "./step-names.ts";

/** Who takes part in a sign-in. */
export type Party = "browser" | "app" | "asana";

/**
 * What happened in one sign-in, in order. It is plain JSON, because it is stored. It holds no
 * secret: `shown-values.ts` blanks secrets before they get here.
 */
export interface SignInRecord {
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly steps: readonly SignInStep[];
  /** Why the sign-in failed: a kind of error, or `declined`. */
  readonly failure?: string;
}

/** One step of a sign-in. */
export type SignInStep = Message | Note | Check;

/** A request, an answer or a redirect. */
export interface Message extends Step {
  readonly kind: "message";
  readonly name: MessageName;
  readonly title: string;
  readonly from: Party;
  readonly to: Party;
  readonly method?: string;
  /** Without its query, whose parameters stand below. */
  readonly url?: string;
  readonly parameters?: readonly Parameter[];
  readonly status?: number;
  /** Of an answer: how long it took over the wire, up to its headers. */
  readonly durationMs?: number;
  /** Why there was no answer. */
  readonly failure?: "no-connection" | "timeout";
  /** Between the browser and the provider, which this app cannot see, only infer. */
  readonly isOutOfSight?: true;
}

/** Something that a party did between two messages. */
export interface Note extends Step {
  readonly kind: "note";
  readonly name: NoteName;
  readonly title: string;
  readonly at: Party;
  readonly parameters?: readonly Parameter[];
}

/** One check, by this app or by a library. */
export interface Check extends Step {
  readonly kind: "check";
  readonly name: CheckName;
  /** What must be true. */
  readonly what: string;
  /** Who looked: this app, or a library by name. */
  readonly by: string;
  /** The rule that asks for it: document and section. */
  readonly source: string;
  readonly outcome: "passed" | "failed" | "not-applicable";
  /** What the check found, and the one value that it compared this with, if there is one. */
  readonly saw: string;
  readonly expected?: string;
}

/** A name with its value: in full, its beginning, or the length alone when it is secret. */
export interface Parameter {
  readonly name: string;
  readonly value?: string;
  /** In characters, when `value` is not all of it. */
  readonly length?: number;
}

interface Step {
  /** Milliseconds since the sign-in began. */
  readonly atMs: number;
}
