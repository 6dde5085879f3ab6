import { describe, expect, test } from '@jest/globals';
import { scoreCase } from './case.ts';
import { SCORES } from './catalogue.ts';

/** The example of a rule as a published case, with some of its inputs changed. */
const of = (rule: string, change: Readonly<Record<string, unknown>> = {}) => {
  const scored = scoreCase(rule, { ...(SCORES[rule]?.example as object), ...change });
  return 'figures' in scored ? scored.figures : scored.outside;
};

/** The worked examples that `oka score RULE --help` shows, each with what it comes to. */
test.each([
  ['curb65', { total: 3, risk: 'severe' }],
  ['crb65', { total: 2, risk: 'intermediate' }],
  ['qsofa', { total: 2, highRisk: true }],
  ['news2', { total: 6, singleParameter3: false, clinicalRisk: 'medium', monitoring: 'every hour' }],
  ['wells_pe', { total: 6, threeTier: 'moderate', twoTier: 'likely' }],
  ['wells_dvt', { total: 3, threeTier: 'high', twoTier: 'likely' }],
  ['perc', { total: 0, ruledOut: true }],
  ['heart', { total: 3, band: 'low', sixWeeks: 'low at 6 weeks' }],
  ['findrisc', { total: 13, risk: 'moderate' }],
  ['cha2ds2vasc', { total: 4, va: 3 }],
  ['hasbled', { total: 3, risk: 'high' }],
  ['score2', { riskPercent: 23.16, category: 'very-high' }],
  ['ckdepi2021', { egfr: 44.24, egfrRounded: 44, stage: 'G3b' }],
  ['cockcroft_gault', { crcl: 40.14 }],
  ['kdigo_aki', { stage: 1 }],
  ['qtc', { qtc: 447.5 }],
  ['critical_labs', { flag: 'critical-high' }],
  ['metformin_egfr', { result: 'assess-benefit-risk' }],
  ['contrast_egfr', { salineProphylaxis: 'prophylaxis-indicated' }],
  ['ddi_warfarin_nsaid', { recommendation: 'use-only-if-benefit-outweighs-risk' }],
  ['ddi_onc_high_priority', { interaction: true, severity: 'contraindicated/high', pair: 'febuxostat-thiopurines' }],
  ['allergy_betalactam', { alert: 'warn-high' }],
  ['duplicate_imaging', { duplicate: true }],
  ['birads', { management: 'tissue diagnosis', likelihood: '>2% to <=10%' }],
  ['lung_rads_v2022', { category: '4A' }],
  ['fleischner2017', { action: 'CT', firstMonths: [6, 12], secondMonths: [18, 24], secondOptional: false }],
  ['diabetic_retinopathy_followup', { referral: 'within 3-6 months', followUp: 'every 6-9 months', referable: true }],
  ['imaging_pregnancy', { fetalDoseMGy: [1.3, 35], band: 'higher', below50: true }],
  ['who_child_pneumonia', { class: 'pneumonia', atLeast: false }],
])('the example of %s comes to %j', (rule, figures) => expect(of(rule)).toMatchObject(figures));
test('every rule that can be scored has its example here', () => expect(Object.keys(SCORES)).toHaveLength(29));

test.each([
  ...['curb65', 'crb65', 'qsofa', 'wells_pe', 'wells_dvt', 'perc', 'findrisc', 'cha2ds2vasc', 'hasbled'],
  ...['ckdepi2021', 'cockcroft_gault', 'kdigo_aki'],
])('%s begins on the eighteenth birthday', (rule) => {
  expect(of(rule, { age: 17.9 })).toBe('from 18 years of age');
  expect(of(rule, { age: 18 })).not.toBe('from 18 years of age');
});
test.each([
  ['heart', 'ageYears', 17.9, 18, 'from 18 years of age'],
  ['news2', 'age', 15.9, 16, 'from 16 years of age'],
  ['fleischner2017', 'age', 34.9, 35, 'from 35 years of age'],
  ['score2', 'age', 39.9, 40, 'for ages 40 to 89 years'],
  ['score2', 'age', 90, 89.9, 'for ages 40 to 89 years'],
  ['who_child_pneumonia', 'ageMonths', 1.9, 2, 'for ages 2 to 59 months'],
  ['who_child_pneumonia', 'ageMonths', 60, 59.9, 'for ages 2 to 59 months'],
])('%s, %s: %f is outside, %f is not', (rule, name, outside, inside, why) => {
  expect(of(rule, { [name]: outside })).toBe(why);
  expect(of(rule, { [name]: inside })).not.toBe(why);
});
test.each([
  [{ knownCancer: true }, 'not with known cancer or immunosuppression'],
  [{ immunosuppressed: 1 }, 'not with known cancer or immunosuppression'],
  [{ screening: true }, 'not in lung cancer screening: Lung-RADS'],
])('a nodule with %j is outside', (change, why) => expect(of('fleischner2017', change)).toBe(why));

/** One input on both sides of its limit, and the total on each. */
describe.each([
  [
    'crb65',
    { age: 64, respiratoryRate: 29, systolicBP: 90, diastolicBP: 61, confusion: false },
    0,
    [{ age: 65 }, { respiratoryRate: 30 }, { systolicBP: 89 }, { diastolicBP: 60 }, { confusion: 1 }],
  ],
  [
    'qsofa',
    { respiratoryRate: 21, systolicBP: 101, gcs: 15 },
    0,
    [{ respiratoryRate: 22 }, { systolicBP: 100 }, { gcs: 14 }],
  ],
  [
    'perc',
    { age: 49, heartRate: 99, spo2: 95 },
    0,
    [{ age: 50 }, { heartRate: 100 }, { spo2: 94.9 }, { hormone: 1 }, { priorVTE: true }],
  ],
  [
    'cha2ds2vasc',
    { age: 64, female: false, hypertension: false },
    0,
    [{ age: 65 }, { age: 74 }, { female: true }, { chf: 1 }, { vascular: true }],
  ],
] as [string, Record<string, unknown>, number, Record<string, unknown>[]][])(
  '%s of %j is %i',
  (rule, base, total, changes) => {
    test.each(changes)('and one more with %j', (change) => {
      expect([of(rule, base), of(rule, { ...base, ...change })]).toEqual([
        expect.objectContaining({ total }),
        expect.objectContaining({ total: total + 1 }),
      ]);
    });
  },
);
test('more steps', () => {
  expect([100, 101].map((heartRate) => of('wells_pe', { heartRate }))).toMatchObject([{ total: 4.5 }, { total: 6 }]);
  expect([74, 75].map((age) => of('cha2ds2vasc', { age }))).toMatchObject([{ va: 2 }, { va: 3 }]);
  expect([3, 4].map((history) => of('heart', { history: 1, ecg: history - 3 }))).toMatchObject([
    { total: 3, sixWeeks: 'low at 6 weeks' },
    { total: 4, sixWeeks: 'high at 6 weeks' },
  ]);
  expect(of('heart', { agePoints: 2 })).toMatchObject({ total: 4 });
  expect([89, 90].map((spo2) => of('who_child_pneumonia', { spo2 }))).toMatchObject([
    { class: 'severe-pneumonia' },
    { class: 'pneumonia' },
  ]);
  expect([39, 40].map((respiratoryRate) => of('who_child_pneumonia', { respiratoryRate }))).toMatchObject([
    { class: 'cough-or-cold' },
    { class: 'pneumonia' },
  ]);
  expect([65, 66].map((age) => of('ddi_warfarin_nsaid', { age }))).toMatchObject([
    { recommendation: 'assess-risk' },
    { recommendation: 'use-only-if-benefit-outweighs-risk' },
  ]);
});
describe('HAS-BLED as its flags were stated or measured', () => {
  test('from stated facts: over 65, and eight drinks a week', () => {
    expect([65, 66].map((age) => of('hasbled', { age }))).toMatchObject([{ total: 2 }, { total: 3 }]);
    expect([7, 8].map((drinksPerWeek) => of('hasbled', { drinksPerWeek }))).toMatchObject([{ total: 3 }, { total: 4 }]);
  });
  const measured = (change: Readonly<Record<string, unknown>>) => {
    const scored = scoreCase('hasbled', {
      ...{ age: 50, renal: false, liver: false, stroke: false, bleeding: false, labileINR: false, drugs: false },
      ...{ systolicBP: 160, creatinineUmolL: 199, drinksPerWeek: 7, bilirubinMgDl: 2.4, ast: 130, alt: 130, alp: 370 },
      ...{ hypertensionHistory: false, alcohol: false },
      ...change,
    });
    return 'figures' in scored ? scored.figures.total : scored.outside;
  };
  test.each([
    [{}, 0],
    [{ systolicBP: 161 }, 1],
    [{ hypertensionHistory: true }, 1],
    [{ creatinineUmolL: 200 }, 1],
    [{ renal: true }, 1],
    [{ bilirubinMgDl: 2.5 }, 1],
    [{ liver: true }, 0],
    [{ drinksPerWeek: 8 }, 1],
    [{ alcohol: true }, 1],
    [{ age: 66 }, 1],
  ])('from what was measured, %j: %i', (change, total) => expect(measured(change)).toBe(total));
});
describe('critical values', () => {
  test('are refused in another unit, and an analyte without limits is named', () => {
    expect(of('critical_labs', { unit: 'mg/dL' })).toBe('potassium in mmol/L');
    expect(of('critical_labs', { analyte: 'lactate' })).toMatch(/^no limit for lactate: there are sodium, potassium/);
    for (const [analyte, unit] of [
      ['INR', '1'],
      ['INR', '{INR}'],
      ['creatinine', 'µmol/L'],
      ['amylase', 'xULN'],
      ['CK', 'U/L'],
    ])
      expect(of('critical_labs', { analyte, unit, value: 1 })).toEqual({ flag: 'not-critical' });
  });
  test('go by age in years, an adult where none is given', () => {
    const sodium = (age: number | undefined) => of('critical_labs', { analyte: 'Sodium', value: 130, age });
    expect([sodium(15.9), sodium(16), sodium(undefined)]).toEqual([
      { flag: 'critical-low' },
      { flag: 'not-critical' },
      { flag: 'not-critical' },
    ]);
  });
  test('of enzymes are multiples of the upper limit', () => {
    const alt = (change: object) => of('critical_labs', { analyte: 'ALT', unit: 'U/L', upperLimit: 40, ...change });
    expect([alt({ value: 600 }), alt({ value: 599 })]).toEqual([{ flag: 'critical-high' }, { flag: 'not-critical' }]);
    expect(of('critical_labs', { analyte: 'potassium', unit: 'U/L', upperLimit: 40, value: 600 })).toBe(
      'potassium in mmol/L',
    );
  });
});
test('kidney injury by urine needs its volume and its hours', () => {
  const stage = (change: object) => of('kdigo_aki', { currentMgDl: 1, riseWithin48hMgDl: 0, ...change });
  expect(stage({ urineMlKgH: 0.4, urineHours: 12 })).toEqual({ stage: 2 });
  expect([stage({ urineMlKgH: 0.4 }), stage({ urineHours: 12 }), stage({ urineMlKgH: null, urineHours: 12 })]).toEqual([
    ...[{ stage: 0 }, { stage: 0 }, { stage: 0 }],
  ]);
  expect(of('kdigo_aki', { currentMgDl: 1, riseWithin48hMgDl: null })).toEqual({ stage: 0 });
});
test('a creatinine with its unit in one word is read, another unit is refused', () => {
  const written = (creatinine: string) =>
    scoreCase('cockcroft_gault', { age: 40, weightKg: 72, female: false, creatinine });
  expect(written('1,mg/dl')).toEqual({ figures: { crcl: 100 } });
  expect(written('2.0, MG/DL')).toEqual({ figures: { crcl: 50 } });
  for (const other of ['1 mg/dl', '1,umol/l', 'x1,mg/dl', '1,mg/dlx', '1.,mg/dl'])
    expect(() => written(other)).toThrow(/creatinine/);
});
test('NSAIDs on the skin and in the eye are local, misoprostol protects as a proton pump inhibitor does', () => {
  const advice = (change: Readonly<Record<string, unknown>>) => of('ddi_warfarin_nsaid', change);
  for (const route of ['topical', 'ophthalmic'])
    expect(advice({ route })).toEqual({ recommendation: 'no-special-precautions' });
  for (const name of ['ppi', 'misoprostol'])
    expect(advice({ [name]: true })).toEqual({ recommendation: 'assess-risk' });
  for (const name of ['historyUGIB', 'systemicCorticosteroid', 'aldosteroneAntagonist', 'multipleNsaids'])
    expect(advice({ age: 40, [name]: 1 })).toEqual({ recommendation: 'use-only-if-benefit-outweighs-risk' });
});
test('where publications differ a case may say which it follows', () => {
  const metformin = (change: Readonly<Record<string, unknown>>) => of('metformin_egfr', change);
  expect(['careful', 'kdigo'].map((at45) => metformin({ egfr: 45, action: 'start', at45 }))).toEqual([
    { result: 'not-recommended' },
    { result: 'ok' },
  ]);
  expect(['careful', 'kdigo'].map((at60) => metformin({ egfr: 60, action: 'contrast', at60 }))).toEqual([
    { result: 'hold-48h' },
    { result: 'no-hold' },
  ]);
  expect(['fda', 'acr'].map((contrast) => metformin({ egfr: 50, action: 'contrast', contrast }))).toEqual([
    { result: 'hold-48h' },
    { result: 'no-hold' },
  ]);
  expect(['backus-2013', 'six-2008'].map((wording) => of('heart', { ageYears: 65, wording }))).toMatchObject([
    { total: 4 },
    { total: 3 },
  ]);
  expect(() => metformin({ at45: 'mine' })).toThrow(/at45/);
  expect(() => of('heart', { wording: 'mine' })).toThrow(/wording/);
});
test('what a case must say is asked for', () => {
  expect(() => of('heart', { ageYears: undefined })).toThrow(/ageYears or agePoints/);
  expect(() => of('diabetic_retinopathy_followup', { grade: undefined })).toThrow(/grade or dme is missing/);
  expect(() => of('fleischner2017', { sizeMm: undefined })).toThrow(/sizeMm is missing/);
});
