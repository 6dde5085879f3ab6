import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { bornBefore, grade, patient } from '../examples.ts';
import type { ChartEntry, Facts } from '../facts.ts';
import { heartAgePoints, heartBand, heartRule } from './heart.ts';

const graded = (history: number, ecg: number, risk: number, troponin: number) => [
  grade('heart-history', history),
  grade('heart-ecg', ecg),
  grade('heart-risk', risk),
  grade('heart-troponin', troponin),
];
const born = (year: string, grades: number[]) =>
  told(heartRule, [patient(year), ...graded(...(grades as [number, number, number, number]))]);

test('a year of birth around 65 is asked for where it decides', () => {
  expect(born('1961', [1, 0, 1, 0])).toMatchObject({ score: undefined, missing: ['Exact age'] });
});
test('and named beside a class that stays', () => {
  expect(born('1961', [1, 1, 1, 1])).toMatchObject({
    score: { most: 6, band: 'moderate' },
    missing: ['Exact age'],
    detail: {
      en: expect.stringContaining(' Not known: Exact age; the class is the same either way.'),
      ru: expect.stringContaining(' Неизвестно: Точный возраст; на класс это не влияет.'),
    },
  });
});
test('with all known nothing is said to be unknown', () => {
  expect(born('1971', [1, 1, 1, 1])).toMatchObject({
    score: { least: 5, most: 5 },
    missing: [],
    detail: { en: expect.not.stringContaining('Not known'), ru: expect.not.stringContaining('Неизвестно') },
  });
});

const aged = (years: number) => patient(bornBefore({ years }));

describe('HEART', () => {
  test.each([
    [44, 0, 0],
    [45, 1, 1],
    [64, 1, 1],
    [65, 2, 1],
    [66, 2, 2],
  ])('%i years: %i in the wording of 2013, %i in that of 2008', (years, newer, older) => {
    expect(heartAgePoints(years, 'backus-2013')).toBe(newer);
    expect(heartAgePoints(years, 'six-2008')).toBe(older);
  });
  test('bands', () => {
    expect([3, 4, 6, 7].map(heartBand)).toEqual(['low', 'moderate', 'moderate', 'high']);
  });
  const graded = (history: number, ecg: number, risk: number, troponin: number) => [
    grade('heart-history', history),
    grade('heart-ecg', ecg),
    grade('heart-risk', risk),
    grade('heart-troponin', troponin),
  ];
  const tell = (years: number, entries: ChartEntry[], change: Partial<Facts> = {}) =>
    told(heartRule, [aged(years), ...entries], change);
  test('from 4 it is a warning', () => {
    expect(tell(50, graded(1, 0, 1, 0))).toMatchObject({ severity: 'info', score: { least: 3, band: 'low' } });
    expect(tell(50, graded(1, 1, 1, 0))).toMatchObject({ severity: 'warning', score: { least: 4, band: 'moderate' } });
    expect(tell(50, graded(2, 1, 1, 2))).toMatchObject({
      score: { least: 7, band: 'high' },
      summary: {
        en: 'HEART: 7 of 10, high risk (50.1 % in 6 weeks)',
        ru: 'HEART: 7 из 10, высокий риск (50,1 % за 6 недель)',
      },
    });
  });
  test('at 65 the wording that the region has chosen decides', () => {
    const six = { settings: { heart: { wording: 'six-2008' } } };
    expect(tell(65, graded(1, 0, 1, 0))).toMatchObject({ score: { least: 4 } });
    expect(tell(65, graded(1, 0, 1, 0), six)).toMatchObject({
      score: { least: 3 },
      detail: { en: expect.stringContaining('2008') },
    });
  });
  test('a part that nobody graded is named, and a grade of 3 is none', () => {
    expect(tell(50, graded(0, 0, 0, 0).slice(0, 3))).toMatchObject({
      score: { least: 1, most: 3, band: 'low' },
      missing: ['Troponin (HEART, 0–2)'],
    });
    expect(tell(50, graded(1, 0, 1, 3))).toMatchObject({ score: undefined, missing: ['Troponin (HEART, 0–2)'] });
    expect(tell(50, graded(1, 0, 1, 0).slice(1))).toMatch(/^idle/);
  });
});
