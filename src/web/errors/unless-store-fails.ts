import type { Log } from "../../log.ts";
import { StoreError } from "../../store-error.ts";

/**
 * For what a page only wants to remember: a store that cannot be written costs no page that reads.
 *
 * @returns a handler that logs StoreError and throws what else there is
 */
export function unlessStoreFails(log: Log): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof StoreError)) throw error;
    log.warn("page.not-remembered");
  };
}
