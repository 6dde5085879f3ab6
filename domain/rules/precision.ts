import { ageOn } from '../recognition/age.ts';

/**
 * Times of less than full precision: `1950` is not 1 January 1950 (contract 12). A time is the interval of all its
 * readings; a question about it is answered only where every reading gives the same answer.
 */

/** All instants a time may mean, in milliseconds since 1970, both ends included. */
export type Readings = { readonly earliest: number; readonly latest: number };
/** A number known within bounds, both included. */
export type Bounds = { readonly min: number; readonly max: number };

const HOUR_MS = 3_600_000;
const INSTANT = /^\d{4}-\d\d-\d\dT./;
const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/;

/**
 * @param text FHIR date, dateTime or instant (R4 §2.24.0.1)
 * @returns undefined when it is none. A date without a zone is read in every zone on Earth (UTC−12 to UTC+14).
 */
export function readingsOf(text: string | undefined): Readings | undefined {
  if (text === undefined) return undefined;
  if (INSTANT.test(text)) {
    const at = Date.parse(text);
    return Number.isNaN(at) ? undefined : { earliest: at, latest: at };
  }
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined) return undefined;
  const { first, last } = calendar(Number(year), month, day);
  const earliest = Date.UTC(first.year, first.month - 1, first.day) - 14 * HOUR_MS;
  const latest = Date.UTC(last.year, last.month - 1, last.day + 1) - 1 + 12 * HOUR_MS;
  return { earliest, latest };
}

type Day = { readonly year: number; readonly month: number; readonly day: number };

function calendar(year: number, month: string | undefined, day: string | undefined): { first: Day; last: Day } {
  if (month === undefined) return { first: { year, month: 1, day: 1 }, last: { year, month: 12, day: 31 } };
  if (day === undefined) {
    const lastDay = new Date(Date.UTC(year, Number(month), 0)).getUTCDate();
    return { first: { year, month: Number(month), day: 1 }, last: { year, month: Number(month), day: lastDay } };
  }
  const exact = { year, month: Number(month), day: Number(day) };
  return { first: exact, last: exact };
}

/** A calendar costs fifty microseconds to make and a region has few zones. */
const CALENDARS = new Map<string, Intl.DateTimeFormat>();

/** The calendar date of an instant in a zone, `2026-01-31`: Swedish writes dates as ISO 8601 does. */
export function dateIn(instant: string, zone: string): string {
  const calendar = CALENDARS.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
  CALENDARS.set(zone, calendar);
  return calendar.format(new Date(instant));
}

/**
 * Age in completed months at `asOf`, as seen on the calendar of `zone` (IANA).
 * @param birthDate FHIR date, of partial precision too
 * @returns undefined when it is no date or lies after `asOf` in every reading
 */
export function ageMonthsAt(birthDate: string | undefined, asOf: string, zone: string): Bounds | undefined {
  if (birthDate === undefined || !/^\d{4}(-\d\d(-\d\d)?)?$/.test(birthDate)) return undefined;
  const { least, most } = ageOn(birthDate, dateIn(asOf, zone));
  return most < 0 ? undefined : { min: Math.max(0, least), max: most };
}

/** The answer where both ends of the bounds agree; else, and for no bounds, unknown. Right for monotone questions. */
export function agreed<T>(bounds: Bounds | undefined, answer: (value: number) => T): T | undefined {
  if (bounds === undefined) return undefined;
  const low = answer(bounds.min);
  return low === answer(bounds.max) ? low : undefined;
}

/** Whether a number lies from `min` to `max`, both included; undefined where its bounds leave it open. */
export function inside(bounds: Bounds | undefined, min: number, max: number): boolean | undefined {
  if (!bounds) return undefined;
  if (bounds.max < min || bounds.min > max) return false;
  return bounds.min >= min && bounds.max <= max ? true : undefined;
}

/** Three-valued "or": one true decides, one unknown spoils a false. */
export const anyTrue = (...answers: readonly (boolean | undefined)[]): boolean | undefined =>
  answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
