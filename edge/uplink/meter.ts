/** What is known of the line to the region; kept over restarts, for the first minutes after one. */
export type Measured = {
  /** Bytes of objects that pass in a second. */
  readonly bytesPerSecond?: number | undefined;
  /** From the first packet of a connection to its answer. */
  readonly rttMs?: number | undefined;
  /** From one cut of the line to the next. */
  readonly betweenCutsMs?: number | undefined;
  /** Since the start of the edge. */
  readonly cuts: number;
};

const KIB = 1024;
const SMALLEST_SEGMENT_BYTES = 16 * KIB;
const LARGEST_SEGMENT_BYTES = 4 * KIB * KIB;
/** Of what passes between two cuts, at most this may be under way, for it is lost with the line. */
const UNDER_WAY_SHARE = 0.015;
/** Until a line has shown how long it holds. */
const ASSUMED_BETWEEN_CUTS_MS = 60_000;
/** The newest cut weighs this much; the newest rate loses half its weight in so many milliseconds of sending. */
const NEWEST_SHARE = 0.3;
const HALF_LIFE_MS = 15_000;

/** Measures the line: what passes, how long an answer takes, and how long it holds. Times are those of the caller's steady clock. */
export function makeMeter(known: Partial<Measured>, now: number) {
  let { rttMs, betweenCutsMs } = known;
  let cuts = 0;
  let lastCutAt = now;
  let busySince: number | undefined;
  let [underWay, busyMs, bytes] = [0, 0, 0];
  if (known.bytesPerSecond !== undefined) [busyMs, bytes] = [1000, known.bytesPerSecond];

  function settle(at: number): void {
    if (busySince === undefined) return;
    const passed = Math.max(0, at - busySince);
    const kept = 0.5 ** (passed / HALF_LIFE_MS);
    busyMs = busyMs * kept + passed;
    bytes *= kept;
    busySince = at;
  }
  const bytesPerSecond = (): number | undefined => (busyMs > 0 && bytes > 0 ? (1000 * bytes) / busyMs : undefined);

  return {
    began(at: number): void {
      settle(at);
      if (underWay === 0) busySince = at;
      underWay += 1;
    },
    /** `passed`: bytes that the region has confirmed. */
    ended(at: number, passed: number): void {
      settle(at);
      bytes += passed;
      underWay -= 1;
      if (underWay === 0) busySince = undefined;
    },
    connected(tookMs: number): void {
      rttMs = rttMs === undefined ? tookMs : rttMs + NEWEST_SHARE * (tookMs - rttMs);
    },
    /** The line broke under way; several connections that break with it are one cut. */
    cut(at: number): void {
      const held = at - lastCutAt;
      if (cuts > 0 && held < 1000) return;
      betweenCutsMs = betweenCutsMs === undefined ? held : betweenCutsMs + NEWEST_SHARE * (held - betweenCutsMs);
      cuts += 1;
      lastCutAt = at;
    },
    /**
     * Bytes of a segment: two of them under way are at most 1.5 % of what passes between two cuts; 16 KiB to 4 MiB, in
     * steps of 16 KiB. `most`: bytes in a second that the clinic allows.
     */
    segmentBytes(at: number, inFlight: number, most = Number.POSITIVE_INFINITY): number {
      const rate = Math.min(bytesPerSecond() ?? 0, most);
      const holds = Math.max(betweenCutsMs ?? ASSUMED_BETWEEN_CUTS_MS, at - lastCutAt);
      const wanted = (UNDER_WAY_SHARE * rate * (holds / 1000)) / inFlight;
      const steps = Math.floor(wanted / SMALLEST_SEGMENT_BYTES);
      return Math.min(LARGEST_SEGMENT_BYTES, Math.max(1, steps) * SMALLEST_SEGMENT_BYTES);
    },
    measured: (): Measured => ({ bytesPerSecond: bytesPerSecond(), rttMs, betweenCutsMs, cuts }),
  };
}
export type Meter = ReturnType<typeof makeMeter>;
