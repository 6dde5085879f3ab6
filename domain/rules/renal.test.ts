import { describe, expect, test } from '@jest/globals';
import { bornBefore, factsOf, patient, value } from './examples.ts';
import type { ChartEntry } from './facts.ts';
import { akiOf, ckdEpi2021, egfrShown, renalFunction } from './renal.ts';

const man = patient(bornBefore({ years: 50 }), 'male');
const creatinine = (umol: number, effectiveDateTime = '2026-03-01T05:00:00Z', change = {}, options = {}) =>
  value('14682-9', umol, 'umol/L', { effectiveDateTime, ...change }, options);
const egfr = (number: number, effectiveDateTime = '2026-03-01T05:00:00Z', change = {}) =>
  value('98979-8', number, 'mL/min/{1.73_m2}', { effectiveDateTime, ...change });
const about = (number: number, code: string, comparator: fhir4.Quantity['comparator'] = '<') => ({
  valueQuantity: { value: number, comparator, code } as fhir4.Quantity,
});

/** Inker 2021; figures of the calculator of the National Kidney Foundation, rounded as it does. */
test.each([
  [0.6, 30, 'female', 124],
  [0.7, 30, 'female', 119],
  [1.0, 30, 'female', 78],
  [0.8, 50, 'male', 108],
  [0.9, 50, 'male', 104],
  [1.2, 50, 'male', 74],
  [2.0, 70, 'male', 35],
] as const)('creatinine %f mg/dL at %i, %s: %i', (mgDl, years, sex, expected) => {
  expect(Math.round(ckdEpi2021(mgDl, years, sex))).toBe(expected);
});

describe('kidney function', () => {
  const of = (...entries: ChartEntry[]) => {
    const found = renalFunction(factsOf(entries));
    return (
      found && { ...found, missing: found.missing.map(({ en }) => en), cited: found.cited.map(({ label }) => label.en) }
    );
  };
  test('is that of creatinine, with all it rests on', () => {
    const found = of(man, creatinine(106.08));
    expect(found).toMatchObject({ missing: [], cited: ['Creatinine', 'Date of birth', 'Sex'] });
    expect(found?.least).toBeCloseTo(ckdEpi2021(1.2, 50, 'male'), 6);
    expect(found?.most).toBe(found?.least);
  });
  test('is that of the laboratory where it is newer, or alone', () => {
    expect(of(man, creatinine(100, '2026-02-28T05:00:00Z'), egfr(33))).toMatchObject({
      least: 33,
      most: 33,
      missing: [],
    });
    expect(of(man, egfr(33))).toMatchObject({ least: 33, cited: ['eGFR (CKD-EPI 2021) as reported'] });
    expect(of(man, creatinine(106.08), egfr(33))?.cited).toContain('Creatinine');
    expect(of(man, creatinine(106.08), egfr(33, '2026-02-28T05:00:00Z'))?.cited).toContain('Creatinine');
  });
  test('of “less than” and “more than” has one end open, on the right side, and says so', () => {
    const formula = ckdEpi2021(100 / 88.4, 50, 'male');
    const bounded = (name: 'creatinine' | 'egfr', comparator: fhir4.Quantity['comparator']) =>
      of(
        man,
        name === 'creatinine'
          ? creatinine(100, undefined, about(100, 'umol/L', comparator))
          : egfr(60, undefined, about(60, 'mL/min', comparator)),
      );
    expect(bounded('creatinine', '<')).toMatchObject({
      least: expect.closeTo(formula, 6),
      most: Number.POSITIVE_INFINITY,
    });
    expect(bounded('creatinine', '>')).toMatchObject({ least: 0, most: expect.closeTo(formula, 6) });
    expect([bounded('creatinine', '>=')?.most, bounded('creatinine', '<=')?.least]).toEqual([formula, formula]);
    expect(bounded('creatinine', '<')?.least).toBeGreaterThan(formula);
    expect(bounded('creatinine', '>')?.most).toBeLessThan(formula);
    expect([bounded('egfr', '<='), bounded('egfr', '>=')]).toMatchObject([
      { least: 0, most: 60 },
      { least: 60, most: Number.POSITIVE_INFINITY },
    ]);
    expect(bounded('egfr', '<')?.most).toBeLessThan(60);
    expect(bounded('egfr', '>')?.least).toBeGreaterThan(60);
    for (const name of ['creatinine', 'egfr'] as const)
      expect(bounded(name, '<')?.missing).toEqual(['Exact creatinine or eGFR']);
  });
  test('is not known without either', () => expect(of(man)).toBeUndefined());
  test('is shown as one figure, two, or one end', () => {
    const shown = (least: number, most: number) => egfrShown({ least, most });
    expect([shown(27.4, 27.4), shown(31.2, 41.9), shown(0, 14.9), shown(59.6, Number.POSITIVE_INFINITY)]).toEqual([
      ...['27', '31–42', '< 15', '> 60'],
    ]);
  });
  test('of an unknown sex or age lies between those of all, which are named', () => {
    const unknown = of(patient(undefined, 'unknown'), creatinine(88.4));
    expect(unknown?.missing).toEqual(['Sex', 'Exact date of birth']);
    expect(unknown?.least).toBeCloseTo(ckdEpi2021(1, 110, 'female'), 6);
    expect(unknown?.most).toBeCloseTo(ckdEpi2021(1, 18, 'male'), 6);
    expect(of(patient('1975', 'male'), creatinine(88.4))?.missing).toEqual(['Exact date of birth']);
  });
});

describe('an injury in the creatinines of two weeks', () => {
  const stage = (...entries: ChartEntry[]) => akiOf(factsOf([man, ...entries])).stage;
  const NOW = '2026-03-01T05:00:00Z';
  test('is the newest against the lowest of the seven days before, whatever the order', () => {
    const [high, low] = [creatinine(100, '2026-02-26T05:00:00Z'), creatinine(60, '2026-02-25T05:00:00Z')];
    expect([stage(high, low, creatinine(120, NOW)), stage(creatinine(120, NOW), low, high)]).toEqual([2, 2]);
    expect(stage(creatinine(60, '2026-02-22T05:00:00Z'), creatinine(120, NOW))).toBe(2);
    expect(stage(creatinine(60, '2026-02-22T04:59:00Z'), creatinine(120, NOW))).toBe(0);
  });
  test('is a rise of 26.52 µmol/L within 48 hours, above the lowest of them', () => {
    expect(stage(creatinine(100, '2026-02-27T05:00:00Z'), creatinine(126.52, NOW))).toBe(1);
    expect(stage(creatinine(100, '2026-02-27T04:59:00Z'), creatinine(126.52, NOW))).toBe(0);
    expect(
      stage(creatinine(126, '2026-02-28T05:00:00Z'), creatinine(100, '2026-02-27T06:00:00Z'), creatinine(127, NOW)),
    ).toBe(1);
  });
  test('needs a newest value of the last seven days and one before it, both exact and believable', () => {
    expect(stage(creatinine(60, '2026-02-20T05:00:00Z'), creatinine(120, '2026-02-22T12:00:00Z'))).toBe(2);
    expect(stage(creatinine(60, '2026-02-20T05:00:00Z'), creatinine(120, '2026-02-22T11:59:00Z'))).toBe(0);
    expect(stage(creatinine(120, NOW))).toBe(0);
    expect(stage()).toBe(0);
    expect(stage(creatinine(60, '2026-02-27T05:00:00Z', about(60, 'umol/L')), creatinine(120, NOW))).toBe(0);
    expect(stage(creatinine(60, '2026-02-27T05:00:00Z', {}, { doubtful: true }), creatinine(120, NOW))).toBe(0);
  });
  test('cites both', () => {
    const { cited } = akiOf(factsOf([creatinine(60, '2026-02-27T05:00:00Z'), creatinine(120, NOW)]));
    expect(cited.map(({ value: shown }) => shown)).toEqual(['120 umol/L', '60 umol/L']);
    expect(akiOf(factsOf([creatinine(120, NOW)])).cited).toEqual([]);
  });
});
