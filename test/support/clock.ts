/** A clock that starts at the real time and runs only when it is moved. */
export function aClock() {
  let time = Date.now();
  return {
    now: () => time,
    move: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
