import { zoneOffset } from '../zone.ts';

/** A calendar date and time of day as DICOM writes them (DA, TM; PS3.5 §6.2), without a zone. */
export type LocalTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
};

const twoDigits = (value: number): string => String(value).padStart(2, '0');
const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/**
 * A DA value with the precision it has: `20210309` → `2021-03-09`, `20210000` → `2021`; also the retired `2021.03.09`.
 * Undefined for what is no date; 1 January is not invented for an unknown day.
 */
export function readDate(value: string | undefined): string | undefined {
  const found = /^(\d{4})(?:\.?(\d\d)(?:\.?(\d\d))?)?$/.exec(value?.trim() ?? '');
  const [year, month, day] = [found?.[1], found?.[2], found?.[3]].map((part) => Number(part ?? 0));
  if (!year || year < 1800 || (month ?? 0) > 12) return undefined;
  if (!month) return `${year}`;
  if ((day ?? 0) > daysIn(year, month)) return undefined;
  return day ? `${year}-${twoDigits(month)}-${twoDigits(day)}` : `${year}-${twoDigits(month)}`;
}

/** A DA and TM pair; a missing or unreadable TM is the beginning of the day. Undefined without a full date. */
export function readDateTime(date: string | undefined, time: string | undefined): LocalTime | undefined {
  const day = readDate(date);
  if (day === undefined || day.length !== 10) return undefined;
  const [year = 0, month = 0, dayOfMonth = 0] = day.split('-').map(Number);
  const found = /^(\d\d)(?::?(\d\d)(?::?(\d\d)(?:\.(\d{1,6}))?)?)?$/.exec(time?.trim() ?? '');
  const [hour = 0, minute = 0, second = 0] = [found?.[1], found?.[2], found?.[3]].map((part) => Number(part ?? 0));
  const millisecond = Math.floor(Number(`0.${found?.[4] ?? 0}`) * 1000);
  if (hour > 23 || minute > 59 || second > 60) return readDateTime(date, undefined);
  return { year, month, day: dayOfMonth, hour, minute, second: Math.min(second, 59), millisecond };
}

const asUtc = (at: LocalTime): number =>
  Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second, at.millisecond);

/**
 * The instant of a local time (contract 12): by the object's own offset `±HHMM` (0008,0201), else in the clinic's IANA
 * zone; in the hour that a clock change repeats the earlier reading is taken.
 */
export function toInstant(at: LocalTime, ownOffset: string | undefined, zone: string): string {
  const own = /^([+-])(\d\d)(\d\d)$/.exec(ownOffset?.trim() ?? '');
  const local = asUtc(at);
  if (own !== null) {
    const minutes = Number(own[2]) * 60 + Number(own[3]);
    return new Date(local - (own[1] === '-' ? -minutes : minutes) * 60_000).toISOString();
  }
  return new Date(local - zoneOffset(local, zone) * 60_000).toISOString();
}

/** An AS value (PS3.5 §6.2) in completed months: `004Y` may be 48 to 59, `030M` is 30. Undefined for what is none. */
export function readAge(value: string | undefined): { least: number; most: number } | undefined {
  const found = /^(\d{1,3})([DWMY])$/.exec(value?.trim() ?? '');
  if (found === null) return undefined;
  const count = Number(found[1]);
  if (found[2] === 'Y') return { least: count * 12, most: count * 12 + 11 };
  if (found[2] === 'M') return { least: count, most: count };
  const days = found[2] === 'W' ? count * 7 : count;
  return { least: Math.floor(days / 31), most: Math.floor((days + (found[2] === 'W' ? 6 : 0)) / 28) };
}
