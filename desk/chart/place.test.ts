import { describe, expect, test } from '@jest/globals';
import { byDay, chartPath } from './place.ts';

describe('places of a chart', () => {
  test('the same kinds in another order are the same question', () => {
    expect(chartPath('r', { kinds: ['study', 'advice'] })).toBe(chartPath('r', { kinds: ['advice', 'study'] }));
    expect(chartPath('r', { kinds: [] })).toBe('/desk-api/chart/r');
    expect(chartPath('r', { kinds: [], before: '2026#a+b' })).toBe('/desk-api/chart/r?before=2026%23a%2Bb');
  });

  test('what is no id of a record stays one part of the path', () => {
    expect(chartPath('../me?x', { kinds: [] })).toBe('/desk-api/chart/..%2Fme%3Fx');
  });

  test('lines of a day stand together, those without a date under none', () => {
    const lines = ['2026-03-02T09:08:00+05:00', '2026-03-02', '2026-03-01', undefined].map((at) => ({ at }));
    expect(byDay(lines).map(({ day, lines: of }) => [day, of.length])).toEqual([
      ['2026-03-02', 2],
      ['2026-03-01', 1],
      ['', 1],
    ]);
  });
});
