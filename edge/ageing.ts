const LEAP_MS = 10 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/**
 * A clock for what is given up by its age. The clock of a small machine leaps: its battery is dead, somebody mistypes the
 * year. What a leap ahead has made old cannot be had again when the clock is set right, so a leap is believed when it has
 * stood for a day; until then time only passes. A clock that is set back is believed at once: it gives up less.
 * @param steady milliseconds that only rise
 */
export function ageingClock(clock: () => Date, steady: () => number = () => performance.now()): () => Date {
  let known = { wall: clock().getTime(), steady: steady() };
  let leapAt: number | undefined;
  return () => {
    const now = { wall: clock().getTime(), steady: steady() };
    const carried = known.wall + now.steady - known.steady;
    if (now.wall > carried + LEAP_MS) {
      leapAt ??= now.steady;
      if (now.steady - leapAt < DAY_MS) return new Date(carried);
    }
    known = now;
    leapAt = undefined;
    return new Date(now.wall);
  };
}
