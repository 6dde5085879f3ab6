import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { bornBefore, diagnosis, medicine, patient } from '../examples.ts';
import type { ChartEntry, Facts } from '../facts.ts';
import { cha2ds2vascRule } from './cha2ds2vasc.ts';

const AF = diagnosis('I48.0', '2020-01-10');
const man = (years: number) => patient(bornBefore({ years }), 'male');
const tell = (entries: ChartEntry[], change: Partial<Facts> = {}, person = man(50)) =>
  told(cha2ds2vascRule, [person, AF, ...entries], change);

describe.each([
  ['heart failure', ['I50.0', 'I11.0', 'I13.0', 'I13.2', 'I42.0'], ['I51.9', 'I43.0']],
  ['hypertension', ['I10', 'I11.9', 'I12.9', 'I13.9', 'I15.0'], ['I16.0', 'R03.0']],
  ['diabetes', ['E10.9', 'E11.9', 'E12.9', 'E13.9', 'E14.9'], ['E15', 'R73.0']],
  ['stroke, TIA or embolism', ['I63.9', 'I64', 'I69.3', 'I69.4', 'G45.9', 'I74.9'], ['I61.9', 'I69.1']],
  ['vascular disease', ['I21.9', 'I22.9', 'I25.2', 'I70.0', 'I70.2', 'I73.9'], ['I20.9', 'I25.1', 'I73.0']],
])('%s', (criterion, counted, not) => {
  test.each(counted)('%s counts, and is cited', (code) => {
    expect(tell([diagnosis(code, '2019-01-01')])).toMatchObject({
      detail: { en: expect.stringContaining(criterion) },
      cited: expect.arrayContaining([`Diagnosis: ${code}`, 'Diagnosis: I48.0', 'Sex: male']),
    });
  });
  test.each(not)('%s does not count', (code) => {
    const said = tell([diagnosis(code, '2019-01-01')]);
    if (said !== 'nothing to say') expect(JSON.stringify(said)).not.toContain(criterion);
  });
});

test('of several diagnoses of fibrillation one is cited', () => {
  const again = diagnosis('I48.1', '2021-01-10');
  const said = tell([again, diagnosis('I63.9')]) as { cited: string[] };
  expect(said.cited.filter((one) => one.includes('I48'))).toHaveLength(1);
});

test.each([
  ['mitral stenosis', 'I05.0'],
  ['mitral stenosis with insufficiency', 'I05.2'],
  ['a mechanical valve', 'Z95.2'],
])('with %s (%s) no score is needed', (_, code) => {
  expect(tell([diagnosis('I63.9'), diagnosis(code)])).toMatch(/^idle: mitral stenosis/);
});

test.each([
  ['warfarin', 'B01AA03'],
  ['dabigatran', 'B01AE07'],
  ['apixaban', 'B01AF02'],
  ['enoxaparin', 'B01AB05'],
])('with %s (%s) it is answered', (_, code) => {
  expect(tell([diagnosis('I63.9'), medicine(code)])).toBe('idle: an anticoagulant is ordered');
});
test('with aspirin it is not', () => {
  expect(tell([diagnosis('I63.9'), medicine('B01AC06')])).toMatchObject({ severity: 'warning' });
});

test('one point is to be weighed with the patient, two are an indication', () => {
  expect(tell([diagnosis('I10')])).toMatchObject({
    severity: 'info',
    score: { decision: 'consider', variant: 'vasc' },
    action: { en: expect.stringContaining('Weigh') },
    summary: { en: 'Atrial fibrillation, CHA2DS2-VASc at least 1: consider an anticoagulant' },
  });
  expect(tell([diagnosis('I10'), diagnosis('E11.9')])).toMatchObject({
    severity: 'warning',
    score: { least: 2, most: 2, decision: 'recommended' },
    action: { en: expect.stringContaining('recommended') },
  });
});
