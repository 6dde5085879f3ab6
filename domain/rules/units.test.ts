import { describe, expect, test } from '@jest/globals';
import { ANALYTES, type Analyte } from './codes.ts';
import { factsOf, value } from './examples.ts';
import { before as instantBefore } from './facts.ts';
import { newestMeasured } from './measured.ts';
import { convert } from './units.ts';

const of = (name: keyof typeof ANALYTES, number: number, unit: string): number | undefined =>
  convert(number, unit, ANALYTES[name] as Analyte);

describe('units', () => {
  test.each([
    ['glucose', 180.16, 'mg/dL', 10],
    ['glucose', 1.8016, 'g/L', 10],
    ['cholesterol', 200, 'mg/dL', 5.173],
    ['calcium', 10, 'mg/dL', 2.495],
    ['calcium', 5, 'meq/L', 2.5],
    ['potassium', 4.4, 'meq/L', 4.4],
    ['bilirubin', 1, 'mg/dL', 17.1],
    ['creatinine', 113.12, 'umol/L', 1.2796],
    ['haemoglobin', 12.5, 'g/dL', 125],
    ['temperature', 98.6, '[degF]', 37],
    ['temperature', 310.15, 'K', 37],
    ['systolic', 16, 'kPa', 120.01],
    ['weight', 154, '[lb_av]', 69.85],
    ['height', 1.7, 'm', 170],
    ['qt', 0.44, 's', 440],
    ['spo2', 0.97, '1', 97],
    ['pulse', 72, '{beats}/min', 72],
    ['urineDay', 1.5, 'L', 1500],
    ['troponinI', 20, 'ng/L', 0.02],
  ] as const)('%s %f %s is %f in the unit of the rules', (name, number, unit, expected) => {
    expect(of(name, number, unit)).toBeCloseTo(expected, 2);
  });

  test.each([
    ['glucose', 'g'],
    ['glucose', '%'],
    ['sodium', 'mg/dL'],
    ['haemoglobin', 'mmol/L'],
    ['inr', '%'],
    ['temperature', '%'],
    ['urea', 'mg/dL'],
    ['spo2', 'mm[Hg]'],
    ['glucose', 'furlong'],
    ['glucose', ''],
  ] as const)('%s in “%s” is not converted', (name, unit) => {
    expect(of(name, 5, unit)).toBeUndefined();
  });

  test('magnesium in equivalents is not taken without its charge', () => {
    expect(convert(2, 'meq/L', { unit: 'mmol/L', molarMass: 24.31 })).toBeUndefined();
    expect(convert(2, 'meq/L', { unit: 'mmol/L', molarMass: 24.31, valence: 2 })).toBe(1);
  });
});

describe('a measured value', () => {
  const found = (...entries: ReturnType<typeof value>[]) => {
    const facts = factsOf(entries);
    const lookup = newestMeasured(facts, 'spo2', instantBefore(facts, { days: 1 }));
    return 'found' in lookup ? lookup.found.value : lookup.missing;
  };
  test('that nobody alive has is named and not used', () => {
    expect(found(value('59408-5', 400, '%'))).toEqual({
      en: 'Oxygen saturation (SpO2) (value not plausible)',
      ru: 'Сатурация (SpO2) (неправдоподобное значение)',
    });
    expect(found(value('59408-5', 29.9, '%'))).toHaveProperty('en');
    expect(found(value('59408-5', 100, '%'))).toBe(100);
    expect(found(value('59408-5', 30, '%'))).toBe(30);
  });
  test('in a unit that cannot be converted is named, though an older one could be read', () => {
    const older = value('59408-5', 97, '%', { effectiveDateTime: '2026-02-20T10:00:00Z' });
    expect(found(older, value('59408-5', 97, 'mm[Hg]'))).toMatchObject({ en: expect.stringContaining('not readable') });
    expect(found(older)).toMatchObject({ en: expect.stringContaining('no recent value') });
  });
  test('as a whole number is taken for a score, and for nothing that has a unit', () => {
    const integer = (code: string, valueInteger: number) =>
      value(code, 0, '', { valueQuantity: undefined, valueInteger });
    const facts = factsOf([integer('9269-2', 14), integer('8867-4', 80)]);
    const from = instantBefore(facts, { days: 1 });
    expect(newestMeasured(facts, 'gcs', from)).toMatchObject({ found: { value: 14 } });
    expect(newestMeasured(facts, 'pulse', from)).toMatchObject({ missing: { en: expect.stringContaining('unit') } });
  });
});
