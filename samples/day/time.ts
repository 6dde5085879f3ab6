import { zoneOffset } from '../../domain/zone.ts';

/** Parts of an instant on the clocks of a zone. */
const partsIn = (zone: string, at: Date): Record<string, string> =>
  Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );

/** `YYYYMMDDHHMMSS` on the clinic's own clock: most senders write no offset (HL7 v2.5.1 ch. 2.A.22). */
export function timeIn(zone: string, at: Date): string {
  const { year, month, day, hour, minute, second } = partsIn(zone, at);
  return `${year}${month}${day}${hour}${minute}${second}`;
}

/** `YYYYMMDD` on the clinic's own calendar. */
export const dateIn = (zone: string, at: Date): string => timeIn(zone, at).slice(0, 8);

/** The birth date of someone who is `months` old at `at`, a few days past the full month. */
export function bornMonthsBefore(at: Date, months: number): Date {
  const born = new Date(at);
  born.setUTCDate(1);
  born.setUTCMonth(born.getUTCMonth() - months);
  born.setUTCDate(Math.min(at.getUTCDate(), 28));
  return new Date(born.getTime() - 4 * 86_400_000);
}

/**
 * Ten in the morning on the clinic's calendar, 12 to 36 hours after `now`: when the physician sees the patients whose
 * appointments are booked on the day, all of them on one date at whatever hour the day ends.
 */
export function visitMorning(zone: string, now: Date): Date {
  const date = dateIn(zone, new Date(now.getTime() + 26 * 3_600_000)).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  const local = Date.parse(`${date}T10:00:00Z`);
  return new Date(local - zoneOffset(local, zone) * 60_000);
}
