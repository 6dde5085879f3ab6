import type { Language } from './words.ts';

/** An instant on a zone's clock: `22.11, 07:10`; of another year with the year. A date alone stays a date, a year a year. */
export function timeIn(time: string, { zone, language, now }: { zone: string; language: Language; now: Date }): string {
  if (/^\d{4}(-\d\d)?$/.test(time)) return time.split('-').reverse().join('.');
  const isDate = /^\d{4}-\d\d-\d\d$/.test(time);
  const at = new Date(isDate ? `${time}T12:00:00Z` : time);
  if (Number.isNaN(at.getTime())) return time;
  // A date knows no zone, and keeps its day in each.
  const timeZone = isDate ? 'UTC' : zone;
  const sameYear = at.getUTCFullYear() === now.getUTCFullYear();
  return new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    ...(sameYear && !isDate ? {} : { year: 'numeric' }),
    ...(isDate ? {} : { hour: '2-digit', minute: '2-digit' }),
  }).format(at);
}

/** Hours and minutes on a zone's clock. */
export const clockIn = (time: string, zone: string): string => {
  const at = new Date(time);
  return Number.isNaN(at.getTime())
    ? time
    : new Intl.DateTimeFormat('ru-RU', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at);
};

/** How the zone stands to UTC at an instant: `GMT+5`. */
export const offsetOf = (at: Date, zone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';

/** Day of an instant on a zone's calendar: `2026-11-22`. */
export const dayIn = (at: Date, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at);
