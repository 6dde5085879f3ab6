import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { bornBefore, diagnosis, medicine, patient, value } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { hasbledRule } from './hasbled.ts';

const AF = diagnosis('I48.0', '2020-01-10');
const WARFARIN = medicine('B01AA03');
const man = (years: number) => patient(bornBefore({ years }), 'male');
const systolic = (number: number, change = {}) => value('8480-6', number, 'mm[Hg]', change);
/** 70 years (1) on warfarin with diclofenac (1): one criterion more is a high risk. */
const tell = (...entries: ChartEntry[]) => told(hasbledRule, [man(70), AF, WARFARIN, medicine('M01AB05'), ...entries]);
const HIGH = { severity: 'warning', score: { least: 3, risk: 'high' } };

test('two points are nothing to say', () => expect(tell()).toBe('nothing to say'));

describe.each([
  ['kidneys', ['Z99.2', 'Z94.0', 'N18.5'], ['N18.4', 'Z94.1']],
  ['liver', ['K70.3', 'K71.7', 'K72.0', 'K74.3', 'K74.4', 'K74.5', 'K74.6'], ['K70.0', 'K74.0', 'K76.0']],
  ['stroke', ['I63.9', 'I64', 'I69.3'], ['G45.9']],
  [
    'bleeding',
    [
      'K92.0',
      'K92.1',
      'K92.2',
      'K25.0',
      'K25.4',
      'K26.0',
      'K26.4',
      'K27.0',
      'K27.4',
      'I85.0',
      'D62',
      'D66',
      'D67',
      'D68.9',
      'D69.6',
    ],
    ['K25.9', 'D50.9', 'D69.0'],
  ],
  ['alcohol', ['F10.1', 'F10.2'], ['F10.0', 'F17.2']],
])('%s', (_, counted, not) => {
  test.each(counted)('%s counts and is cited', (code) => {
    expect(tell(diagnosis(code, '2019-01-01'))).toMatchObject({
      ...HIGH,
      cited: expect.arrayContaining([
        `Diagnosis: ${code}`,
        'Diagnosis: I48.0',
        'Medicine: B01AA03',
        'Medicine: M01AB05',
      ]),
    });
  });
  test.each(not)('%s does not', (code) => expect(tell(diagnosis(code, '2019-01-01'))).toBe('nothing to say'));
});
test.each(['I60.9', 'I61.9', 'I62.0'])('a haemorrhage of the brain (%s) is a stroke and a bleeding', (code) => {
  expect(tell(diagnosis(code, '2019-01-01'))).toMatchObject({ score: { least: 4 } });
});

describe('measured', () => {
  test('systolic above 160, and it is cited', () => {
    expect(tell(systolic(160))).toBe('nothing to say');
    expect(tell(systolic(161))).toMatchObject({
      ...HIGH,
      cited: expect.arrayContaining(['Systolic blood pressure: 161 mm[Hg]']),
    });
  });
  test('creatinine from 200 µmol/L, and it is cited', () => {
    expect(tell(value('14682-9', 199, 'umol/L'))).toBe('nothing to say');
    expect(tell(value('14682-9', 200, 'umol/L'))).toMatchObject({
      ...HIGH,
      cited: expect.arrayContaining(['Creatinine: 200 umol/L']),
    });
  });
  test('within 180 days, to the minute', () => {
    expect(tell(systolic(170, { effectiveDateTime: '2025-09-02T12:00:00Z' }))).toMatchObject(HIGH);
    expect(tell(systolic(170, { effectiveDateTime: '2025-09-02T11:59:00Z' }))).toBe('nothing to say');
  });
});

test('over 65 begins at 66', () => {
  const at = (years: number) => told(hasbledRule, [man(years), AF, WARFARIN, medicine('M01AB05'), diagnosis('I64')]);
  expect(at(65)).toBe('nothing to say');
  expect(at(66)).toMatchObject(HIGH);
});

test.each([
  ['aspirin', 'B01AC06'],
  ['an NSAID', 'M01AE01'],
])('%s (%s) is to be changed', (_, code) => {
  expect(told(hasbledRule, [man(70), AF, WARFARIN, diagnosis('I64'), medicine(code)])).toMatchObject({
    ...HIGH,
    action: { en: expect.stringMatching(/^Change what can be changed: /) },
  });
});
test('a gel is no medicine that makes bleed, and is not cited', () => {
  const gel = medicine('M01AB05', { dosageInstruction: [{ route: { text: 'наружно' } }] });
  expect(told(hasbledRule, [man(70), AF, WARFARIN, diagnosis('I64'), gel])).toBe('nothing to say');
  const three = told(hasbledRule, [man(70), AF, WARFARIN, diagnosis('I64'), diagnosis('K72.0'), gel]);
  expect(JSON.stringify(three)).not.toContain('M01AB05');
});
test('with nothing that can be changed it is information', () => {
  expect(told(hasbledRule, [man(70), AF, WARFARIN, diagnosis('I64'), diagnosis('K72.0')])).toMatchObject({
    severity: 'info',
    action: { en: expect.stringMatching(/^See the patient more often/) },
  });
});
test('of several diagnoses of fibrillation one is cited', () => {
  const said = tell(diagnosis('I48.1', '2021-01-10'), diagnosis('I64')) as { cited: string[] };
  expect(said.cited.filter((one) => one.includes('I48'))).toHaveLength(1);
});
