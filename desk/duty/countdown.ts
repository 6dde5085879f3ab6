export type Left = {
  readonly overdue: boolean;
  /** Whole minutes, of what is left rounded down: nobody is told a minute that he no longer has. */
  readonly minutes: number;
  readonly seconds: number;
};

/**
 * What is left until a deadline, or by how much it is overdue; undefined where the deadline is missing or no time.
 * @param now the region's time (desk/api/clock.ts), never the clock of a clinic's computer
 */
export function leftUntil(dueAt: string | undefined, now: Date): Left | undefined {
  const ms = (dueAt === undefined ? Number.NaN : Date.parse(dueAt)) - now.getTime();
  if (Number.isNaN(ms)) return undefined;
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
