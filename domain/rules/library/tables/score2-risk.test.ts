import { describe, expect, test } from '@jest/globals';
import { type CardiovascularInputs, cardiovascularRisk } from './score2-risk.ts';

const REGIONS = ['low', 'moderate', 'high', 'very_high'] as const;
const SEXES = ['male', 'female'] as const;
const PROFILES: readonly Pick<CardiovascularInputs, 'smoker' | 'sbp' | 'totalCholesterol' | 'hdl'>[] = [
  { smoker: false, sbp: 120, totalCholesterol: 5, hdl: 1.6 },
  { smoker: true, sbp: 140, totalCholesterol: 5.5, hdl: 1.3 },
  { smoker: true, sbp: 170, totalCholesterol: 7.5, hdl: 0.9 },
  { smoker: false, sbp: 160, totalCholesterol: 6, hdl: 1.2 },
];
const of = (change: Partial<CardiovascularInputs>): number =>
  cardiovascularRisk({
    ...{ ageYears: 50, sex: 'male', region: 'low', coefficients: 'published' },
    ...(PROFILES[1] as (typeof PROFILES)[number]),
    ...change,
  });

/** Men and women of 50 who smoke, 140 mmHg, cholesterol 5.5 and HDL 1.3 mmol/L (abstract and figures of the paper). */
test.each([
  ['male', 'low', 5.9],
  ['female', 'low', 4.2],
  ['female', 'very_high', 13.7],
] as const)('a %s of the abstract, %s risk region: %f %%', (sex, region, percent) => {
  expect(of({ sex, region })).toBeCloseTo(percent, 1);
});

describe.each(SEXES)('%s', (sex) => {
  test('at equal risk factors low is below moderate and high, and very high above all', () => {
    for (const profile of PROFILES)
      for (const ageYears of [55, 62, 69]) {
        const [low, moderate, high, veryHigh] = REGIONS.map((region) => of({ ...profile, sex, region, ageYears })) as [
          number,
          number,
          number,
          number,
        ];
        expect(low).toBeLessThan(Math.min(moderate, high));
        expect(veryHigh).toBeGreaterThan(Math.max(moderate, high));
      }
  });
  test('from 70 years the two sets of coefficients differ by less than 0.75 per cent', () => {
    for (const profile of PROFILES)
      for (const region of REGIONS)
        for (const ageYears of [70, 78, 89]) {
          const [published, full] = (['published', 'full'] as const).map((coefficients) =>
            of({ ...profile, sex, region, ageYears, coefficients }),
          ) as [number, number];
          expect(Math.abs(published - full)).toBeLessThan(0.75);
        }
  });
  test('each risk factor raises the risk, HDL lowers it', () => {
    for (const ageYears of [45, 75]) {
      const base = of({ sex, ageYears });
      expect(of({ sex, ageYears, smoker: false })).toBeLessThan(base);
      expect(of({ sex, ageYears, sbp: 150 })).toBeGreaterThan(base);
      expect(of({ sex, ageYears, totalCholesterol: 6 })).toBeGreaterThan(base);
      expect(of({ sex, ageYears, hdl: 1.5 })).toBeLessThan(base);
    }
  });
});
