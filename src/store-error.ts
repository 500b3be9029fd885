/** The app cannot use the store: that ends the start, and later gives 503 until the store is back. */
export class StoreError extends Error {
  constructor(cause: unknown) {
    super("the session store failed", { cause });
    this.name = "StoreError";
  }
}
