/** A device whose clock is off by more than this is told so: waiting times and deadlines are the region's. */
export const SKEW_LIMIT_MS = 120_000;

/**
 * How far the region's clock is ahead of this device's, in ms: the answer's `Date` (whole seconds, RFC 9110 §5.6.7) against
 * the middle of the round trip. Undefined for an answer without a readable date.
 */
export function skewOf(date: string | null, askedAt: number, answeredAt: number): number | undefined {
  const said = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(said)) return undefined;
  // The header is cut to whole seconds: on average half a second has gone since.
  return said + 500 - (askedAt + answeredAt) / 2;
}

/**
 * The region's clock as this device knows it. Of the last answers the quickest is believed: a slow line delays the answer,
 * not the question.
 */
export function makeClock(device: () => number = Date.now) {
  let kept: { skew: number; trip: number; at: number } | undefined;
  return {
    heard(date: string | null, askedAt: number, answeredAt: number): void {
      const skew = skewOf(date, askedAt, answeredAt);
      if (skew === undefined) return;
      const trip = answeredAt - askedAt;
      // An hour later a device may have been asleep or set: then the next answer counts, whatever it took.
      const jumped = kept !== undefined && Math.abs(skew - kept.skew) > trip + 2000;
      if (kept === undefined || jumped || trip <= kept.trip || answeredAt - kept.at > 3_600_000)
        kept = { skew, trip, at: answeredAt };
    },
    /** What is believed of the region's clock until it has answered: what a sign-in told of it. */
    believe(skew: number): void {
      kept ??= { skew, trip: Number.POSITIVE_INFINITY, at: device() };
    },
    /** Now on the region's clock; on the device's until the region has answered once. */
    now: (): Date => new Date(device() + (kept?.skew ?? 0)),
    /** Region minus device in ms; undefined until the region has answered. */
    skew: (): number | undefined => kept?.skew,
    isOff: (): boolean => Math.abs(kept?.skew ?? 0) > SKEW_LIMIT_MS,
  };
}

export const regionClock = makeClock();
export const regionNow = (): Date => regionClock.now();
