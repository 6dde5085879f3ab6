import { expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { grade, patient } from '../examples.ts';
import { heartRule } from './heart.ts';

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
