/** A range of values that compare as text, each end open or closed by a value. */
type Range = { readonly from: string; readonly to: string };
const ALL: Range = { from: '', to: '\uffff' };

/** `20260101-20260131`, `-20260131`, `20260101-`, `20260101` (PS3.4 §C.2.2.2.5); undefined for what is no range of digits. */
function rangeOf(text: string, complete: (value: string, end: 'from' | 'to') => string): Range | undefined {
  const value = text.trim();
  if (value === '' || value === '*') return ALL;
  const [, from, dash, to] = /^([\d.:]*)(-?)([\d.:]*)$/.exec(value) ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  const last = dash === '' ? from : to;
  return {
    from: from === '' ? ALL.from : complete(plain(from), 'from'),
    to: last === '' ? ALL.to : complete(plain(last), 'to'),
  };
}

/** Old devices write `2026.01.31` and `08:30:00` (PS3.5 §6.2, notes). */
const plain = (text: string): string =>
  /^\d\d:|^\d{4}\./.test(text) ? text.replaceAll(/[.:]/g, '') : (text.split('.')[0] ?? '');

const day = (value: string): string => value;
/** `08` is the hour from 080000 to 085959. */
const clock = (value: string, end: 'from' | 'to'): string =>
  value.padEnd(6, end === 'from' ? '0' : '5959'.slice(value.length - 2));

export const dateMatches = (wanted: string, date: string): boolean => {
  const range = rangeOf(wanted, day);
  return range !== undefined && date !== '' && date >= range.from && date <= range.to;
};

/**
 * Start date and time of a step: two ranges are one, from the first date at the first time to the last date at the last
 * time (PS3.4 table K.6-1, note). A step without a time of day matches every time of its day.
 */
export function startMatches(
  wanted: { readonly date: string; readonly time: string },
  { date, time }: { readonly date: string; readonly time: string | undefined },
): boolean {
  const [days, times] = [rangeOf(wanted.date, day), rangeOf(wanted.time, clock)];
  if (days === undefined || times === undefined) return false;
  if (date < days.from || date > days.to) return false;
  if (time === undefined || times === ALL) return true;
  const areBoth = wanted.date.includes('-') && wanted.time.includes('-');
  if (!areBoth) return time >= times.from && time <= times.to;
  return (date > days.from || time >= times.from) && (date < days.to || time <= times.to);
}
