import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { answer, bornBefore, diagnosis, entry, factsOf, medicine, patient, value } from '../examples.ts';
import type { ChartEntry, Facts } from '../facts.ts';
import { newestSmoking } from '../smoking.ts';
import { score2Rule } from './score2.ts';
import { type CardiovascularInputs, cardiovascularCategory, cardiovascularRisk } from './tables/score2-risk.ts';

const base: CardiovascularInputs = {
  ageYears: 50,
  sex: 'male',
  smoker: true,
  sbp: 140,
  totalCholesterol: 5.5,
  hdl: 1.3,
  region: 'low',
  coefficients: 'published',
};

describe('SCORE2', () => {
  test('the values of the abstract are met', () => {
    expect(cardiovascularRisk(base)).toBeCloseTo(5.9, 1);
    expect(cardiovascularRisk({ ...base, sex: 'female', region: 'very_high' })).toBeCloseTo(13.7, 1);
  });
  test('from 70 years SCORE2-OP takes its place, and its two sets of coefficients differ a little', () => {
    const old = { ...base, ageYears: 75, region: 'very_high' } as const;
    const [published, full] = [cardiovascularRisk(old), cardiovascularRisk({ ...old, coefficients: 'full' })];
    expect(Math.abs(published - full)).toBeGreaterThan(0.01);
    expect(Math.abs(published - full)).toBeLessThan(0.5);
    expect(cardiovascularRisk({ ...base, coefficients: 'full' })).toBe(cardiovascularRisk(base));
    expect(cardiovascularRisk({ ...old, ageYears: 70 })).not.toBeCloseTo(
      cardiovascularRisk({ ...old, ageYears: 69.999 }),
      1,
    );
  });
  test.each([
    [2.49, 49, 'low-moderate'],
    [2.5, 49, 'high'],
    [7.49, 49, 'high'],
    [7.5, 49, 'very-high'],
    [4.99, 50, 'low-moderate'],
    [5, 69, 'high'],
    [9.99, 69, 'high'],
    [10, 50, 'very-high'],
    [7.49, 70, 'low-moderate'],
    [7.5, 70, 'high'],
    [14.99, 89, 'high'],
    [15, 89, 'very-high'],
  ])('%f %% at %i years is %s', (risk, age, category) => expect(cardiovascularCategory(risk, age)).toBe(category));
});

const man = (years: number) => patient(bornBefore({ years }), 'male');
const lipids = (total: number, hdl: number) => [value('14647-2', total, 'mmol/L'), value('14646-4', hdl, 'mmol/L')];
const systolic = (number: number, change = {}) => value('8480-6', number, 'mm[Hg]', change);
const SMOKER = answer('72166-2', '449868002');
const NEVER = answer('72166-2', '266919005');
const tell = (person: ChartEntry, entries: ChartEntry[], change: Partial<Facts> = {}) =>
  told(score2Rule, [person, ...entries], change);

describe('cardiovascular risk in a chart', () => {
  test('very high risk without a statin is a warning, high risk information, lower is not told', () => {
    expect(tell(man(55), [...lipids(6.5, 1), systolic(150), SMOKER])).toMatchObject({
      severity: 'warning',
      score: { category: 'very-high' },
      summary: {
        en: expect.stringMatching(/^Cardiovascular risk in 10 years \d+\.\d % \(SCORE2\): very high, no statin$/),
        ru: expect.stringMatching(
          /^Сердечно-сосудистый риск за 10 лет \d+,\d % \(SCORE2\): очень высокий, статина нет$/,
        ),
      },
      detail: {
        en: 'Region of risk: very high. Limits rise with age (ESC 2021, table 5).',
        ru: 'Регион риска: очень высокий. Границы растут с возрастом (ESC 2021, таблица 5).',
      },
    });
    const young = [...lipids(5, 1.3), systolic(125), NEVER];
    expect(tell(man(50), young)).toMatchObject({ severity: 'info', score: { category: 'high' } });
    expect(tell(man(41), [...lipids(4.2, 1.6), systolic(115), NEVER])).toBe('nothing to say');
  });
  test('the region of risk is a setting', () => {
    const low = { settings: { score2: { region: 'low' } } };
    const entries = [...lipids(6.5, 1), systolic(150), SMOKER];
    expect(tell(man(55), entries, low)).toMatchObject({ detail: { en: expect.stringContaining('low') } });
    expect(() => tell(man(55), entries, { settings: { score2: { region: 'Mars' } } })).toThrow(/Mars/);
  });
  test('mg/dL are read', () => {
    const mg = [value('2093-3', 251, 'mg/dL'), value('2085-9', 39, 'mg/dL')];
    expect(tell(man(55), [...mg, systolic(150), SMOKER])).toMatchObject({ score: { category: 'very-high' } });
  });
  test('an unknown smoking status is named only where it decides', () => {
    expect(tell(man(60), [...lipids(7.5, 0.8), systolic(180)])).toMatchObject({
      score: { category: 'very-high', riskPercentMost: expect.any(Number) },
      missing: ['Smoking'],
    });
    expect(tell(man(50), [...lipids(5, 1.3), systolic(125)])).toMatchObject({
      score: undefined,
      missing: ['Smoking'],
    });
  });
  test('the figure is told to a tenth', () => {
    const entries = [...lipids(5, 1.3), systolic(125), NEVER];
    expect(tell(man(50), entries)).toMatchObject({
      score: { riskPercent: 5.9 },
      summary: { ru: 'Сердечно-сосудистый риск за 10 лет 5,9 % (SCORE2): высокий, статина нет' },
    });
  });
  test('missing and stale values are named', () => {
    const [total, hdl] = lipids(6.5, 1) as [ChartEntry, ChartEntry];
    expect(tell(man(55), [total, systolic(150), SMOKER])).toMatchObject({ missing: ['HDL cholesterol'] });
    expect(tell(man(55), [hdl, systolic(150), SMOKER])).toMatch(/^idle: no cholesterol/);
    expect(tell(man(55), [...lipids(6.5, 1), SMOKER])).toMatchObject({ missing: ['Systolic blood pressure'] });
    const stale = systolic(150, { effectiveDateTime: '2025-02-01' });
    expect(tell(man(55), [...lipids(6.5, 1), stale, SMOKER])).toMatchObject({
      missing: ['Systolic blood pressure (no recent value)'],
    });
  });
  test('silent where the risk is known or treated', () => {
    const entries = [...lipids(6.5, 1), systolic(150), SMOKER];
    expect(tell(man(55), [...entries, diagnosis('I25.1', '2015-01-01')])).toMatch(/^idle: the risk is known/);
    expect(tell(man(55), [...entries, diagnosis('E11.9')])).toMatch(/^idle/);
    expect(tell(man(55), [...entries, medicine('C10AA07')])).toBe('idle: a statin is ordered');
    expect(tell(man(55), [systolic(150)])).toBe('idle: no cholesterol in the last 12 months');
  });
  test('from 40 to 89 years', () => {
    const entries = [...lipids(6.5, 1), systolic(170), SMOKER];
    expect(tell(patient(bornBefore({ years: 39, months: 11 }), 'male'), entries)).toMatch(/^does-not-apply/);
    expect(tell(man(40), entries)).toMatchObject({ severity: 'warning' });
    expect(tell(patient(bornBefore({ years: 89, months: 11 }), 'male'), entries)).toMatchObject({
      severity: 'warning',
    });
    expect(tell(man(90), entries)).toMatch(/^does-not-apply/);
  });
});

describe('smoking', () => {
  const asked = (change: Partial<fhir4.Observation>, options = {}) => {
    const facts = factsOf([entry({ ...(SMOKER.resource as fhir4.Observation), ...change }, options)]);
    const found = newestSmoking(facts, Date.parse('2026-01-01'));
    return 'found' in found ? found.found.smokes : undefined;
  };
  const answered = (...codes: [string, string][]) => ({
    valueCodeableConcept: { coding: codes.map(([system, code]) => ({ system, code })) },
  });
  const SCT = 'http://snomed.info/sct';
  test.each([
    ['449868002', true],
    ['428041000124106', true],
    ['77176002', true],
    ['8517006', false],
    ['266919005', false],
    ['8392000', false],
    ['266927001', undefined],
  ])('%s: %p', (code, smokes) => expect(asked(answered([SCT, code]))).toBe(smokes));
  test('an answer in another system, of another question, of doubtful time or long ago is none', () => {
    expect(asked(answered(['urn:own', '449868002']))).toBeUndefined();
    expect(asked(answered(['urn:own', 'x'], [SCT, '449868002']))).toBe(true);
    expect(asked({ code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] } })).toBeUndefined();
    expect(asked({ code: { coding: [{ system: 'urn:own', code: '72166-2' }] } })).toBeUndefined();
    const [own, loinc] = [
      { system: 'urn:own', code: 'smoke' },
      { system: 'http://loinc.org', code: '72166-2' },
    ];
    expect(asked({ code: { coding: [own, loinc] } })).toBe(true);
    expect(asked({}, { doubtful: true })).toBeUndefined();
    expect(asked({ effectiveDateTime: '2025-12-30' })).toBeUndefined();
  });
});

describe('the risk is known without a score with', () => {
  const entries = [...lipids(6.5, 1), systolic(150), SMOKER];
  test.each([
    ...[
      'I20.0',
      'I21.9',
      'I22.0',
      'I23.0',
      'I24.9',
      'I25.1',
      'I50.0',
      'I63.9',
      'I64',
      'I65.2',
      'I66.0',
      'I69.3',
      'I69.4',
    ],
    ...[
      'I70.2',
      'I71.4',
      'I73.9',
      'I74.3',
      'G45.9',
      'E10.9',
      'E11.9',
      'E12.9',
      'E13.9',
      'E14.9',
      'N18.3',
      'N18.4',
      'N18.5',
    ],
    ...['E78.0', 'Z95.1', 'Z95.5'],
  ])('%s', (code) => {
    expect(tell(man(55), [...entries, diagnosis(code, '2019-01-01')])).toMatch(/^idle: the risk is known/);
  });
  test.each(['I10', 'I69.0', 'N18.2', 'E78.5', 'Z95.0'])('not with %s', (code) => {
    expect(tell(man(55), [...entries, diagnosis(code, '2019-01-01')])).toHaveProperty('score.category');
  });
  test.each(['C10AA05', 'C10BA02', 'C10BX03'])('or treated with a statin (%s)', (code) => {
    expect(tell(man(55), [...entries, medicine(code)])).toBe('idle: a statin is ordered');
  });
});

describe('what is not known', () => {
  const grave = [...lipids(7.5, 0.8), systolic(180), SMOKER];
  test('a sex and a year of birth are named beside a category that stays', () => {
    expect(tell(patient(bornBefore({ years: 65 }), 'unknown'), grave)).toMatchObject({
      score: { category: 'very-high', riskPercentMost: expect.any(Number) },
      missing: ['Sex'],
      summary: { en: expect.stringMatching(/ \d+(\.\d)?–\d+(\.\d)? % /) },
    });
    expect(tell(patient('1961', 'male'), grave)).toMatchObject({
      score: { category: 'very-high', riskPercentMost: expect.any(Number) },
      missing: ['Exact date of birth'],
    });
  });
  test('with all known there is one figure and nothing is missing', () => {
    const said = tell(man(65), grave);
    expect(said).toMatchObject({
      missing: [],
      cited: expect.arrayContaining(['Sex: male', expect.stringMatching(/^Date of birth/)]),
    });
    expect(said).not.toHaveProperty('score.riskPercentMost');
  });
  test('a bounded cholesterol is no figure', () => {
    const above = value('14647-2', 7.5, 'mmol/L', { valueQuantity: { value: 7.5, comparator: '>', code: 'mmol/L' } });
    expect(tell(man(65), [above, ...grave.slice(1)])).toMatchObject({ score: undefined });
  });
});

test('from 70 years a region may take the unrounded coefficients', () => {
  const entries = [...lipids(6.5, 1), systolic(150), SMOKER];
  const by = (coefficients: string) => {
    const said = tell(man(75), entries, { settings: { score2: { coefficients, region: 'low' } } });
    return typeof said === 'string' ? said : said.score?.riskPercent;
  };
  expect(by('published')).not.toBe(by('full'));
  expect(() => by('mine')).toThrow(/coefficients/);
});
