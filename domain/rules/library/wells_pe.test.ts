import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import type { SignName } from '../bedside-codes.ts';
import { bornBefore, patient, sign, value } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { wellsPe, wellsPeRule, wellsPeThreeTier, wellsPeTwoTier } from './wells_pe.ts';

const aged = (years: number) => patient(bornBefore({ years }));
const signs = (present: readonly SignName[], absent: readonly SignName[]): ChartEntry[] => [
  ...present.map((name) => sign(name, true)),
  ...absent.map((name) => sign(name, false)),
];
const pulse = (rate: number) => value('8867-4', rate, '/min');
const OLD = { effectiveDateTime: '2026-02-20T10:00:00Z' };

describe('Wells, pulmonary embolism', () => {
  const NAMES = [
    'dvt-signs',
    'pe-most-likely',
    'immobilised-or-operated',
    'previous-vte',
    'haemoptysis',
    'active-cancer',
  ] as const;
  const without = (...present: SignName[]) => NAMES.filter((name) => !present.includes(name));
  const tell = (present: SignName[], rate: number) =>
    told(wellsPeRule, [aged(40), ...signs(present, without(...present)), pulse(rate)]);
  test('tiers', () => {
    expect([0, 1.5, 2, 6, 6.5].map(wellsPeThreeTier)).toEqual(['low', 'low', 'moderate', 'moderate', 'high']);
    expect([4, 4.5].map(wellsPeTwoTier)).toEqual(['unlikely', 'likely']);
  });
  test.each([
    ['dvtSigns', 3],
    ['peLikely', 3],
    ['hrGt100', 1.5],
    ['immobilisationOrSurgery', 1.5],
    ['previousVTE', 1.5],
    ['haemoptysis', 1],
    ['malignancy', 1],
  ])('%s is worth %f', (name, points) => {
    const none = {
      ...{ dvtSigns: false, peLikely: false, hrGt100: false, immobilisationOrSurgery: false },
      ...{ previousVTE: false, haemoptysis: false, malignancy: false },
    };
    expect(wellsPe({ ...none, [name]: true }).least).toBe(points);
  });
  test('above 4 is likely, 100 beats are not above 100', () => {
    expect(tell(['dvt-signs', 'haemoptysis'], 100)).toMatchObject({
      severity: 'info',
      score: { least: 4, twoTier: 'unlikely' },
    });
    expect(tell(['dvt-signs', 'haemoptysis'], 101)).toMatchObject({
      severity: 'warning',
      score: { least: 5.5, twoTier: 'likely' },
      summary: { en: 'Wells (PE): 5.5, embolism likely', ru: 'Wells (ТЭЛА): 5,5, ТЭЛА вероятна' },
    });
  });
  test('speaks only where the likelihood is charted; what decides is asked for', () => {
    const idle = 'idle: nobody has charted whether embolism is the likeliest diagnosis';
    expect(told(wellsPeRule, [aged(40), sign('dvt-signs', true), pulse(120)])).toBe(idle);
    expect(told(wellsPeRule, [aged(40), sign('pe-most-likely', true, OLD), pulse(120)])).toBe(idle);
    expect(told(wellsPeRule, [aged(40), sign('pe-most-likely', true), pulse(90)])).toMatchObject({
      score: undefined,
      missing: expect.arrayContaining(['Haemoptysis', 'Previous DVT or PE']),
    });
    expect(told(wellsPeRule, [aged(40), ...signs(['pe-most-likely', 'dvt-signs'], []), pulse(90)])).toMatchObject({
      score: { least: 6, twoTier: 'likely' },
    });
  });
});
