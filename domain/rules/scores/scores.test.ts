import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { differences, scoreCase } from './case.ts';
import { SCORES } from './catalogue.ts';

const corpora = resolve(process.env.OKA_CORPORA ?? join(import.meta.dirname, '../../../../shared/data'));
const folder = join(corpora, 'vectors');
const files = Object.keys(SCORES).filter((id) => existsSync(join(folder, `${id}.json`)));

describe('published cases', () => {
  if (!files.length) test.skip(`are missing: no ${folder}`, () => {});
  for (const id of files) {
    const { cases } = JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')) as {
      cases: { id: string; inputs: unknown; expected: Record<string, unknown> }[];
    };
    for (const { id: name, inputs, expected } of cases) {
      const scored = scoreCase(id, inputs);
      if ('outside' in scored)
        test(`${name} lies outside the rule: ${scored.outside}`, () => expect('figures' in scored).toBe(false));
      else test(`${name}`, () => expect(differences(id, expected, scored.figures)).toEqual([]));
    }
  }
});

const figures = (rule: string, inputs: unknown) => {
  const scored = scoreCase(rule, inputs);
  return 'figures' in scored ? scored.figures : scored.outside;
};

describe('CURB-65', () => {
  const base = { confusion: false, ureaMmolL: 7, respiratoryRate: 29, systolicBP: 90, diastolicBP: 61, age: 64 };
  test.each([
    ['nothing is met just below every limit', {}, 0],
    ['urea above 7', { ureaMmolL: 7.01 }, 1],
    ['30 breaths', { respiratoryRate: 30 }, 1],
    ['systolic 89', { systolicBP: 89 }, 1],
    ['diastolic 60', { diastolicBP: 60 }, 1],
    ['both pressures low count once', { systolicBP: 80, diastolicBP: 40 }, 1],
    ['65 years', { age: 65 }, 1],
    ['confusion', { confusion: true }, 1],
  ])('%s', (_, change, total) => {
    expect(figures('curb65', { ...base, ...change })).toMatchObject({ total });
  });

  test.each([
    [1, 'low'],
    [2, 'intermediate'],
    [3, 'severe'],
  ])('%i points are %s', (points, risk) => {
    const names = ['confusion', 'rrGe30', 'lowBP', 'ageGe65', 'ureaGt7'];
    const criteria = Object.fromEntries(names.map((name, index) => [name, index < points ? 1 : 0]));
    expect(figures('curb65', { criteria })).toEqual({ total: points, risk });
  });

  test('is not for a 17-year-old', () => {
    expect(figures('curb65', { ...base, age: 17 })).toBe('from 18 years of age');
  });
});

describe('CKD-EPI 2021', () => {
  test('the stage is read from the unrounded value', () => {
    expect(figures('ckdepi2021', { creatinineMgDl: 1.2, age: 18, female: false })).toEqual({
      egfr: 89.9,
      egfrRounded: 90,
      stage: 'G2',
    });
  });
  // Male, 50 years: creatinine on both sides of every KDIGO limit.
  test.each([
    [1.015, 'G1'],
    [1.016, 'G2'],
    [1.423, 'G2'],
    [1.424, 'G3a'],
    [1.809, 'G3a'],
    [1.81, 'G3b'],
    [2.537, 'G3b'],
    [2.538, 'G4'],
    [4.52, 'G4'],
    [4.521, 'G5'],
  ])('creatinine %f mg/dL is %s', (creatinineMgDl, stage) => {
    expect(figures('ckdepi2021', { creatinineMgDl, age: 50, female: false })).toMatchObject({ stage });
  });
});

test.each([
  [29.9, 'start', 'contraindicated'],
  [30, 'start', 'not-recommended'],
  [45, 'start', 'not-recommended'],
  [45.1, 'start', 'ok'],
  [29.9, 'continue', 'stop'],
  [30, 'continue', 'assess-benefit-risk'],
  [44.9, 'continue', 'assess-benefit-risk'],
  [45, 'continue', 'ok'],
  [60, 'contrast', 'hold-48h'],
  [60.1, 'contrast', 'no-hold'],
  [29, 'contrast', 'stop'],
])('metformin, eGFR %f, %s: %s', (egfr, action, result) => {
  expect(figures('metformin_egfr', { egfr, action })).toEqual({ result });
});

test.each([
  [2.5, 'critical-low'],
  [2.51, 'not-critical'],
  [6.49, 'not-critical'],
  [6.5, 'critical-high'],
])('potassium %f is %s', (value, flag) => {
  expect(figures('critical_labs', { analyte: 'potassium', value, unit: 'mmol/L', age: 17 })).toEqual({ flag });
});
test('limits go by age: of adults from the sixteenth birthday on, of children, and of the first month', () => {
  const at = (age: number, analyte: string, value: number, unit = 'mmol/L') =>
    figures('critical_labs', { analyte, value, unit, age });
  const [low, not, high] = ['critical-low', 'not-critical', 'critical-high'].map((flag) => ({ flag }));
  expect([at(15.9, 'sodium', 130), at(16, 'sodium', 130), at(16, 'sodium', 120)]).toEqual([low, not, low]);
  expect([at(15, 'urea', 10), at(15, 'urea', 9.9), at(16, 'urea', 29.9), at(16, 'urea', 30)]).toEqual([
    high,
    not,
    not,
    high,
  ]);
  expect([at(15, 'creatinine', 200, 'umol/L'), at(16, 'creatinine', 353, 'umol/L')]).toEqual([high, not]);
  expect([at(15, 'glucose', 15), at(15, 'glucose', 14.9), at(16, 'glucose', 15)]).toEqual([high, not, not]);
  expect([at(0, 'potassium', 7), at(0, 'potassium', 7.1), at(0.1, 'potassium', 6.5)]).toEqual([not, high, high]);
  expect([at(0, 'haemoglobin', 210, 'g/L'), at(1, 'haemoglobin', 210, 'g/L')]).toEqual([not, high]);
});
test.each([
  ['sodium', 120, 'mmol/L', 'critical-low'],
  ['sodium', 120.1, 'mmol/L', 'not-critical'],
  ['urea', 29.9, 'mmol/L', 'not-critical'],
  ['urea', 30, 'mmol/L', 'critical-high'],
  ['creatinine', 354, 'umol/L', 'critical-high'],
  ['magnesium', 0.4, 'mmol/L', 'critical-low'],
  ['magnesium', 0.41, 'mmol/L', 'not-critical'],
  ['phosphate', 0.3, 'mmol/L', 'critical-low'],
  ['phosphate', 0.31, 'mmol/L', 'not-critical'],
  ['CRP', 299, 'mg/L', 'not-critical'],
  ['CRP', 300, 'mg/L', 'critical-high'],
  ['CK', 4999, 'U/L', 'not-critical'],
  ['CK', 5000, 'U/L', 'critical-high'],
  ['amylase', 4.9, 'xULN', 'not-critical'],
  ['amylase', 5, 'xULN', 'critical-high'],
  ['ALT', 14.9, 'xULN', 'not-critical'],
  ['ALT', 15, 'xULN', 'critical-high'],
  ['haemoglobin', 200.1, 'g/L', 'critical-high'],
  ['haemoglobin', 69.9, 'g/L', 'critical-low'],
])('%s of %f %s is %s', (analyte, value, unit, flag) => {
  expect(figures('critical_labs', { analyte, value, unit, age: 50 })).toEqual({ flag });
});
test.each([
  [3, undefined, 'critical-high'],
  [2, undefined, 'critical-high'],
  [1, 6.1, 'critical-high'],
  [1, 6, 'not-critical'],
  [1, undefined, 'not-critical'],
  [0, 6.4, 'not-critical'],
])('acute kidney injury of stage %i with potassium %p is %s', (value, potassium, flag) => {
  const given = { analyte: 'AKI', value, ...(potassium === undefined ? {} : { potassium }) };
  expect(figures('critical_labs', given)).toEqual({ flag });
});
test('enzymes are read against the upper limit of the laboratory, other units and analytes are refused', () => {
  const alt = (value: number) => figures('critical_labs', { analyte: 'ALT', value, unit: 'U/L', upperLimit: 40 });
  expect([alt(599), alt(600)]).toEqual([{ flag: 'not-critical' }, { flag: 'critical-high' }]);
  expect(figures('critical_labs', { analyte: 'ALT', value: 600, unit: 'U/L' })).toBe('ALT in xULN');
  expect(figures('critical_labs', { analyte: 'sodium', value: 120, unit: 'g/L' })).toBe('sodium in mmol/L');
  expect(figures('critical_labs', { analyte: 'troponin', value: 120, unit: 'ng/L' })).toMatch(/no limit for troponin/);
});

describe('WHO classification of a child', () => {
  const calm = { ageMonths: 14, respiratoryRate: 30, chestIndrawing: false, dangerSign: false };
  test.each([
    ['49 breaths at 11 months', { ageMonths: 11, respiratoryRate: 49 }, 'cough-or-cold'],
    ['50 breaths at 11 months', { ageMonths: 11, respiratoryRate: 50 }, 'pneumonia'],
    ['39 breaths at 12 months', { ageMonths: 12, respiratoryRate: 39 }, 'cough-or-cold'],
    ['40 breaths at 12 months', { ageMonths: 12, respiratoryRate: 40 }, 'pneumonia'],
    ['chest indrawing', { chestIndrawing: true }, 'pneumonia'],
    ['SpO2 90', { spo2: 90 }, 'cough-or-cold'],
    ['SpO2 89', { spo2: 89 }, 'severe-pneumonia'],
    ['a danger sign', { dangerSign: true }, 'severe-pneumonia'],
    ['stridor', { stridor: true }, 'severe-pneumonia'],
    ['nobody counted the breaths', { respiratoryRate: undefined }, 'not-computable'],
    ['nobody looked for danger signs', { dangerSign: undefined }, 'not-computable'],
  ])('%s', (_, change, expected) => {
    expect(figures('who_child_pneumonia', { ...calm, ...change })).toMatchObject({ class: expected });
  });
  test('without danger signs looked for, fast breathing is pneumonia at least', () => {
    expect(figures('who_child_pneumonia', { ageMonths: 14, respiratoryRate: 44 })).toEqual({
      class: 'pneumonia',
      atLeast: true,
    });
  });
  test.each([1, 60])('does not apply at %i months', (ageMonths) => {
    expect(figures('who_child_pneumonia', { ...calm, ageMonths })).toBe('for ages 2 to 59 months');
  });
});

test.each([
  [65, {}, 'assess-risk'],
  [66, {}, 'use-only-if-benefit-outweighs-risk'],
  [66, { ppi: true }, 'assess-risk'],
  [50, { multipleNsaids: true }, 'use-only-if-benefit-outweighs-risk'],
  [90, { route: 'ophthalmic' }, 'no-special-precautions'],
])('warfarin with an NSAID at %i years, %j: %s', (age, change, recommendation) => {
  const inputs = { warfarin: true, nsaid: 'naproxen', route: 'oral', age, ...change };
  expect(figures('ddi_warfarin_nsaid', inputs)).toEqual({ recommendation });
});

test('a difference in a figure is named, and words of a band are compared as bands', () => {
  expect(differences('curb65', { total: 3 }, { total: 2 })).toEqual([{ figure: 'total', expected: 3, got: 2 }]);
  expect(differences('curb65', { risk: 'Low Risk' }, { risk: 'low' })).toEqual([]);
  expect(differences('curb65', { risk: 'Low Risk' }, { risk: 'severe' })).toHaveLength(1);
  expect(differences('ckdepi2021', { egfr: 129.3, tolerance: 0.15 }, { egfr: 129.28 })).toEqual([]);
});

test('a mistyped input is refused with its name', () => {
  expect(() => scoreCase('metformin_egfr', { egfr: 20, acton: 'start' })).toThrow(/acton/);
  expect(() => scoreCase('curb', {})).toThrow(/there are curb65/);
});
