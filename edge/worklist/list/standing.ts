import { offsetAt } from '../../../domain/zone.ts';
import type { WorklistSettings } from '../../../schemas/edge/worklist.ts';

export type Now = { readonly at: Date; readonly zone: string; readonly settings: WorklistSettings };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Date and time of an instant on the clinic's clock: `20260131`, `083000`. */
export function clockOf(instant: string | number | Date, zone: string): { date: string; time: string } {
  const at = new Date(instant).getTime();
  const local = new Date(at + offsetAt(at, zone) * 60_000).toISOString();
  return { date: local.slice(0, 10).replaceAll('-', ''), time: local.slice(11, 19).replaceAll(':', '') };
}

/** The end of an instant's day on the clinic's clock, as milliseconds. */
function endOfDay(instant: string, zone: string): number {
  const at = Date.parse(instant);
  const local = at + offsetAt(at, zone) * 60_000;
  const midnight = (Math.floor(local / DAY_MS) + 1) * DAY_MS;
  return midnight - offsetAt(at, zone) * 60_000;
}

/**
 * Whether an examination that nobody has made is still offered: until its day and a grace are over; one without a day
 * every day until `openDays` after it was ordered.
 */
export function isOffered(
  { start, authored }: { readonly start: string | undefined; readonly authored: string },
  { at, zone, settings }: Now,
): boolean {
  if (start !== undefined) return at.getTime() < endOfDay(start, zone) + settings.graceHours * HOUR_MS;
  return at.getTime() < endOfDay(authored, zone) + settings.openDays * DAY_MS;
}
