import { expect, test } from '@jest/globals';
import { dutyRegion } from './example.ts';
import { noticeText } from './notice-text.ts';

const ask = {
  ...{ record: '0a0b0c0d-0000-8000-8000-000000000001', resultId: 'f'.repeat(64), version: 1, clinic: 'north' },
  ...{ to: 'day', channel: 'sms' as const, rung: 0, askedAt: '2026-03-10T11:00:00.000Z' },
};
const region = dutyRegion({ desk: 'https://oka.region.local/v1/desk' });
const dueAt = '2026-03-10T11:15:00.000Z';

test('a notice says clinic, level, by when on the clinic’s clock, and where to look', () => {
  expect(noticeText({ ...ask, level: 'red', reason: 'critical' }, { language: 'ru', dueAt, region })).toBe(
    `Ока: критический результат, красный уровень. больница north. Примите до 12:15. https://oka.region.local/v1/desk#/patient/${ask.record}/result/${ask.resultId}`,
  );
  expect(noticeText({ ...ask, reason: 'withdrawn' }, { language: 'en', dueAt: undefined, region: dutyRegion() })).toBe(
    'Oka: a result that you have seen was withdrawn. north hospital. Open the desk of Oka.',
  );
});

test.each(['https://oka.region.local/v1/desk/', 'https://oka.region.local/v1/desk#/'])(
  'of %s too its link leads to the page that the region serves, for below it there is none',
  (desk) => {
    const text = noticeText(
      { ...ask, reason: 'critical' },
      { language: 'en', dueAt: undefined, region: dutyRegion({ desk }) },
    );
    const link = new URL(text.split(' ').at(-1) ?? '');
    expect([link.pathname, link.hash]).toEqual(['/v1/desk', `#/patient/${ask.record}/result/${ask.resultId}`]);
  },
);
