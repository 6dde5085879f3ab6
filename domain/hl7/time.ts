import { zoneOffset } from '../zone.ts';

/** A time as an HL7 sender wrote it: never more exact than that. */
export type Hl7Time = {
  /** FHIR dateTime of the same precision; a time of day carries its offset. */
  readonly dateTime: string;
  readonly precision: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';
  /** The earliest instant it can mean, in UTC with milliseconds. */
  readonly earliest: string;
};

const TIME = /^(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:\.(\d{1,9}))?)?)?)?)?)?([+-]\d{4})?$/;
const PRECISIONS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;

/**
 * Reads TS, DTM and DT (HL7 v2.5.1 ch. 2.A.22): `YYYY[MM[DD[HH[MM[SS[.S[S[S[S]]]]]]]]][±ZZZZ]`. A time of day without an
 * offset is on the clock of `zone`, and the offset of that moment is written down (contract 12). FHIR has no hours
 * without minutes nor minutes without seconds (R4 §2.24.0.1): zeros fill them, `precision` keeps what was said.
 * 24:00 is the midnight that ends the day, and a leap second is the first second of the next minute, as clocks count it.
 * Undefined for text that is no such time, no day of the calendar, an offset no zone has, or a year outside 1800–2299
 * (`00010101` is an empty field of some database).
 */
export function readTime(text: string | undefined, zone: string): Hl7Time | undefined {
  const parts = TIME.exec(text?.trim() ?? '');
  if (parts === null) return undefined;
  const given = parts.slice(1, 7).filter((part) => part !== undefined);
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = given.map(Number);
  const precision = PRECISIONS[given.length - 1];
  if (precision === undefined || year < 1800 || year > 2299 || month < 1 || month > 12) return undefined;
  if (day < 1 || day > daysIn(year, month) || minute > 59 || second > 60) return undefined;
  const [fraction = '', sentOffset] = [parts[7], offsetOf(parts[8])];
  const isEndOfDay = hour === 24 && given.length > 4 && minute === 0 && second === 0 && Number(fraction) === 0;
  if ((hour > 23 && !isEndOfDay) || sentOffset === 'none') return undefined;

  const midnight = new Date(0).setUTCFullYear(year, month - 1, day);
  const local = midnight + ((hour * 60 + minute) * 60 + second) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
  const offset = sentOffset ?? zoneOffset(local, zone);
  const earliest = new Date(local - offset * 60_000).toISOString();
  if (given.length <= 3) return { dateTime: [pad(year, 4), ...given.slice(1)].join('-'), precision, earliest };
  const clock = new Date(local).toISOString().slice(0, 19);
  const dateTime = `${clock}${fraction === '' ? '' : `.${fraction}`}${writtenOffset(offset)}`;
  return { dateTime, precision, earliest };
}

/** `HHMM[SS]` of TM → FHIR time; undefined for anything else. */
export function readTimeOfDay(text: string | undefined): string | undefined {
  const [, hour, minute, second = '00'] = /^([01]\d|2[0-3])([0-5]\d)([0-5]\d)?(?:\.\d{1,4})?$/.exec(text ?? '') ?? [];
  return hour === undefined ? undefined : `${hour}:${minute}:${second}`;
}

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

function daysIn(year: number, month: number): number {
  const day = new Date(Date.UTC(2000, month, 0));
  return month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : day.getUTCDate();
}

/** Minutes; `none` for an offset that no zone has: FHIR takes none beyond 14 hours either. */
function offsetOf(written: string | undefined): number | 'none' | undefined {
  if (written === undefined) return undefined;
  const [hours, minutes] = [Number(written.slice(1, 3)), Number(written.slice(3))];
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return 'none';
  return (written.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

const writtenOffset = (minutes: number): string =>
  `${minutes < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(minutes) / 60))}:${pad(Math.abs(minutes) % 60)}`;
