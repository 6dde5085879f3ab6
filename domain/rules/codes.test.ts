import { describe, expect, test } from '@jest/globals';
import { ANALYTES, type Analyte, type AnalyteName, COUGH_ICD10, COUGH_SNOMED, PNEUMONIA_ICD10 } from './codes.ts';
import { factsOf, value } from './examples.ts';
import { newestMeasured } from './measured.ts';

/** Analyte, unit in which rules read it, the bounds outside which nobody alive was measured, LOINC codes. */
const LINES: readonly (readonly [AnalyteName, string, number, number, ...string[]])[] = [
  ['potassium', 'mmol/L', 1, 12, '2823-3', '6298-4'],
  ['creatinine', 'mg/dL', 0.05, 40, '14682-9', '2160-0'],
  ['egfr', 'mL/min/{1.73_m2}', 0, 250, '98979-8'],
  ['respiratoryRate', '/min', 0, 120, '9279-1'],
  ['spo2', '%', 30, 100, '59408-5', '2708-6'],
  ['systolic', 'mm[Hg]', 30, 320, '8480-6'],
  ['diastolic', 'mm[Hg]', 10, 220, '8462-4'],
  ['pulse', '/min', 10, 350, '8867-4'],
  ['temperature', 'Cel', 24, 46, '8310-5'],
  ['oxygenFlow', 'L/min', 0, 100, '3151-8'],
  ['oxygenFraction', '%', 15, 100, '3150-0'],
  ['gcs', '{score}', 3, 15, '9269-2'],
  ['weight', 'kg', 0.3, 400, '29463-7'],
  ['height', 'cm', 20, 260, '8302-2'],
  ['bmi', 'kg/m2', 5, 120, '39156-5'],
  ['waist', 'cm', 30, 250, '8280-0'],
  ['qt', 'ms', 150, 800, '8634-8'],
  ['qtc', 'ms', 200, 800, '8636-3'],
  ['urineDay', 'mL', 0, 30_000, '9192-6'],
  ['sodium', 'mmol/L', 90, 200, '2951-2', '2947-0'],
  ['glucose', 'mmol/L', 0.2, 120, '14749-6', '15074-8', '2345-7', '2339-0'],
  ['calcium', 'mmol/L', 0.5, 6, '2000-8', '17861-6'],
  ['calciumAdjusted', 'mmol/L', 0.5, 6, '29265-6'],
  ['haemoglobin', 'g/L', 10, 260, '718-7'],
  ['platelets', '10*9/L', 0, 5000, '777-3'],
  ['inr', '{INR}', 0.4, 30, '6301-6', '34714-6'],
  ['troponinI', 'ug/L', 0, 10_000, '10839-9', '89579-7'],
  ['troponinT', 'ug/L', 0, 1000, '6598-7', '67151-1'],
  ['cholesterol', 'mmol/L', 0.5, 40, '14647-2', '2093-3'],
  ['hdl', 'mmol/L', 0.05, 8, '14646-4', '2085-9'],
  ['bilirubin', 'umol/L', 0, 1500, '14631-6', '1975-2'],
  ['ast', 'U/L', 0, 50_000, '1920-8'],
  ['alt', 'U/L', 0, 50_000, '1742-6'],
  ['alp', 'U/L', 0, 20_000, '6768-6'],
  ['albumin', 'g/L', 3, 90, '1751-7'],
  ['magnesium', 'mmol/L', 0.05, 6, '2601-3', '19123-9'],
  ['phosphate', 'mmol/L', 0.05, 10, '14879-1', '2777-1'],
  ['crp', 'mg/L', 0, 1000, '1988-5'],
  ['ck', 'U/L', 0, 500_000, '2157-6'],
  ['amylase', 'U/L', 0, 50_000, '1798-8'],
  ['urea', 'mmol/L', 0.2, 120, '22664-7', '3094-0', '14937-7'],
];
const read = (name: AnalyteName, code: string, number: number, unit: string): number | string => {
  const lookup = newestMeasured(factsOf([value(code, number, unit)]), name, 0);
  return 'found' in lookup ? lookup.found.value : lookup.missing.en.replace(/.*\((.*)\)$/, '$1');
};

describe.each(LINES)('%s in %s from %f to %f', (name, unit, least, most, ...codes) => {
  test.each(codes)('is read under LOINC %s at both bounds, and not beyond them', (code) => {
    expect([read(name, code, least, unit), read(name, code, most, unit)]).toEqual([least, most]);
    expect(read(name, code, most + 0.01, unit)).toBe('value not plausible');
    expect(read(name, code, least - 0.01, unit)).toBe('value not plausible');
  });
  test('has these codes alone', () => {
    const known = Object.keys(ANALYTES[name].codes).filter((code) => code !== '3091-6');
    expect(known.toSorted()).toEqual(codes.toSorted());
  });
});
test('every analyte stands in this table, with a name in both languages', () => {
  expect(LINES.map(([name]) => name).toSorted()).toEqual(Object.keys(ANALYTES).toSorted());
  for (const { title } of Object.values(ANALYTES) as Analyte[]) expect(title.ru).toMatch(/[а-яё]/i);
});

describe('units that UCUM would not convert or would lead wrong', () => {
  test.each([
    ['potassium', '2823-3', 4.5, 'meq/L', 4.5],
    ['creatinine', '2160-0', 88.4, 'umol/L', 1],
    ['creatinine', '14682-9', 0.0884, 'mmol/L', 1],
    ['urea', '22664-7', 60.06, 'mg/dL', 10],
    ['urea', '3091-6', 60.06, 'mg/dL', 10],
    ['urea', '3094-0', 20, 'mg/dL', 7.14],
    ['egfr', '98979-8', 50, 'mL/min/1.73.m2', 50],
    ['egfr', '98979-8', 50, 'mL/min', 50],
    ['respiratoryRate', '9279-1', 20, '{breaths}/min', 20],
    ['respiratoryRate', '9279-1', 20, '1/min', 20],
    ['gcs', '9269-2', 14, '1', 14],
    ['inr', '6301-6', 2.5, '1', 2.5],
    ['inr', '6301-6', 2.5, 'ratio', 2.5],
    ['inr', '6301-6', 2.5, '{ratio}', 2.5],
    ['troponinI', '10839-9', 0.5, 'ng/mL', 0.5],
    ['troponinT', '6598-7', 0.5, 'ng/mL', 0.5],
    ['sodium', '2951-2', 140, 'meq/L', 140],
    ['calcium', '2000-8', 5, 'meq/L', 2.5],
    ['calciumAdjusted', '29265-6', 10, 'mg/dL', 2.495],
    ['calciumAdjusted', '29265-6', 5, 'meq/L', 2.5],
    ['magnesium', '2601-3', 2, 'meq/L', 1],
    ['magnesium', '2601-3', 2.4305, 'mg/dL', 1],
    ['phosphate', '14879-1', 3.0974, 'mg/dL', 1],
    ['hdl', '2085-9', 38.665, 'mg/dL', 1],
  ] as const)('%s (%s): %f %s is %f', (name, code, number, unit, expected) => {
    expect(read(name, code, number, unit)).toBeCloseTo(expected, 3);
  });
  test('a mass of urea is none of its nitrogen', () => {
    expect(read('urea', '14937-7', 20, 'mg/dL')).toBe('value or unit not readable');
  });
});

test('pneumonia and cough in codes', () => {
  expect(PNEUMONIA_ICD10).toEqual(['J12', 'J13', 'J14', 'J15', 'J16', 'J17', 'J18']);
  expect([...COUGH_ICD10, ...COUGH_SNOMED]).toEqual(['R05', 'R06.0', '49727002', '267036007', '230145002']);
});
