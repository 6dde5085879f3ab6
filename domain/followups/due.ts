/** A follow-up without a term of its own is due within so many days. */
const SOON_DAYS = 14;
const DAY_MS = 86_400_000;

/**
 * The day on which something is due: so many months after an instant (milliseconds), on the same day of the month where there
 * is one, else on its last; parts of a month in days of 1/30. `undefined` months: as soon as can be.
 */
export function dueOn(reported: number, months: number | undefined): string {
  if (months === undefined) return dayOf(reported + SOON_DAYS * DAY_MS);
  const whole = Math.floor(months);
  const at = new Date(reported);
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + whole + 1, 0)).getUTCDate();
  const day = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + whole, Math.min(at.getUTCDate(), last));
  return dayOf(day + Math.round((months - whole) * 30) * DAY_MS);
}

export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Within a month, and not past. */
export const isSoon = (due: string, asOf: string): boolean => due <= dayOf(Date.parse(asOf) + 30 * DAY_MS);
