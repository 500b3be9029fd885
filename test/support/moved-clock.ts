/**
 * The setting that has a process of Node go by another clock than this machine's.
 *
 * @param aheadMs by how much `Date` is ahead there
 */
export function movedClock(aheadMs: number): Readonly<Record<"NODE_OPTIONS", string>> {
  const module = `
    const RealDate = Date;
    globalThis.Date = class Date extends RealDate {
      constructor(...parts) {
        if (parts.length === 0) super(Date.now());
        else super(...parts);
      }
      static now() {
        return RealDate.now() + ${aheadMs};
      }
    };
    console.log(\`the clock is \${Math.round((Date.now() - RealDate.now()) / 1000)} s ahead\`);
  `;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(module)}` };
}
