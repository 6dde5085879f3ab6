import { describe, expect, test } from '@jest/globals';
import { clockIn, dayIn, timeIn } from './times.ts';
import { chosenLanguage, counted, inLanguage } from './words.ts';

const MINUTES = {
  ru: { one: '{n} минута', few: '{n} минуты', many: '{n} минут' },
  en: { one: '{n} minute', many: '{n} minutes' },
};

test.each([
  [1, '1 минута', '1 minute'],
  [2, '2 минуты', '2 minutes'],
  [5, '5 минут', '5 minutes'],
  [11, '11 минут', '11 minutes'],
  [21, '21 минута', '21 minutes'],
  [0, '0 минут', '0 minutes'],
])('%d is counted as both languages count', (n, ru, en) => {
  expect(counted(MINUTES, n, 'ru')).toBe(ru);
  expect(counted(MINUTES, n, 'en')).toBe(en);
});

test('values stand in their places; one that is missing is seen, not swallowed', () => {
  expect(inLanguage({ ru: 'с {at} до {to}', en: 'from {at} to {to}' }, 'ru', { at: '07:10' })).toBe('с 07:10 до {to}');
});

test('the language is what was chosen, else what the browser asks for, else Russian', () => {
  expect(chosenLanguage('en', ['ru-RU'])).toBe('en');
  expect(chosenLanguage(null, ['tt', 'en-GB', 'ru'])).toBe('en');
  expect(chosenLanguage(null, ['tt'])).toBe('ru');
  expect(chosenLanguage('<script>', [])).toBe('ru');
});

describe('times', () => {
  const now = new Date('2026-11-22T19:30:00Z');
  const shown = (time: string, zone = 'Asia/Yekaterinburg') => timeIn(time, { zone, language: 'ru', now });

  test('an instant stands on the clock of the zone, whatever offset it was written with', () => {
    expect(shown('2026-11-22T19:30:00Z')).toBe('23.11, 00:30');
    expect(shown('2026-11-23T00:30:00+05:00')).toBe('23.11, 00:30');
    expect(clockIn('2026-11-22T19:30:00Z', 'Europe/Moscow')).toBe('22:30');
  });

  test('a date keeps its day in each zone, a month and a year their precision, and words that are no time stay', () => {
    expect(shown('1957-05-12', 'Asia/Kamchatka')).toBe('12.05.1957');
    expect(shown('1957-05')).toBe('05.1957');
    expect(shown('1957')).toBe('1957');
    expect(shown('вчера')).toBe('вчера');
  });

  test('another year is said', () => {
    expect(shown('2024-01-05T00:00:00Z')).toBe('05.01.2024, 05:00');
  });

  test('the day is that of the zone’s calendar', () => {
    expect(dayIn(now, 'Asia/Yekaterinburg')).toBe('2026-11-23');
    expect(dayIn(now, 'Europe/Moscow')).toBe('2026-11-22');
  });
});
