/** Work that goes on behind an answer that was given without it. */
export interface Background {
  add(work: Promise<unknown>): void;
  /** When nothing is under way any more, however it ended. */
  idle(): Promise<void>;
}

/** Lets whoever ends the process wait for what nobody else waits for. */
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
