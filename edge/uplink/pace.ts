import type { UplinkSettings } from '../../schemas/edge/uplink.ts';
import type { Class } from './line.ts';

type PaceSettings = Pick<UplinkSettings, 'capKbits' | 'timetable' | 'bulkHours' | 'consultSharePercent'>;

/** A kilobit is a thousand bits, a byte eight of them. */
const BYTES_PER_KBIT = 125;
/** What is left for the others during a consult where the line's rate is unknown: 8 kbit/s. */
const LEAST_SHARE = 1000;
/** Unused allowance is kept for so long: a burst after a rest stays small. */
const BURST_SECONDS = 1;

/**
 * How much may go, and what: the clinic's caps by the hour, the hours of bulk, and the share that a live consult leaves.
 * Nothing is queued here; the caller asks before each segment.
 * @param steadyAt what is waited for is counted on a clock that nobody sets back; hours are those of `now`
 */
export function makePace(settings: PaceSettings, zone: string, steadyAt: (now: number) => number = (now) => now) {
  const minuteOf = clockOf(zone);
  const all = makeBucket();
  const others = makeBucket();
  let consultEnd = Number.NEGATIVE_INFINITY;

  /** Bytes a second that the clinic allows at this hour; the first entry of the timetable that fits counts. */
  function most(now: number): number {
    const minute = minuteOf(now);
    const hours = settings.timetable.find((one) => isWithin(minute, one));
    const kbits = hours?.capKbits ?? settings.capKbits;
    return kbits === undefined ? Number.POSITIVE_INFINITY : kbits * BYTES_PER_KBIT;
  }

  const isConsult = (now: number): boolean => steadyAt(now) < consultEnd;
  const shareOf = (now: number, measured: number | undefined): number =>
    Math.max(LEAST_SHARE, (Math.min(measured ?? 0, most(now)) * settings.consultSharePercent) / 100);

  return {
    most,
    /** What gives way to a consult: everything but urgent messages and first bytes. */
    mayGo(name: Class, now: number): boolean {
      if (name.startsWith('bulk') && settings.bulkHours && !isWithin(minuteOf(now), settings.bulkHours)) return false;
      if (!all.hasRoom(steadyAt(now), most(now))) return false;
      if (name === 'urgent-first' || !isConsult(now)) return true;
      return settings.consultSharePercent > 0 && others.hasRoom(steadyAt(now), shareOf(now, undefined));
    },
    /** Counts what goes now. `measured`: bytes a second that the line gives. */
    spend(name: Class, bytes: number, now: number, measured: number | undefined): void {
      all.spend(bytes, steadyAt(now), most(now));
      if (name !== 'urgent-first' && isConsult(now)) others.spend(bytes, steadyAt(now), shareOf(now, measured));
    },
    consult: (until: number, now = until): void => {
      consultEnd = steadyAt(now) + until - now;
    },
    consultUntil: (now: number): number | undefined => (isConsult(now) ? now + consultEnd - steadyAt(now) : undefined),
  };
}
export type Pace = ReturnType<typeof makePace>;

/** A debt that time pays off: a segment may go when nothing is owed, whatever its size. */
function makeBucket() {
  let freeAt = Number.NEGATIVE_INFINITY;
  return {
    hasRoom: (now: number, rate: number): boolean => rate === Number.POSITIVE_INFINITY || freeAt <= now,
    spend(bytes: number, now: number, rate: number): void {
      if (rate === Number.POSITIVE_INFINITY) return;
      freeAt = Math.max(freeAt, now - 1000 * BURST_SECONDS) + (1000 * bytes) / rate;
    },
  };
}

type Hours = { readonly from: string; readonly to: string };

/** Over midnight where the end lies before the start; equal ones are the whole day. */
function isWithin(minute: number, { from, to }: Hours): boolean {
  const [begin, end] = [minuteIn(from), minuteIn(to)];
  return begin < end ? minute >= begin && minute < end : minute >= begin || minute < end;
}

const minuteIn = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return 60 * hours + minutes;
};

/** Minutes since midnight on the clinic's clock. */
function clockOf(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  return (at) => minuteIn(format.format(at));
}
