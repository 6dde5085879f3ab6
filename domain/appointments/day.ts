import { dateIn } from '../rules/precision.ts';
import { zoneOffset } from '../zone.ts';

const DAY_MS = 24 * 3600_000;

/** A day of the clinic's calendar as instants: from its midnight on, before the next; 23 or 25 hours where clocks change. */
export function dayOf(date: string, zone: string): { readonly from: string; readonly to: string } {
  const midnight = (day: number): string => new Date(day - zoneOffset(day, zone) * 60_000).toISOString();
  const local = Date.parse(`${date}T00:00:00.000Z`);
  return { from: midnight(local), to: midnight(local + DAY_MS) };
}

/** The day that it is in a clinic. */
export const todayIn = (now: Date, zone: string): string => dateIn(now.toISOString(), zone);
