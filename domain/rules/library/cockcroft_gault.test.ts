import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { bornBefore, factsOf, medicine, patient, value } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { clearanceOf, cockcroftGaultRule, doseClass } from './cockcroft_gault.ts';

const creatinine = (umol: number, change = {}) => value('14682-9', umol, 'umol/L', change);
const weight = (kg: number, change = {}) => value('29463-7', kg, 'kg', change);
const man = patient(bornBefore({ years: 80 }), 'male');
const tell = (...entries: ChartEntry[]) => told(cockcroftGaultRule, [man, medicine('B01AF02'), ...entries]);

test.each([
  ['dabigatran', 'B01AE07', 29.9, 'contraindicated'],
  ['dabigatran', 'B01AE07', 30, 'check'],
  ['rivaroxaban', 'B01AF01', 14.9, 'contraindicated'],
  ['apixaban', 'B01AF02', 15, 'check'],
  ['edoxaban', 'B01AF03', 49.9, 'check'],
  ['edoxaban', 'B01AF03', 50, 'usual'],
])('%s (%s) at a clearance of %f: %s', (_, atc, clearance, dose) => expect(doseClass(clearance, atc)).toBe(dose));

test.each(['B01AE07', 'B01AF01', 'B01AF02', 'B01AF03'])('the dose of %s asks for it', (atc) => {
  expect(told(cockcroftGaultRule, [man, medicine(atc), creatinine(200), weight(60)])).toHaveProperty('score.dose');
});
test('no other anticoagulant does', () => {
  expect(told(cockcroftGaultRule, [man, medicine('B01AA03'), creatinine(200), weight(60)])).toMatch(/^idle/);
});

describe('the figure', () => {
  test('is one where it is certain: a man of 80 with 60 kg and 2 mg/dL has 25 mL/min', () => {
    const said = tell(creatinine(176.8), weight(60));
    expect(said).toMatchObject({ severity: 'info', score: { crcl: 25, dose: 'check' }, missing: [] });
    expect(said).not.toHaveProperty('score.crclMost');
    expect(said).toMatchObject({ summary: { en: expect.stringContaining('clearance 25 mL/min:') } });
  });
  test('is two where the sex leaves it open, over both sexes', () => {
    const unknown = patient(bornBefore({ years: 80 }), 'unknown');
    const said = told(cockcroftGaultRule, [unknown, medicine('B01AF02'), creatinine(176.8), weight(60)]);
    expect(said).toMatchObject({
      score: { crcl: 21, crclMost: 25 },
      summary: { en: expect.stringContaining('clearance 21–25 mL/min:') },
      missing: ['Sex'],
    });
    expect(clearanceOf(factsOf([unknown, creatinine(176.8), weight(60)]))).toMatchObject({
      least: expect.closeTo(21.25, 2),
      most: expect.closeTo(25, 2),
    });
  });
  test('rests on age, sex, weight, creatinine and the medicine', () => {
    expect(tell(creatinine(176.8), weight(60))).toMatchObject({
      cited: [
        'Body weight: 60 kg',
        'Creatinine: 176.8 umol/L',
        expect.stringMatching(/^Date of birth/),
        'Medicine: B01AF02',
        'Sex: male',
      ],
    });
  });
});

test('a creatinine of 90 days and a weight of 180 days are fresh, to the minute', () => {
  expect(tell(creatinine(176.8, { effectiveDateTime: '2025-12-01T12:00:00Z' }), weight(60))).toHaveProperty(
    'score.crcl',
    25,
  );
  expect(tell(creatinine(176.8, { effectiveDateTime: '2025-12-01T11:59:00Z' }), weight(60))).toMatchObject({
    missing: ['Creatinine (no recent value)'],
  });
  expect(tell(creatinine(176.8), weight(60, { effectiveDateTime: '2025-09-02T12:00:00Z' }))).toHaveProperty(
    'score.crcl',
    25,
  );
  expect(tell(creatinine(176.8), weight(60, { effectiveDateTime: '2025-09-02T11:59:00Z' }))).toMatchObject({
    missing: ['Body weight (no recent value)'],
  });
});

test('“less than 60 kg” is no weight to dose by', () => {
  const below = { valueQuantity: { value: 60, comparator: '<' as const, code: 'kg' } };
  expect(tell(creatinine(176.8), weight(60, below))).toMatchObject({ score: undefined });
});

test('a creatinine of which only a limit is stated is named, not passed over', () => {
  const over = value('14682-9', 1500, 'umol/L', {
    valueQuantity: { value: 1500, comparator: '>', unit: 'umol/L', code: 'umol/L' },
  });
  expect(tell(over, weight(60))).toMatchObject({ score: undefined, missing: ['Creatinine (only a limit is stated)'] });
});
test('of two direct anticoagulants the stricter limit counts, and both are cited', () => {
  const newer = medicine('B01AF02', { authoredOn: '2026-02-28T09:00:00Z' });
  const older = medicine('B01AE07', { authoredOn: '2025-02-28T09:00:00Z' });
  expect(told(cockcroftGaultRule, [man, newer, older, creatinine(176.8), weight(60)])).toMatchObject({
    severity: 'warning',
    score: { dose: 'contraindicated' },
    cited: expect.arrayContaining(['Medicine: B01AE07', 'Medicine: B01AF02']),
  });
});
