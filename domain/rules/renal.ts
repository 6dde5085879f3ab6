import type { Bilingual, CitedFact } from '../../schemas/result.ts';
import { before, type Facts, isSince, type Span } from './facts.ts';
import { measuredSince, needsOf, newestMeasured } from './measured.ts';
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
const YEAR = { days: 365 };
const HOUR_MS = 3_600_000;
/** Sums of conversions are compared without their last digits: a rise of exactly 0.3 mg/dL is one. */
const exact = (value: number): number => Number(value.toPrecision(9));

/** Creatinine rose as in acute kidney injury (KDIGO 2012): by 0.3 mg/dL within 48 hours, or to 1.5 times within 7 days. */
export function isRising(facts: Facts): boolean {
  const values = measuredSince(facts, 'creatinine', before(facts, { days: 14 })).filter(
    ({ doubtful, comparator }) => !doubtful && comparator === undefined,
  );
  const [newest, ...earlier] = values;
  if (!newest || !isSince(newest, before(facts, { days: 7 }))) return false;
  return earlier.some((one) => {
    const hours = ((newest.when?.latest ?? 0) - (one.when?.earliest ?? 0)) / HOUR_MS;
    return (
      (hours <= 48 && exact(newest.value - one.value) >= 0.3) ||
      (hours <= 7 * 24 && exact(newest.value / one.value) >= 1.5)
    );
  });
}

/**
 * From the newest creatinine of `span` (12 months) by CKD-EPI 2021, over every sex and age the facts allow; from the
 * laboratory's own eGFR where that is newer or the only one. Undefined: neither.
 */
export function renalFunction(facts: Facts, span: Span = YEAR): RenalFunction | undefined {
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
}
