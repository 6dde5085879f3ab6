export type TrueClock = {
  /** The region's clock as of its last answer, carried on by a watch that nobody sets; before any answer the machine's. */
  readonly now: () => number;
  /** Age of an instant of the region, by whichever clock makes it older: nothing looks fresher than it is. */
  readonly ageMs: (instant: string) => number;
  /** What the region's clock shows now. */
  readonly hear: (instant: string) => void;
  /** Whether the clock of this machine is off by more than a few minutes from the region's. */
  readonly isOff: () => boolean;
};

const OFF_MS = 5 * 60_000;

/**
 * A clock for what is purged and how old it is. The clock of a small machine jumps: its battery is dead, somebody sets it. A jump
 * forward must not throw away what the clinic needs today, one backward must not make old results look new.
 * @param clock the machine's; @param watch milliseconds that only rise, from any beginning
 */
export function trueClock(clock: () => Date, watch: () => number = () => performance.now()): TrueClock {
  let anchor: { readonly region: number; readonly watch: number } | undefined;
  const carried = (): number | undefined => anchor && anchor.region + (watch() - anchor.watch);
  const now = (): number => carried() ?? clock().getTime();
  return {
    now,
    // A watch stands still while the machine sleeps; its clock does not.
    ageMs: (instant) => Math.max(now(), clock().getTime()) - Date.parse(instant),
    hear(instant) {
      anchor = { region: Date.parse(instant), watch: watch() };
    },
    isOff: () => Math.abs((carried() ?? clock().getTime()) - clock().getTime()) > OFF_MS,
  };
}
