import { offsetAt } from '../../domain/zone.ts';

/** Day and time of an instant on the clinic's clock: `2026-03-01`, `20:15`. */
export function onTheClock(at: number, zone: string): { readonly day: string; readonly time: string } {
  const local = new Date(at + offsetAt(at, zone) * 60_000).toISOString();
  return { day: local.slice(0, 10), time: local.slice(11, 16) };
}

/**
 * The night to which an instant belongs, by the day on which it began; undefined outside the quiet hours. `from` equal to
 * `to` means all day.
 */
export function nightOf(
  at: number,
  zone: string,
  { from, to }: { readonly from: string; readonly to: string },
): string | undefined {
  const { day, time } = onTheClock(at, zone);
  if (from === to) return day;
  if (from < to) return time >= from && time < to ? day : undefined;
  if (time >= from) return day;
  return time < to ? onTheClock(at - 24 * 3_600_000, zone).day : undefined;
}
