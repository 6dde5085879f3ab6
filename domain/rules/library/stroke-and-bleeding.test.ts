import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { bornBefore, diagnosis, factsOf, medicine, patient, value } from '../examples.ts';
import type { ChartEntry, Facts } from '../facts.ts';
import { anticoagulation, cha2ds2va, cha2ds2vasc, cha2ds2vascRule } from './cha2ds2vasc.ts';
import { clearanceOf, cockcroftGault, cockcroftGaultRule, doseClass } from './cockcroft_gault.ts';
import { hasBled, hasBledRisk, hasbledRule, isLiverAbnormal } from './hasbled.ts';

const AF = diagnosis('I48.0', '2020-01-10');
const APIXABAN = medicine('B01AF02');
const WARFARIN = medicine('B01AA03');
const man = (years: number) => patient(bornBefore({ years }), 'male');
const woman = (years: number) => patient(bornBefore({ years }));

describe('CHA2DS2-VASc', () => {
  const none = {
    ...{ chf: false, hypertension: false, ageGe75: false, age65To74: false },
    ...{ diabetes: false, strokeTiaTe: false, vascular: false },
  };
  test.each([
    ['chf', 1],
    ['hypertension', 1],
    ['ageGe75', 2],
    ['age65To74', 1],
    ['diabetes', 1],
    ['strokeTiaTe', 2],
    ['vascular', 1],
  ])('%s is worth %i', (name, points) => {
    expect(cha2ds2va({ ...none, [name]: true })).toMatchObject({ least: points, most: points });
    expect(cha2ds2va({ ...none, [name]: undefined })).toMatchObject({ least: 0, most: points });
  });
  test('sex is worth 1, and nothing in CHA2DS2-VA', () => {
    expect(cha2ds2vasc({ ...none, female: true }).least).toBe(1);
    expect(cha2ds2vasc({ ...none, female: false }).least).toBe(0);
    expect([0, 1, 2, 3].map(anticoagulation)).toEqual(['none', 'consider', 'recommended', 'recommended']);
  });

  const tell = (person: ChartEntry, entries: ChartEntry[] = [], change: Partial<Facts> = {}) =>
    told(cha2ds2vascRule, [person, AF, ...entries], change);
  test('two points apart from sex and no anticoagulant: a warning', () => {
    expect(tell(woman(76))).toMatchObject({
      severity: 'warning',
      score: { least: 3, decision: 'recommended' },
      summary: {
        en: 'Atrial fibrillation, CHA2DS2-VASc at least 3: no anticoagulant is ordered',
        ru: 'Фибрилляция предсердий, CHA2DS2-VASc не менее 3: антикоагулянт не назначен',
      },
    });
    expect(tell(man(75))).toMatchObject({ severity: 'warning', score: { least: 2 } });
    expect(tell(man(74))).toMatchObject({ severity: 'info', score: { least: 1, decision: 'consider' } });
    expect(tell(man(65))).toMatchObject({ severity: 'info' });
    expect(tell(man(64))).toBe('nothing to say');
    expect(tell(woman(64))).toBe('nothing to say');
  });
  test.each([
    ['I50.0', 1],
    ['I11.9', 1],
    ['E11.9', 1],
    ['G45.9', 2],
    ['I63.9', 2],
    ['I25.2', 1],
    ['I70.2', 1],
    ['I25.1', 0],
    ['I70.1', 0],
  ])('%s of a man of 50 counts %i', (code, points) => {
    const said = tell(man(50), [diagnosis(code, '2019-01-01')]);
    if (points === 0) expect(said).toBe('nothing to say');
    else expect(said).toMatchObject({ score: { least: points } });
  });
  test('without the point of sex where the region has chosen ESC 2024', () => {
    const va = { settings: { cha2ds2vasc: { variant: 'va' } } };
    expect(tell(woman(76), [], va)).toMatchObject({
      score: { least: 2, variant: 'va' },
      summary: { en: expect.stringContaining('CHA2DS2-VA at least 2') },
    });
  });
  test('silent with an anticoagulant, with a mechanical valve, without fibrillation', () => {
    expect(tell(woman(76), [APIXABAN])).toBe('idle: an anticoagulant is ordered');
    expect(tell(woman(76), [diagnosis('Z95.2')])).toMatch(/^idle: mitral stenosis/);
    expect(told(cha2ds2vascRule, [woman(76), diagnosis('I10')])).toBe('idle: no atrial fibrillation');
    expect(tell(woman(76), [medicine('B01AF02', { status: 'stopped' })])).toMatchObject({ severity: 'warning' });
  });
  test('a year of birth that leaves the age of 75 open is named where it decides', () => {
    const open = patient('1951', 'male');
    expect(tell(open)).toMatchObject({ missing: ['Exact date of birth'], score: undefined });
    expect(tell(open, [diagnosis('I63.9')])).toMatchObject({ score: { least: 2, most: 5, decision: 'recommended' } });
    expect(tell(patient(undefined, 'male'))).toMatchObject({ missing: ['Date of birth of sufficient precision'] });
  });
  test('an unknown sex does not change the decision', () => {
    const unknown = patient(bornBefore({ years: 80 }), 'unknown');
    expect(tell(unknown)).toMatchObject({
      score: { least: 2, most: 3, decision: 'recommended' },
      summary: { en: expect.stringContaining('at least 2: no anticoagulant') },
    });
  });
});

describe('HAS-BLED', () => {
  const none = {
    ...{ hypertension: false, renal: false, liver: false, stroke: false, bleeding: false },
    ...{ labileINR: false, elderly: false, drugs: false, alcohol: false },
  };
  test.each(Object.keys(none))('%s is worth 1', (name) => {
    expect(hasBled({ ...none, [name]: true })).toMatchObject({ least: 1, most: 1 });
  });
  test('from 3 the risk is high', () => {
    expect([0, 1, 2, 3, 9].map(hasBledRisk)).toEqual(['low', 'moderate', 'moderate', 'high', 'high']);
  });
  test.each([
    [{ bilirubinMgDl: 2.41, ast: 121, alt: 1, alp: 1 }, true],
    [{ bilirubinMgDl: 2.41, ast: 1, alt: 121, alp: 1 }, true],
    [{ bilirubinMgDl: 2.41, ast: 1, alt: 1, alp: 361 }, true],
    [{ bilirubinMgDl: 2.41, ast: 120, alt: 120, alp: 360 }, false],
    [{ bilirubinMgDl: 2.4, ast: 121, alt: 121, alp: 361 }, false],
  ])('%j: abnormal liver %p', (values, expected) => expect(isLiverAbnormal(values)).toBe(expected));

  const tell = (person: ChartEntry, ...entries: ChartEntry[]) => told(hasbledRule, [person, AF, ...entries]);
  const systolic = (number: number) => value('8480-6', number, 'mm[Hg]');
  test('three points with something to change are a warning that names it', () => {
    const said = tell(man(70), WARFARIN, medicine('M01AB05'), systolic(161));
    expect(said).toMatchObject({
      severity: 'warning',
      score: { least: 3, risk: 'high' },
      action: {
        en: 'Change what can be changed: systolic > 160 mmHg, antiplatelet or NSAID.',
        ru: 'Устраните: систолическое АД > 160 мм рт. ст., антиагрегант или НПВП.',
      },
    });
    expect(tell(man(70), WARFARIN, medicine('M01AB05'), systolic(160))).toBe('nothing to say');
    expect(tell(man(65), WARFARIN, medicine('M01AB05'), systolic(161))).toBe('nothing to say');
  });
  test('three points that nobody can change are information', () => {
    const creatinine = (umol: number) => value('14682-9', umol, 'umol/L');
    expect(tell(man(70), APIXABAN, diagnosis('I63.9'), creatinine(200))).toMatchObject({ severity: 'info' });
    expect(tell(man(70), APIXABAN, diagnosis('I63.9'), creatinine(199))).toBe('nothing to say');
    expect(tell(man(70), APIXABAN, diagnosis('I63.9'), diagnosis('Z94.0'))).toMatchObject({ severity: 'info' });
    expect(tell(man(70), APIXABAN, diagnosis('K74.6'), diagnosis('K92.2'))).toMatchObject({ score: { least: 3 } });
    expect(tell(man(70), APIXABAN, diagnosis('F10.2'), diagnosis('D69.6'))).toMatchObject({ severity: 'warning' });
  });
  test('a gel is no medicine that makes bleed', () => {
    expect(tell(man(70), WARFARIN, medicine('M02AA15'), systolic(170))).toBe('nothing to say');
  });
  test('only with fibrillation and an anticoagulant', () => {
    expect(tell(man(70), systolic(170))).toBe('idle: no anticoagulant is ordered');
    expect(told(hasbledRule, [man(70), WARFARIN])).toBe('idle: no atrial fibrillation');
  });
});

describe('Cockcroft-Gault', () => {
  test('140 minus age, weight, creatinine and sex', () => {
    expect(cockcroftGault({ age: 68, weightKg: 72, creatinineMgDl: 1, female: false })).toBe(72);
    expect(cockcroftGault({ age: 68, weightKg: 72, creatinineMgDl: 2, female: true })).toBeCloseTo(30.6, 6);
  });
  test.each([
    [50, 'B01AF02', 'usual'],
    [49.9, 'B01AF02', 'check'],
    [15, 'B01AF02', 'check'],
    [14.9, 'B01AF02', 'contraindicated'],
    [30, 'B01AE07', 'check'],
    [29.9, 'B01AE07', 'contraindicated'],
  ])('%f mL/min with %s: %s', (clearance, atc, expected) => expect(doseClass(clearance, atc)).toBe(expected));

  const creatinine = (umol: number, change = {}) => value('14682-9', umol, 'umol/L', change);
  const weight = (kg: number, change = {}) => value('29463-7', kg, 'kg', change);
  const tell = (...entries: ChartEntry[]) => told(cockcroftGaultRule, [man(80), ...entries]);
  test('is asked only for a direct anticoagulant', () => {
    expect(tell(creatinine(200), weight(60), WARFARIN)).toMatch(/^idle/);
    expect(tell(creatinine(200), weight(60), APIXABAN)).toMatchObject({
      severity: 'info',
      score: { crcl: 22, dose: 'check' },
      summary: {
        en: 'Creatinine clearance 22 mL/min: check the dose of the anticoagulant',
        ru: 'Клиренс креатинина 22 мл/мин: проверьте дозу антикоагулянта',
      },
    });
    expect(tell(creatinine(200), weight(60), medicine('B01AE07'))).toMatchObject({
      severity: 'warning',
      score: { dose: 'contraindicated' },
    });
    expect(tell(creatinine(70), weight(80), APIXABAN)).toBe('nothing to say');
  });
  test('what is missing or stale is named', () => {
    expect(tell(creatinine(200), APIXABAN)).toMatchObject({ missing: ['Body weight'], score: undefined });
    expect(tell(creatinine(200), weight(60, { effectiveDateTime: '2025-08-01' }), APIXABAN)).toMatchObject({
      missing: ['Body weight (no recent value)'],
    });
    expect(tell(creatinine(200, { effectiveDateTime: '2025-11-01' }), weight(60), APIXABAN)).toMatchObject({
      missing: ['Creatinine (no recent value)'],
    });
    expect(tell(creatinine(200), value('29463-7', 60, 'stone'), APIXABAN)).toMatchObject({
      missing: ['Body weight (value or unit not readable)'],
    });
  });
  test('an unknown sex widens the bounds, and is named where it decides', () => {
    const unknown = patient(bornBefore({ years: 80 }), 'unknown');
    const entries = [unknown, creatinine(90), weight(65), APIXABAN];
    expect(clearanceOf(factsOf(entries))).toMatchObject({ missing: [{ en: 'Sex', ru: 'Пол' }] });
    expect(told(cockcroftGaultRule, entries)).toMatchObject({ missing: ['Sex'], score: undefined });
    expect(told(cockcroftGaultRule, [unknown, creatinine(150), weight(65), APIXABAN])).toMatchObject({
      score: { crcl: 27, crclMost: 32, dose: 'check' },
    });
  });
  test('a year of birth leaves a year of doubt, and none is no clearance', () => {
    const of = (born: string | undefined) => clearanceOf(factsOf([patient(born, 'male'), creatinine(100), weight(70)]));
    expect(of('1950')).toMatchObject({ missing: [{ en: 'Exact date of birth' }] });
    expect(of(undefined)).not.toHaveProperty('least');
    expect(of(bornBefore({ years: 80 }))).toMatchObject({ missing: [] });
  });
  test('not on dialysis', () => {
    expect(tell(creatinine(400), weight(60), APIXABAN, diagnosis('Z49.1'))).toBe('does-not-apply: not on dialysis');
  });
});

test.each([
  [cha2ds2vascRule, [AF, diagnosis('I63.9')]],
  [hasbledRule, [AF, WARFARIN]],
  [cockcroftGaultRule, [APIXABAN]],
] as const)('%# is for adults', (rule, entries) => {
  expect(told(rule, [patient(bornBefore({ years: 17, months: 11 })), ...entries])).toMatch(/18 years/);
  expect(JSON.stringify(told(rule, [man(18), ...entries]))).not.toContain('does-not-apply');
});

test('a year of birth on one side of every limit decides', () => {
  const score = (born: string) => told(cha2ds2vascRule, [patient(born, 'male'), AF]);
  expect(score('1950')).toMatchObject({ score: { least: 2, most: 2 } });
  expect(score('1955')).toMatchObject({ score: { least: 1, most: 1 } });
  expect(score('1962')).toBe('nothing to say');
  expect(score('1961')).toMatchObject({ missing: ['Exact date of birth'] });
});
