import { AsanaApiError } from "../../asana/api-error.ts";
import { apiErrorWords } from "../../words/api-error-words.ts";

/** The result of one change. */
export type Outcome<Item> =
  | { readonly item: Item; readonly outcome: "done" }
  | { readonly item: Item; readonly outcome: "refused"; readonly error: AsanaApiError }
  /** Asana may have done it: its answer did not come, or the command did not wait for it. */
  | { readonly item: Item; readonly outcome: "unknown"; readonly reason: string };

/**
 * Changes things at Asana one after the other, and yields the result of each. It continues after a
 * change that Asana refuses, and ends when Asana no longer accepts the token.
 *
 * @param signal ends the work between two changes
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
