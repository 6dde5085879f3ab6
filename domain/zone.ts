/**
 * Minutes that a zone is ahead of UTC when its clocks show `local` (milliseconds of that reading taken as UTC). Where clocks
 * are set back the reading stands for two moments: the earlier one is taken (contract 12).
 */
export function zoneOffset(local: number, zone: string): number {
  const before = offsetAt(local - 12 * 3_600_000, zone);
  const after = offsetAt(local + 12 * 3_600_000, zone);
  if (before === after) return before;
  const valid = [before, after].filter((offset) => offsetAt(local - offset * 60_000, zone) === offset);
  return valid.length === 0 ? before : Math.max(...valid);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Minutes that an IANA zone is ahead of UTC at an instant (milliseconds). @throws RangeError for what is no zone */
export function offsetAt(instant: number, zone: string): number {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formatters.set(zone, formatter);
  }
  const name = formatter.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
