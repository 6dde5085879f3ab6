import type { Bilingual, CitedFact } from '../../schemas/result.ts';
import { before, type Facts, isSince, type Span } from './facts.ts';
import { type AkiStage, akiStage } from './library/tables/aki.ts';
import { measuredSince, needsOf, newestMeasured } from './measured.ts';
import { perChartAnd } from './per-chart.ts';
import { personOf, type Sex } from './person.ts';
import type { Need } from './rule.ts';

/**
 * eGFR in mL/min/1.73 m² from serum creatinine in mg/dL (µmol/L ÷ 88.4), age in years and sex.
 * Inker 2021, NEJM 385:1737: 142 · min(Scr/κ,1)^α · max(Scr/κ,1)^−1.200 · 0.9938^age · 1.012 if female.
 */
export function ckdEpi2021(creatinineMgDl: number, ageYears: number, sex: Sex): number {
  const female = sex === 'female';
  const ratio = creatinineMgDl / (female ? 0.7 : 0.9);
  const low = Math.min(ratio, 1) ** (female ? -0.241 : -0.302);
  const high = Math.max(ratio, 1) ** -1.2;
  return 142 * low * high * 0.9938 ** ageYears * (female ? 1.012 : 1);
}

/** eGFR as far as the facts determine it: equal bounds where they do. */
export type RenalFunction = {
  readonly least: number;
  readonly most: number;
  readonly cited: readonly CitedFact[];
  /** Why the bounds differ. */
  readonly missing: readonly Bilingual[];
};

export const RENAL_NEEDS: readonly Need[] = needsOf('creatinine', 'egfr');
/** Older than this a kidney function says too little of today's. */
export const RENAL_FRESH = { days: 365 };
/** A rise of creatinine is looked for among those of so many days. */
export const AKI_FRESH = { days: 14 };
const HOUR_MS = 3_600_000;

/** The KDIGO stage of acute kidney injury by the newest creatinine of 7 days against the lowest of the 7 days before it. */
export function akiOf(facts: Facts): { readonly stage: AkiStage; readonly cited: readonly CitedFact[] } {
  const [current, ...before14] = measuredSince(facts, 'creatinine', before(facts, AKI_FRESH)).filter(
    ({ doubtful, comparator }) => !doubtful && comparator === undefined,
  );
  if (!current || !isSince(current, before(facts, { days: 7 }))) return { stage: 0, cited: [] };
  const lowestOf = (hours: number) =>
    before14
      .filter(({ when }) => (current.when?.latest ?? 0) - (when?.earliest ?? 0) <= hours * HOUR_MS)
      .reduce<typeof current | undefined>((least, one) => (least && least.value <= one.value ? least : one), undefined);
  const [week, twoDays] = [lowestOf(7 * 24), lowestOf(48)];
  if (!week) return { stage: 0, cited: [] };
  const stage = akiStage({
    baselineMgDl: week.value,
    currentMgDl: current.value,
    riseWithin48hMgDl: twoDays && current.value - twoDays.value,
  });
  return { stage, cited: [current.cited, week.cited] };
}

/**
 * From the newest creatinine of `span` (12 months) by CKD-EPI 2021, over every sex and age the facts allow; from the
 * laboratory's own eGFR where that is newer or the only one. Undefined: neither.
 */
export const renalFunction = (facts: Facts, span: Span = RENAL_FRESH): RenalFunction | undefined =>
  renalFunctionWithin(facts, span);

const renalFunctionWithin = perChartAnd((facts, span: Span): RenalFunction | undefined => {
  const since = before(facts, span);
  const creatinine = newestMeasured(facts, 'creatinine', since);
  const reported = newestMeasured(facts, 'egfr', since);
  const exact = (lookup: typeof creatinine) =>
    'found' in lookup && lookup.found.comparator === undefined ? lookup.found : undefined;
  const [measured, stated] = [exact(creatinine), exact(reported)];
  if (stated && (!measured || (stated.when?.latest ?? 0) > (measured.when?.latest ?? 0)))
    return { least: stated.value, most: stated.value, cited: [stated.cited], missing: [] };
  if (!measured) return undefined;

  const { ageYears, sex, ageCited, sexCited } = personOf(facts);
  const sexes: readonly Sex[] = sex ? [sex] : ['female', 'male'];
  const ages = ageYears ?? { min: 18, max: 110 };
  const values = sexes.flatMap((one) => [ages.min, ages.max].map((age) => ckdEpi2021(measured.value, age, one)));
  return {
    least: Math.min(...values),
    most: Math.max(...values),
    cited: [measured.cited, ...ageCited, ...sexCited],
    missing: [
      ...(sex ? [] : [{ en: 'Sex', ru: 'Пол' }]),
      ...(ageYears && ageYears.min === ageYears.max ? [] : [{ en: 'Exact date of birth', ru: 'Точная дата рождения' }]),
    ],
  };
});
