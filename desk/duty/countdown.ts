/**
 * Time left until a deadline by the region's clock: the server's `asOf` plus what a monotonic clock has counted since it
 * came. A computer of a clinic that is an hour off shows the same minutes as every other one.
 */
export type Clock = {
  /** The server's time, ISO 8601, as the answer carried it. */
  readonly asOf: string;
  /** `performance.now()` when the answer came, ms. */
  readonly cameAt: number;
};

/** The region's time now, ms since 1970; `at` is `performance.now()`. */
export const regionNow = ({ asOf, cameAt }: Clock, at: number): number => Date.parse(asOf) + Math.max(0, at - cameAt);

export type Left = {
  readonly overdue: boolean;
  /** Whole minutes: of what is left rounded down, so that nobody is told a minute he no longer has. */
  readonly minutes: number;
  readonly seconds: number;
};

/** What is left, or by how much it is overdue; undefined where the deadline is missing or no time. */
export function leftUntil(dueAt: string | undefined, nowMs: number): Left | undefined {
  const due = dueAt === undefined ? Number.NaN : Date.parse(dueAt);
  if (Number.isNaN(due) || Number.isNaN(nowMs)) return undefined;
  const ms = due - nowMs;
  const seconds = Math.floor(Math.abs(ms) / 1000);
  return { overdue: ms <= 0, minutes: Math.floor(seconds / 60), seconds: seconds % 60 };
}

/** Minutes and seconds in the last quarter of an hour, then minutes, hours and minutes, days and hours. */
export function leftInWords({ minutes, seconds }: Left, language: 'en' | 'ru'): string {
  const unit = language === 'ru' ? { d: 'сут', h: 'ч', m: 'мин', s: 'с' } : { d: 'd', h: 'h', m: 'min', s: 's' };
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return `${Math.floor(hours / 24)} ${unit.d} ${hours % 24} ${unit.h}`;
  if (hours > 0) return `${hours} ${unit.h} ${minutes % 60} ${unit.m}`;
  return minutes >= 15 ? `${minutes} ${unit.m}` : `${minutes} ${unit.m} ${String(seconds).padStart(2, '0')} ${unit.s}`;
}
