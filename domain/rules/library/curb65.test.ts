import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { bornBefore, diagnosis, patient, sign, value } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { curb65, curb65Risk, curb65Rule } from './curb65.ts';

/** Nothing is met, each value one step from its limit: 64 years, urea 7.0, 29 breaths, 90/61 mmHg, not confused. */
type Bedside = {
  years?: number;
  urea?: number;
  breaths?: number;
  systolic?: number;
  diastolic?: number;
  confused?: boolean;
};
const chart = (given: Bedside = {}): ChartEntry[] => {
  const { years = 64, urea = 7, breaths = 29, systolic = 90, diastolic = 61, confused = false } = given;
  return [
    patient(bornBefore({ years })),
    diagnosis('J18.9'),
    value('22664-7', urea, 'mmol/L'),
    value('9279-1', breaths, '/min'),
    value('8480-6', systolic, 'mm[Hg]'),
    value('8462-4', diastolic, 'mm[Hg]'),
    sign('confusion', confused),
  ];
};
const tell = (given: Bedside = {}) => told(curb65Rule, chart(given));
/** The chart with one kind of entry left out. */
const without = (code: string, given: Bedside = {}) =>
  told(
    curb65Rule,
    chart(given).filter(({ resource }) => !JSON.stringify(resource).includes(`"${code}"`)),
  );

test('0 and 1 points are low, 2 intermediate, from 3 severe', () => {
  expect([0, 1, 2, 3, 4, 5].map(curb65Risk)).toEqual(['low', 'low', 'intermediate', 'severe', 'severe', 'severe']);
});

test.each([
  ['nothing is met just below every limit', {}, 0],
  ['urea above 7.0', { urea: 7.1 }, 1],
  ['30 breaths', { breaths: 30 }, 1],
  ['systolic 89', { systolic: 89 }, 1],
  ['diastolic 60', { diastolic: 60 }, 1],
  ['both pressures low count once', { systolic: 80, diastolic: 40 }, 1],
  ['65 years', { years: 65 }, 1],
  ['confusion', { confused: true }, 1],
  ['all five', { urea: 9, breaths: 34, systolic: 80, years: 80, confused: true }, 5],
])('%s: %p gives %i', (_, given, total) => {
  expect(tell(given)).toMatchObject({
    score: { total, least: total, most: total, risk: curb65Risk(total) },
    missing: [],
  });
});

test('only a severe pneumonia is a warning', () => {
  expect(tell({ breaths: 30, confused: true })).toMatchObject({ severity: 'info', score: { risk: 'intermediate' } });
  expect(tell({ breaths: 30, confused: true, years: 65 })).toMatchObject({ severity: 'warning' });
});

test('the detail names what is met and nothing else, what was read is cited', () => {
  expect(tell({ breaths: 30, confused: true })).toMatchObject({
    detail: { en: 'Criteria met: new confusion, respiratory rate ≥ 30/min.' },
    cited: [
      expect.stringMatching(/^Date of birth: /),
      'Diagnosis: J18.9',
      'Diastolic blood pressure: 61 mm[Hg]',
      'New confusion: present',
      'Respiratory rate: 30 /min',
      'Systolic blood pressure: 90 mm[Hg]',
      'Urea: 7 mmol/L',
    ],
  });
});

describe('a value that is not there', () => {
  test('is named beside a class that is certain without it', () => {
    expect(without('22664-7', { breaths: 30, confused: true, years: 65 })).toMatchObject({
      score: { least: 3, most: 4, risk: 'severe' },
      missing: ['Urea'],
      detail: { en: expect.stringContaining('Not known: Urea;') },
    });
    expect(without('22664-7', { breaths: 30, confused: true, years: 65 })).not.toHaveProperty('score.total');
  });
  test.each([
    ['22664-7', 'Urea'],
    ['9279-1', 'Respiratory rate'],
    ['confusion', 'New confusion'],
  ])('%s: with 1 point of what is known the class is open, and %s is asked for', (code, name) => {
    const given = code === '9279-1' ? { confused: true } : { breaths: 30 };
    expect(without(code, given)).toMatchObject({ severity: 'info', score: undefined, missing: [name] });
  });
  test('one pressure is enough where it is low', () => {
    expect(without('8462-4', { systolic: 89 })).toMatchObject({ score: { total: 1 }, missing: [] });
    expect(without('8480-6', { diastolic: 60 })).toMatchObject({ score: { total: 1 }, missing: [] });
    expect(without('8480-6', { breaths: 30 })).toMatchObject({ missing: ['Systolic blood pressure'] });
  });
  test('a year of birth around 65 is asked for more exactly', () => {
    const open = [patient('1961'), ...chart({ breaths: 30 }).slice(1)];
    expect(told(curb65Rule, open)).toMatchObject({ score: undefined, missing: ['Exact age'] });
  });
});

describe('the episode', () => {
  test('begins a day before the diagnosis: an older value does not belong to it', () => {
    const urea = (effectiveDateTime: string) => [
      ...chart({ breaths: 30 }).filter(({ resource }) => !JSON.stringify(resource).includes('22664-7')),
      value('22664-7', 9, 'mmol/L', { effectiveDateTime }),
    ];
    expect(told(curb65Rule, urea('2026-02-28T09:00:00+05:00'))).toMatchObject({ score: { total: 2 } });
    expect(told(curb65Rule, urea('2026-02-28T08:59:00+05:00'))).toMatchObject({ missing: ['Urea (no recent value)'] });
  });
  test('is over 30 days after the diagnosis', () => {
    const on = (date: string) => told(curb65Rule, [patient('1950-01-01'), diagnosis('J15.9', date)]);
    expect(on('2026-01-30T12:00:00Z')).toHaveProperty('severity');
    expect(on('2026-01-30T11:59:00Z')).toMatch(/^idle: no physician stated pneumonia/);
  });
});

test('points that are certain and points that may be', () => {
  const none = { confusion: false, ureaGt7: false, rrGe30: false, lowBP: false, ageGe65: false };
  expect(curb65(none)).toEqual({ least: 0, most: 0 });
  expect(curb65({ ...none, ureaGt7: undefined, lowBP: true })).toEqual({ least: 1, most: 2 });
});
