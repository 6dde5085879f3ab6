import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { bornBefore, diagnosis, patient, sign, value } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { crb65Risk, crb65Rule } from './crb65.ts';

const vitals = [
  value('9279-1', 30, '/min'),
  value('8480-6', 100, 'mm[Hg]'),
  value('8462-4', 70, 'mm[Hg]'),
  sign('confusion', false),
];
const tell = (person: ChartEntry, ...entries: ChartEntry[]) =>
  told(crb65Rule, [person, diagnosis('J18.9'), ...entries]);

test('everything known: nothing is missing, and all is cited', () => {
  expect(tell(patient(bornBefore({ years: 64 })), ...vitals)).toMatchObject({
    severity: 'info',
    score: { least: 1, most: 1, risk: 'intermediate' },
    missing: [],
    cited: [
      expect.stringMatching(/^Date of birth/),
      'Diagnosis: J18.9',
      'Diastolic blood pressure: 70 mm[Hg]',
      'New confusion: absent',
      'Respiratory rate: 30 /min',
      'Systolic blood pressure: 100 mm[Hg]',
    ],
  });
});

describe('a year of birth around 65', () => {
  const born = (year: string, ...entries: ChartEntry[]) => tell(patient(year), ...entries);
  test('is named where it decides', () => {
    const calm = [value('9279-1', 18, '/min'), ...vitals.slice(1)];
    expect(born('1961', ...calm)).toMatchObject({ score: undefined, missing: ['Exact age'] });
  });
  test('is named beside a class that is the same either way', () => {
    expect(born('1961', ...vitals)).toMatchObject({ score: { least: 1, most: 2 }, missing: ['Exact age'] });
  });
});

const aged = (years: number) => patient(bornBefore({ years }));

describe('CRB-65', () => {
  const vitals = (rr: number, sbp: number, dbp: number, confused: boolean) => [
    value('9279-1', rr, '/min'),
    value('8480-6', sbp, 'mm[Hg]'),
    value('8462-4', dbp, 'mm[Hg]'),
    sign('confusion', confused),
  ];
  const tell = (person: ChartEntry, ...entries: ChartEntry[]) =>
    told(crb65Rule, [person, diagnosis('J18.9'), ...entries]);
  test('bands', () => {
    expect([0, 1, 2, 3, 4].map(crb65Risk)).toEqual(['low', 'intermediate', 'intermediate', 'severe', 'severe']);
  });
  test.each([
    ['just below every limit', 64, [29, 90, 61, false], 0],
    ['30 breaths', 64, [30, 90, 61, false], 1],
    ['systolic 89', 64, [29, 89, 61, false], 1],
    ['diastolic 60', 64, [29, 90, 60, false], 1],
    ['confusion', 64, [29, 90, 61, true], 1],
    ['65 years', 65, [29, 90, 61, false], 1],
    ['all', 65, [30, 89, 60, true], 4],
  ] as const)('%s', (_, years, [rr, sbp, dbp, confused], least) => {
    expect(tell(aged(years), ...vitals(rr, sbp, dbp, confused))).toMatchObject({
      severity: least >= 3 ? 'warning' : 'info',
      score: { least, most: least },
    });
  });
  test('the class may be certain without one of them', () => {
    const [rr, ...rest] = vitals(30, 100, 70, false) as [ChartEntry, ...ChartEntry[]];
    expect(tell(aged(70), rr, ...rest.slice(0, 2))).toMatchObject({ score: undefined, missing: ['New confusion'] });
    expect(tell(aged(40), rr, ...rest.slice(0, 2))).toMatchObject({
      score: { least: 1, most: 2, risk: 'intermediate' },
      missing: ['New confusion'],
      summary: { en: 'CRB-65: 1–2 of 4, intermediate risk', ru: 'CRB-65: 1–2 из 4, средний риск' },
    });
  });
  test('leaves the word to CURB-65 where urea is known, and is silent without vital signs', () => {
    expect(tell(aged(70), ...vitals(30, 80, 50, true), value('22664-7', 9, 'mmol/L'))).toMatch(/^idle: urea/);
    expect(tell(aged(70))).toBe('idle: no vital signs since the pneumonia began');
    expect(told(crb65Rule, [aged(70), ...vitals(30, 80, 50, true)])).toMatch(/^idle: no physician/);
    expect(tell(aged(17), ...vitals(30, 80, 50, true))).toMatch(/^does-not-apply/);
  });
});

test('the detail names what is met and what is not known', () => {
  const vitals = [value('9279-1', 30, '/min'), value('8480-6', 100, 'mm[Hg]'), value('8462-4', 70, 'mm[Hg]')];
  expect(told(crb65Rule, [aged(40), diagnosis('J18.9'), ...vitals])).toMatchObject({
    detail: {
      en: 'Criteria met: respiratory rate ≥ 30/min. Not known: new confusion; the class is the same either way.',
      ru: 'Выполнены критерии: частота дыхания ≥ 30/мин. Неизвестно: спутанность сознания; на класс это не влияет.',
    },
  });
  const calm = [value('9279-1', 18, '/min'), ...vitals.slice(1), sign('confusion', false)];
  expect(told(crb65Rule, [aged(40), diagnosis('J18.9'), ...calm])).toMatchObject({
    detail: { en: 'Criteria met: none.', ru: 'Выполнены критерии: нет.' },
  });
});
