/** Work that continues after the response was sent. */
export type Background = ReturnType<typeof createBackground>;

/** Keeps track of that work, so that `drain` can wait for it. */
export function createBackground() {
  const underWay = new Set<Promise<unknown>>();
  return {
    add(work: Promise<unknown>): void {
      const ended: Promise<unknown> = work.then(done, done);
      function done(): void {
        underWay.delete(ended);
      }
      underWay.add(ended);
    },
    /** Resolves when all work has ended, whether it succeeded or failed. */
    async idle(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
