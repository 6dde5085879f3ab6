import type { Bilingual, CitedFact } from '../../schemas/result.ts';
import { before, type Facts, isSince, type Span } from './facts.ts';
import { type AkiStage, akiStage } from './library/tables/aki.ts';
import { type Measured, measuredSince, needsOf, newestMeasured } from './measured.ts';
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

type Bounded = { readonly least: number; readonly most: number };

/** eGFR as far as the facts determine it: equal bounds where they do. */
export type RenalFunction = Bounded & {
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
 * laboratory's own eGFR where that is newer or the only one. "Less than 15" is a newer word than the figure before it: it
 * leaves one end open, and is not passed over for an older value. Undefined: neither.
 */
export const renalFunction = (facts: Facts, span: Span = RENAL_FRESH): RenalFunction | undefined =>
  renalFunctionWithin(facts, span);

const EXACT: Bilingual = { en: 'Exact creatinine or eGFR', ru: 'Точное значение креатинина или рСКФ' };

const renalFunctionWithin = perChartAnd((facts, span: Span): RenalFunction | undefined => {
  const since = before(facts, span);
  const [measured, stated] = (['creatinine', 'egfr'] as const).map((name) => {
    const lookup = newestMeasured(facts, name, since);
    return 'found' in lookup ? lookup.found : undefined;
  });
  if (stated && (!measured || (stated.when?.latest ?? 0) > (measured.when?.latest ?? 0)))
    return {
      ...boundsOf(stated.comparator, stated.value, stated.value),
      cited: [stated.cited],
      missing: stated.comparator ? [EXACT] : [],
    };
  if (!measured) return undefined;

  const { ageYears, sex, ageCited, sexCited } = personOf(facts);
  const sexes: readonly Sex[] = sex ? [sex] : ['female', 'male'];
  const ages = ageYears ?? { min: 18, max: 110 };
  const values = sexes.flatMap((one) => [ages.min, ages.max].map((age) => ckdEpi2021(measured.value, age, one)));
  return {
    // More creatinine is less filtration.
    ...boundsOf(measured.comparator && TURNED[measured.comparator], Math.min(...values), Math.max(...values)),
    cited: [measured.cited, ...ageCited, ...sexCited],
    missing: [
      ...(measured.comparator ? [EXACT] : []),
      ...(sex ? [] : [{ en: 'Sex', ru: 'Пол' }]),
      ...(ageYears && ageYears.min === ageYears.max ? [] : [{ en: 'Exact date of birth', ru: 'Точная дата рождения' }]),
    ],
  };
});

type Comparator = NonNullable<Measured['comparator']>;
const TURNED: Readonly<Record<Comparator, Comparator>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
/** So little below or above a limit that "less than 30" is not 30. */
const BESIDE = 1e-9;

function boundsOf(comparator: Comparator | undefined, least: number, most: number): Bounded {
  if (comparator === undefined) return { least, most };
  if (comparator === '<' || comparator === '<=') return { least: 0, most: comparator === '<' ? most - BESIDE : most };
  return { least: comparator === '>' ? least + BESIDE : least, most: Number.POSITIVE_INFINITY };
}

/** As a card shows it: `27`, `31–42`, `< 15`. */
export function egfrShown({ least, most }: Bounded): string {
  if (least === 0) return `< ${Math.round(most)}`;
  const [low, high] = [Math.round(least), Math.round(most)];
  return low === high ? `${low}` : high === Number.POSITIVE_INFINITY ? `> ${low}` : `${low}–${high}`;
}
