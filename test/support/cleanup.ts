import { afterEach } from "@jest/globals";

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Runs after the current test, last registered first. */
export function afterThisTest(cleanup: () => unknown): void {
  cleanups.push(cleanup);
}
