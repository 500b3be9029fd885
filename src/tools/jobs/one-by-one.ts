import { AsanaApiError } from "../../asana/api-error.ts";
import { apiErrorWords } from "../../words/api-error-words.ts";

/** What came of the change of one thing. */
export type Outcome<Item> =
  | { readonly item: Item; readonly outcome: "done" }
  | { readonly item: Item; readonly outcome: "refused"; readonly error: AsanaApiError }
  /** Asana may have done it: its answer is missing, or was not waited for. */
  | { readonly item: Item; readonly outcome: "unknown"; readonly reason: string };

/**
 * Changes things at Asana one after the other and tells of each what came of it. A thing that Asana
 * refuses does not keep it from the rest; a token that is no longer accepted does.
 *
 * @param signal ends it between two of them, and the calls themselves
 * @throws AsanaApiError `unauthorized`; the signal's reason
 */
export async function* oneByOne<Item>(
  items: readonly Item[],
  change: (item: Item) => Promise<unknown>,
  signal: AbortSignal,
): AsyncGenerator<Outcome<Item>> {
  for (const item of items) {
    signal.throwIfAborted();
    yield await outcomeOf(item, change, signal);
  }
  signal.throwIfAborted();
}

async function outcomeOf<Item>(
  item: Item,
  change: (item: Item) => Promise<unknown>,
  signal: AbortSignal,
): Promise<Outcome<Item>> {
  try {
    await change(item);
    return { item, outcome: "done" };
  } catch (error) {
    if (signal.aborted) return { item, outcome: "unknown", reason: "It was interrupted." };
    if (!(error instanceof AsanaApiError) || error.kind === "unauthorized") throw error;
    return mayBeDone(error)
      ? { item, outcome: "unknown", reason: apiErrorWords[error.kind].whatHappened }
      : { item, outcome: "refused", error };
  }
}

function mayBeDone({ kind }: AsanaApiError): boolean {
  return ["failed", "unreachable", "slow", "unreadable"].includes(kind);
}
