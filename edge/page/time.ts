import type { Language } from './html.ts';

const LOCALES = { ru: 'ru-RU', en: 'en-GB' } as const;

/** How the page writes times: on the clinic's clock, in the reader's language. */
export function timeWords(zone: string, language: Language) {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(LOCALES[language], { timeZone: zone, ...options });
    return (instant: string): string => {
      const at = new Date(instant);
      // What is no instant stands as it was sent.
      return Number.isNaN(at.getTime()) ? instant : made.format(at);
    };
  };
  const full = format({ day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit' });
  const clock = format({ hour: '2-digit', minute: '2-digit' });
  const dayLong = new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'long',
  });
  return {
    full: (instant: string): string => (/T/.test(instant) ? full(instant) : date(instant, language)),
    clock,
    /** A day of the calendar: `2026-03-02`. */
    day: (day: string): string => dayLong.format(new Date(`${day}T00:00:00Z`)),
    date: (day: string): string => date(day, language),
    age: (ms: number): string => ageWords(ms, language),
  };
}
export type TimeWords = ReturnType<typeof timeWords>;

/** A date as exact as it is known: `1950` stays a year. */
function date(text: string, language: Language): string {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(text) ?? [];
  if (year === undefined) return text;
  return language === 'ru'
    ? [day, month, year].filter(Boolean).join('.')
    : [year, month, day].filter(Boolean).join('-');
}

const UNITS = [
  [24 * 3600_000, { ru: 'дн', en: 'd' }],
  [3600_000, { ru: 'ч', en: 'h' }],
  [60_000, { ru: 'мин', en: 'min' }],
] as const;

/** `2 ч 10 мин`: the two largest units; what is younger than a minute says so, what lies ahead is not known. */
function ageWords(ms: number, language: Language): string {
  if (ms < -60_000) return language === 'ru' ? 'время неизвестно' : 'time unknown';
  if (ms < 60_000) return language === 'ru' ? 'меньше минуты' : 'less than a minute';
  let left = ms;
  const parts: string[] = [];
  for (const [unit, words] of UNITS) {
    const count = Math.floor(left / unit);
    left -= count * unit;
    if (count > 0) parts.push(`${count} ${words[language]}`);
  }
  return parts.slice(0, 2).join(' ');
}
