import { seen } from "./shown-values.ts";
import type { Message, Parameter, SignInRecord, SignInStep } from "./sign-in-record.ts";
import {
  type CheckName,
  checks,
  type MessageName,
  messages,
  type NoteName,
  notes,
} from "./step-names.ts";

/** Writes down what happens in one sign-in. */
export interface SignInRecorder {
  message(name: MessageName, details?: MessageDetails): void;
  note(name: NoteName, parameters?: readonly Parameter[]): void;
  check(name: CheckName, finding: Finding): void;
  /** Ends the record of a sign-in that failed, with the reason. */
  fail(kind: string): void;
  /** What has been written down so far. */
  record(): SignInRecord;
}

type MessageDetails = Partial<Omit<Message, "kind" | "name" | "title" | "from" | "to" | "atMs">>;

/** What a check found; shown as text, and cut. */
export interface Finding {
  readonly outcome: "passed" | "failed" | "not-applicable";
  readonly saw: unknown;
  readonly expected?: unknown;
}

/**
 * Starts the record of a sign-in, or goes on with one.
 *
 * @param now epoch milliseconds
 * @param begun the first half, as it came back with the sign-in attempt
 */
export function createSignInRecorder(options: {
  readonly now: () => number;
  readonly begun?: SignInRecord;
}): SignInRecorder {
  const openedAt = options.now();
  const openedAtExactly = performance.now();
  const startedAt = options.begun?.startedAt ?? openedAt;
  const steps: SignInStep[] = [...(options.begun?.steps ?? [])];
  let failure: string | undefined;

  /** By a clock that never jumps, to a tenth of a millisecond, from when this half began. */
  function atMs(): number {
    const elapsed = openedAt - startedAt + performance.now() - openedAtExactly;
    return Math.round(elapsed * 10) / 10;
  }

  return {
    message(name, details = {}) {
      steps.push({ kind: "message", name, ...messages[name], ...details, atMs: atMs() });
    },
    note(name, parameters = []) {
      steps.push({ kind: "note", name, ...notes[name], parameters, atMs: atMs() });
    },
    check(name, { outcome, saw, expected }) {
      steps.push({
        kind: "check",
        name,
        ...checks[name],
        outcome,
        saw: seen(saw),
        ...(expected !== undefined && { expected: seen(expected) }),
        atMs: atMs(),
      });
    },
    fail(kind) {
      failure = kind;
    },
    record: () => ({ startedAt, steps: [...steps], ...(failure !== undefined && { failure }) }),
  };
}
