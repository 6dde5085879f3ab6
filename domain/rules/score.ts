import { z } from 'zod';
import { OkaError } from '../../schemas/errors.ts';
import { stageOf } from './ckdepi2021.ts';
import { potassiumFlag } from './critical_labs.ts';
import { type Curb65Risk, curb65, curb65Risk } from './curb65.ts';
import { warfarinNsaidAdvice } from './ddi_warfarin_nsaid.ts';
import { isDuplicate, WINDOW_DAYS } from './duplicate_imaging.ts';
import { metforminAnswer } from './metformin_egfr.ts';
import { agreed } from './precision.ts';
import { ckdEpi2021 } from './renal.ts';
import { classifyChild, fastBreathingFrom } from './who_child_pneumonia.ts';

/** Figures of a rule in the names of published test cases. */
export type Figures = Readonly<Record<string, number | string | boolean>>;
/** A case outside the population of the rule has no figures: the reason instead. */
export type Scored = { readonly figures: Figures } | { readonly outside: string };

type Scorer = {
  readonly inputs: z.ZodType;
  /** An example that runs, shown by `oka score --help`. */
  readonly example: unknown;
  readonly score: (inputs: unknown) => Scored;
};

const scorer = <S extends z.ZodType>(
  inputs: S,
  example: z.input<S>,
  score: (inputs: z.output<S>) => Scored,
): Scorer => ({ inputs, example, score: (given) => score(given as z.output<S>) });

const Flag = z.union([z.boolean(), z.literal(0).transform(() => false), z.literal(1).transform(() => true)]);
const Raw = z.tuple([z.number(), z.string()]).optional();
const ADULT = 18;

const CriteriaInputs = z.strictObject({
  criteria: z.strictObject({ confusion: Flag, rrGe30: Flag, lowBP: Flag, ageGe65: Flag, ureaGt7: Flag }),
});
const MeasuredInputs = z.strictObject({
  confusion: Flag,
  ureaMmolL: z.number(),
  bunRaw: Raw,
  respiratoryRate: z.number(),
  systolicBP: z.number(),
  diastolicBP: z.number(),
  age: z.number(),
});

export const SCORERS: Readonly<Record<string, Scorer>> = {
  curb65: scorer(
    z.union([MeasuredInputs, CriteriaInputs]),
    { confusion: false, ureaMmolL: 7.1, respiratoryRate: 31, systolicBP: 118, diastolicBP: 72, age: 70 },
    (given) => {
      if ('age' in given && given.age < ADULT) return { outside: 'from 18 years of age' };
      const criteria =
        'criteria' in given
          ? given.criteria
          : {
              confusion: given.confusion,
              ureaGt7: given.ureaMmolL > 7,
              rrGe30: given.respiratoryRate >= 30,
              lowBP: given.systolicBP < 90 || given.diastolicBP <= 60,
              ageGe65: given.age >= 65,
            };
      const { least: total } = curb65(criteria);
      return { figures: { total, risk: curb65Risk(total) } };
    },
  ),
  ckdepi2021: scorer(
    z.strictObject({ creatinineMgDl: z.number().positive(), creatinineRaw: Raw, age: z.number(), female: z.boolean() }),
    { creatinineMgDl: 1.3, age: 70, female: true },
    ({ creatinineMgDl, age, female }) => {
      if (age < ADULT) return { outside: 'from 18 years of age' };
      const egfr = ckdEpi2021(creatinineMgDl, age, female ? 'female' : 'male');
      return { figures: { egfr: Math.round(egfr * 100) / 100, egfrRounded: Math.round(egfr), stage: stageOf(egfr) } };
    },
  ),
  metformin_egfr: scorer(
    z.strictObject({
      egfr: z.number(),
      action: z.enum(['start', 'continue', 'contrast']),
      intraArterial: z.boolean().optional(),
    }),
    { egfr: 35, action: 'continue' },
    ({ egfr, action, intraArterial }) => ({ figures: { result: metforminAnswer(egfr, action, intraArterial) } }),
  ),
  critical_labs: scorer(
    z.strictObject({ analyte: z.string(), value: z.number(), unit: z.string(), age: z.number().optional() }),
    { analyte: 'potassium', value: 6.5, unit: 'mmol/L', age: 50 },
    ({ analyte, value, unit, age }) => {
      if (analyte !== 'potassium') return { outside: `the rule reads potassium only, not ${analyte}` };
      if (unit !== 'mmol/L') return { outside: 'potassium in mmol/L' };
      if (age !== undefined && age <= 16) return { outside: 'adults over 16 years' };
      const flag = potassiumFlag({ value, comparator: undefined });
      return { figures: { flag: flag ?? 'not-critical' } };
    },
  ),
  duplicate_imaging: scorer(
    z.strictObject({
      daysSincePrior: z.number(),
      sameModalityBodySite: z.boolean(),
      windowDays: z.number().optional(),
    }),
    { daysSincePrior: 5, sameModalityBodySite: true, windowDays: 14 },
    ({ daysSincePrior, sameModalityBodySite, windowDays = WINDOW_DAYS }) => ({
      figures: { duplicate: isDuplicate(daysSincePrior, sameModalityBodySite, windowDays) },
    }),
  ),
  ddi_warfarin_nsaid: scorer(
    z.strictObject({
      warfarin: z.literal(true),
      nsaid: z.string(),
      route: z.string(),
      age: z.number(),
      ppi: Flag.default(false),
      misoprostol: Flag.default(false),
      historyUGIB: Flag.default(false),
      systemicCorticosteroid: Flag.default(false),
      aldosteroneAntagonist: Flag.default(false),
      multipleNsaids: Flag.default(false),
    }),
    { warfarin: true, nsaid: 'naproxen', route: 'oral', age: 66 },
    (given) => {
      const recommendation = warfarinNsaidAdvice({
        local: ['topical', 'ophthalmic'].includes(given.route),
        gastroprotected: given.ppi || given.misoprostol,
        bleedingHistory: given.historyUGIB,
        over65: given.age > 65,
        corticosteroid: given.systemicCorticosteroid,
        aldosteroneAntagonist: given.aldosteroneAntagonist,
        severalNsaids: given.multipleNsaids,
      });
      return { figures: { recommendation: recommendation ?? 'unknown' } };
    },
  ),
  who_child_pneumonia: scorer(
    z.strictObject({
      ageMonths: z.number(),
      respiratoryRate: z.number().optional(),
      spo2: z.number().optional(),
      chestIndrawing: Flag.optional(),
      dangerSign: Flag.optional(),
      stridor: Flag.optional(),
    }),
    { ageMonths: 14, respiratoryRate: 44, spo2: 95, chestIndrawing: false, dangerSign: false },
    ({ ageMonths, respiratoryRate, spo2, chestIndrawing, dangerSign, stridor }) => {
      if (ageMonths < 2 || ageMonths >= 60) return { outside: 'for ages 2 to 59 months' };
      const fastBreathing =
        respiratoryRate === undefined
          ? undefined
          : agreed({ min: ageMonths, max: ageMonths }, (months) => respiratoryRate >= fastBreathingFrom(months));
      const spo2Below90 = spo2 === undefined ? undefined : spo2 < 90;
      const found = classifyChild({ dangerSign, stridor, spo2Below90, chestIndrawing, fastBreathing });
      return { figures: found ? { class: found.is, atLeast: found.atLeast } : { class: 'not-computable' } };
    },
  ),
};

/**
 * The figures of one rule for inputs in the form of published cases (`curb65`: `{confusion, ureaMmolL, …}`).
 * Throws `not-found` for an unknown rule and `malformed-request` with the path of the first fault.
 */
export function scoreCase(ruleId: string, inputs: unknown): Scored {
  const found = Object.hasOwn(SCORERS, ruleId) ? SCORERS[ruleId] : undefined;
  if (!found) throw new OkaError('not-found', `rule ${ruleId}; there are ${Object.keys(SCORERS).join(', ')}`);
  const parsed = found.inputs.safeParse(inputs);
  if (!parsed.success) throw new OkaError('malformed-request', z.prettifyError(parsed.error).replaceAll('\n', ' '));
  return found.score(parsed.data);
}

export type Difference = { readonly figure: string; readonly expected: unknown; readonly got: unknown };

/** CURB-65 bands as three published test sets word them. */
const BAND_WORDS: Readonly<Record<string, Curb65Risk>> = {
  'low risk group': 'low',
  'low risk': 'low',
  'consider home treatment': 'low',
  'moderate risk': 'intermediate',
  'moderate risk group': 'intermediate',
  'intermediate risk': 'intermediate',
  'high risk': 'severe',
  'highest risk group': 'severe',
  'very high risk': 'severe',
  'urgent hospital admission': 'severe',
};
/** Names under which published cases word the band. */
const BAND_FIGURES = new Set(['risk', 'recommendation']);

/**
 * What of `expected` the figures do not meet. Numbers agree within `expected.tolerance`, else to the last digit given;
 * the words of a CURB-65 band are compared as the band they name.
 */
export function differences(expected: Readonly<Record<string, unknown>>, figures: Figures): Difference[] {
  const { tolerance, ...wanted } = expected;
  return Object.entries(wanted).flatMap(([figure, value]) => {
    const band = 'risk' in figures && BAND_FIGURES.has(figure) && typeof value === 'string';
    const got = figures[band ? 'risk' : figure];
    const meant = band ? (BAND_WORDS[value.toLowerCase()] ?? value) : value;
    return agrees(meant, got, tolerance) ? [] : [{ figure, expected: value, got }];
  });
}

const agrees = (expected: unknown, got: unknown, tolerance: unknown): boolean =>
  typeof expected === 'number' && typeof got === 'number'
    ? Math.abs(expected - got) <= (typeof tolerance === 'number' ? tolerance : 0) + 1e-9
    : expected === got;
