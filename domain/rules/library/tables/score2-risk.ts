import type { Sex } from '../../person.ts';

/** Regions of cardiovascular mortality (ESC 2021); the Russian Federation is a country of very high risk. */
export type RiskRegion = 'low' | 'moderate' | 'high' | 'very_high';
/** SCORE2-OP: coefficients as rounded in the supplementary tables, or as the working group's own program has them. */
export type Coefficients = 'published' | 'full';

export type CardiovascularInputs = {
  readonly ageYears: number;
  readonly sex: Sex;
  readonly smoker: boolean;
  /** mmHg */
  readonly sbp: number;
  /** mmol/L */
  readonly totalCholesterol: number;
  readonly hdl: number;
  readonly region: RiskRegion;
  readonly coefficients: Coefficients;
};

type Scale = readonly [intercept: number, slope: number];
type BySex<T> = Readonly<Record<Sex, T>>;
type Scales = Readonly<Record<RiskRegion, BySex<Scale>>>;
/** For each term its coefficient; the terms of the interactions with age follow the main ones. */
type Model = { readonly b: readonly number[]; readonly s0: number; readonly mean: number };

/** SCORE2 (EHJ 2021;42:2439), supplementary table 2: age, smoking, SBP, TC, HDL and their interactions with age. */
const SCORE2: BySex<Model> = {
  male: { b: [0.3742, 0.6012, 0.2777, 0.1458, -0.2698, -0.0755, -0.0255, -0.0281, 0.0426], s0: 0.9605, mean: 0 },
  female: { b: [0.4648, 0.7744, 0.3131, 0.1002, -0.2606, -0.1088, -0.0277, -0.0226, 0.0613], s0: 0.9776, mean: 0 },
};
const SCORE2_SCALES: Scales = {
  low: { male: [-0.5699, 0.7476], female: [-0.738, 0.7019] },
  moderate: { male: [-0.1565, 0.8009], female: [-0.3143, 0.7701] },
  high: { male: [0.3207, 0.936], female: [0.571, 0.9369] },
  very_high: { male: [0.5836, 0.8294], female: [0.9412, 0.8329] },
};

/** SCORE2-OP (EHJ 2021;42:2455), supplementary tables; `full` as in the working group's Stata program. */
const OP: Readonly<Record<Coefficients, BySex<Model>>> = {
  published: {
    male: {
      b: [0.0634, 0.3524, 0.0094, 0.085, -0.3564, -0.0247, -0.0005, 0.0073, 0.0091],
      s0: 0.7576,
      mean: 0.0929,
    },
    female: {
      b: [0.0789, 0.4921, 0.0102, 0.0605, -0.304, -0.0255, -0.0004, -0.0009, 0.0154],
      s0: 0.8082,
      mean: 0.229,
    },
  },
  full: {
    male: {
      b: [
        ...[0.0633767915, 0.3523957899, 0.0094362177, 0.0849594156, -0.3563571842],
        ...[-0.0247205945, -0.0004794522, 0.0073336663, 0.0091317857],
      ],
      s0: 0.75764702,
      mean: 0.09285225,
    },
    female: {
      b: [
        ...[0.0789191229, 0.492114701, 0.0101993091, 0.0604939598, -0.3040280248],
        ...[-0.0255496313, -0.0004404728, -0.0009121461, 0.0153779923],
      ],
      s0: 0.80821241,
      mean: 0.2287676,
    },
  },
};
const OP_SCALES: Readonly<Record<Coefficients, Scales>> = {
  published: {
    low: { male: [-0.34, 1.19], female: [-0.52, 1.01] },
    moderate: { male: [0.01, 1.25], female: [-0.1, 1.1] },
    high: { male: [0.08, 1.15], female: [0.38, 1.09] },
    very_high: { male: [0.05, 0.7], female: [0.38, 0.69] },
  },
  full: {
    low: { male: [-0.343484, 1.193038], female: [-0.516054, 1.007238] },
    moderate: { male: [0.00532, 1.248514], female: [-0.101044, 1.099621] },
    high: { male: [0.084305, 1.151902], female: [0.37572, 1.089031] },
    very_high: { male: [0.045959, 0.703625], female: [0.379293, 0.69153] },
  },
};

/** Linear predictor → ten-year risk of the cohort → risk of the region, in per cent. */
function riskOf({ b, s0, mean }: Model, [intercept, slope]: Scale, age: number, terms: readonly number[]): number {
  const all = [age, ...terms, ...terms.map((term) => term * age)];
  const predictor = all.reduce((sum, term, index) => sum + term * (b[index] ?? 0), 0) - mean;
  const risk = 1 - s0 ** Math.exp(predictor);
  return 100 * (1 - Math.exp(-Math.exp(intercept + slope * Math.log(-Math.log(1 - risk)))));
}

/**
 * Risk in per cent of a fatal or non-fatal cardiovascular event in ten years, without known cardiovascular disease and
 * without diabetes: SCORE2 from 40 to 69 years, SCORE2-OP from 70.
 */
export function cardiovascularRisk(given: CardiovascularInputs): number {
  const { ageYears, sex, smoker, sbp, totalCholesterol, hdl, region, coefficients } = given;
  const smokes = smoker ? 1 : 0;
  if (ageYears < 70)
    return riskOf(SCORE2[sex], SCORE2_SCALES[region][sex], (ageYears - 60) / 5, [
      smokes,
      (sbp - 120) / 20,
      totalCholesterol - 6,
      (hdl - 1.3) / 0.5,
    ]);
  return riskOf(OP[coefficients][sex], OP_SCALES[coefficients][region][sex], ageYears - 73, [
    smokes,
    sbp - 150,
    totalCholesterol - 6,
    hdl - 1.4,
  ]);
}

export type RiskCategory = 'low-moderate' | 'high' | 'very-high';

/** ESC 2021, table 5: the limits rise with age. Judged on the unrounded risk. */
export function cardiovascularCategory(riskPercent: number, ageYears: number): RiskCategory {
  const [high, veryHigh] = ageYears < 50 ? [2.5, 7.5] : ageYears < 70 ? [5, 10] : [7.5, 15];
  return riskPercent >= veryHigh ? 'very-high' : riskPercent >= high ? 'high' : 'low-moderate';
}
