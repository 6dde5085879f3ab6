import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { bornBefore, diagnosis, patient, sign, value } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { crb65Rule } from './crb65.ts';

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
