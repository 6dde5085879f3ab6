import type { Segment } from '../../read/message.ts';
import type { Hl7Time } from '../../time.ts';
import type { Draft } from '../draft.ts';

type Span = { readonly start: Hl7Time | undefined; readonly end: Hl7Time | undefined };

/**
 * Start and end: TQ1-7/8 (v2.5 and later), else SCH-11.4/5, else the first time of a resource (AIS-4, AIG-8, AIL-6, AIP-6); a
 * missing end from the duration in SCH-9/10, of the service or in SCH-11.3.
 */
export function spanOf(sch: Segment, draft: Draft): Span {
  const tq1 = draft.message.first('TQ1');
  const resource = resourceTime(draft);
  const start = draft.time(tq1?.text(7)) ?? draft.time(sch.text(11, 4)) ?? resource?.start;
  const end = draft.time(tq1?.text(8)) ?? draft.time(sch.text(11, 5));
  if (start === undefined || end !== undefined) return { start, end: isAfter(start, end) ? end : undefined };
  const minutes =
    minutesOf(sch.text(9), sch.text(10) ?? sch.text(10, 2)) ?? resource?.minutes ?? minutesOf(sch.text(11, 3), 'min');
  return { start, end: minutes === undefined ? undefined : later(start, minutes) };
}

/** Fields of a resource's start, duration and unit of duration. */
const RESOURCE_FIELDS = [
  ['AIS', 4, 7, 8],
  ['AIP', 6, 9, 10],
  ['AIL', 6, 9, 10],
  ['AIG', 8, 11, 12],
] as const;

function resourceTime(draft: Draft): { start: Hl7Time; minutes: number | undefined } | undefined {
  for (const [name, start, duration, unit] of RESOURCE_FIELDS)
    for (const segment of draft.message.all(name)) {
      const time = draft.time(segment.text(start));
      if (time) return { start: time, minutes: minutesOf(segment.text(duration), segment.text(unit)) };
    }
  return undefined;
}

const isAfter = (start: Hl7Time | undefined, end: Hl7Time | undefined): boolean =>
  end !== undefined && (start === undefined || end.earliest >= start.earliest);

function minutesOf(amount: string | undefined, unit: string | undefined): number | undefined {
  if (amount === undefined || !/^\d{1,5}$/.test(amount)) return undefined;
  const name = (unit ?? 'min').toLowerCase();
  if (/^(m|min|мин)/.test(name)) return Number(amount);
  if (/^(s|sec|сек)/.test(name)) return Number(amount) / 60;
  if (/^(h|hr|ч)/.test(name)) return Number(amount) * 60;
  return undefined;
}

/** The same clock, some minutes on; in UTC, since the offset may change in between. */
function later(start: Hl7Time, minutes: number): Hl7Time {
  const dateTime = new Date(Date.parse(start.earliest) + minutes * 60_000).toISOString();
  return { dateTime, precision: start.precision, earliest: dateTime };
}
