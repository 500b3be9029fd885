/** Work that continues after the response was sent. */
export interface Background {
  add(work: Promise<unknown>): void;
  /** Resolves when all work has ended, whether it succeeded or failed. */
  idle(): Promise<void>;
}

/** Keeps track of work that continues after the response was sent. Lets shutdown wait for it. */
export function createBackground(): Background {
  const underWay = new Set<Promise<unknown>>();
  return {
    add(work) {
      const ended: Promise<unknown> = work.then(done, done);
      function done(): void {
        underWay.delete(ended);
      }
      underWay.add(ended);
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
