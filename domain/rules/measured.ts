import type { Bilingual, CitedFact } from '../../schemas/result.ts';
import { observationFacet } from '../fhir/facets.ts';
import { LOINC } from '../fhir/systems.ts';
import { ANALYTES, type Analyte, type AnalyteName, PRESSURE_PANEL } from './codes.ts';
import { cite, type Fact, type Facts, isSince, type Lookup, observationsOf } from './facts.ts';
import { perChartAnd } from './per-chart.ts';
import type { Readings } from './precision.ts';
import type { Need } from './rule.ts';
import { convert } from './units.ts';

/** A measured value in the canonical unit of its analyte. */
export type Measured = {
  readonly value: number;
  /** The laboratory said "less than" or "more than" (FHIR Quantity.comparator). */
  readonly comparator: '<' | '<=' | '>' | '>=' | undefined;
  readonly when: Readings | undefined;
  readonly doubtful: boolean;
  readonly comments: readonly string[];
  readonly cited: CitedFact;
};

/** How many of the newest are read: a value without a number or in a foreign unit must not hide the one before. */
const NEWEST = 5;

export function needsOf(...names: readonly AnalyteName[]): Need[] {
  const codes = names.flatMap((name) => Object.keys(ANALYTES[name].codes));
  const panel = names.some((name) => name === 'systolic' || name === 'diastolic') ? [PRESSURE_PANEL] : [];
  return [...codes, ...panel].map((code) => ({ facet: observationFacet(LOINC, code), newest: NEWEST }));
}

/** A value that is there and cannot be used: its figure or unit cannot be read, or no living person has it. */
export type Unusable = { readonly unusable: 'unreadable' | 'not plausible'; readonly fact: Fact<fhir4.Observation> };

export const UNUSABLE: Readonly<Record<Unusable['unusable'], readonly [en: string, ru: string]>> = {
  unreadable: ['value or unit not readable', 'значение или единица измерения не читаются'],
  'not plausible': ['value not plausible', 'неправдоподобное значение'],
};

/** Every reading of an analyte in the chart, newest first. */
const readingsFor = perChartAnd((facts, name: AnalyteName): readonly (Measured | Unusable)[] =>
  observationsOf(facts, Object.keys(ANALYTES[name].codes)).flatMap((fact) => readMeasured(fact, name) ?? []),
);

/**
 * The newest believable value since `since` (milliseconds); what is there but cannot be used is named, not guessed:
 * an unknown unit, a value nobody alive has, a time that is too old or doubtful.
 */
export function newestMeasured(facts: Facts, name: AnalyteName, since: number): Lookup<Measured> {
  const { title } = ANALYTES[name];
  const all = readingsFor(facts, name);
  const usable = all.filter((one): one is Measured => 'value' in one);
  const found = usable.find((one) => !one.doubtful && isSince(one, since));
  if (found) return { found };
  if (usable.some((one) => one.doubtful))
    return { missing: qualified(title, 'its time is doubtful', 'время измерения сомнительно') };
  const [unusable] = all.filter((one): one is Unusable => 'unusable' in one);
  if (unusable && (!usable.length || isSince(unusable.fact, since)))
    return { missing: qualified(title, ...UNUSABLE[unusable.unusable]) };
  if (usable.length) return { missing: qualified(title, 'no recent value', 'нет свежего значения') };
  return { missing: title };
}

/** Every usable value since `since`, doubtful ones too, newest first. */
export const measuredSince = (facts: Facts, name: AnalyteName, since: number): Measured[] =>
  readingsFor(facts, name).filter((one): one is Measured => 'value' in one && isSince(one, since));

/** The newest value since `since` is there but cannot be used: nothing may be said of it, and nothing newer is there. */
export function newestIsUnreadable(facts: Facts, name: AnalyteName, since: number): boolean {
  const [newest] = readingsFor(facts, name).filter((one) =>
    'unusable' in one ? !one.fact.doubtful && isSince(one.fact, since) : !one.doubtful && isSince(one, since),
  );
  return newest !== undefined && 'unusable' in newest;
}

const qualified = ({ en, ru }: Bilingual, whyEn: string, whyRu: string): Bilingual => ({
  en: `${en} (${whyEn})`,
  ru: `${ru} (${whyRu})`,
});

type Quantified = Pick<fhir4.Observation, 'code' | 'valueQuantity' | 'valueInteger' | 'valueString'>;

/** What an observation says of an analyte; undefined: nothing. */
export function readMeasured(fact: Fact<fhir4.Observation>, name: AnalyteName): Measured | Unusable | undefined {
  const { resource, when, doubtful } = fact;
  const analyte: Analyte = ANALYTES[name];
  for (const part of [resource, ...(resource.component ?? [])] as Quantified[]) {
    const code = part.code.coding?.find((one) => one.system === LOINC && one.code && one.code in analyte.codes)?.code;
    if (code === undefined) continue;
    const quantity: fhir4.Quantity | undefined =
      part.valueQuantity ??
      (part.valueInteger === undefined ? undefined : { value: part.valueInteger, code: '{score}' });
    // "7,1 *": a figure that no reader of numbers takes is there, and must not pass for no figure.
    if (quantity?.value === undefined && /\d/.test(part.valueString ?? '')) return { unusable: 'unreadable', fact };
    if (quantity?.value === undefined) continue;
    const value = inUnitOf(analyte, analyte.codes[code] ?? {}, quantity.value, unitOf(quantity));
    if (value === undefined) return { unusable: 'unreadable', fact };
    const [least, most] = analyte.plausible;
    if (!(value >= least && value <= most)) return { unusable: 'not plausible', fact };
    const shown = `${quantity.comparator ?? ''}${quantity.value} ${quantity.unit ?? quantity.code ?? ''}`.trim();
    return {
      value,
      comparator: quantity.comparator,
      when,
      doubtful,
      comments: (resource.note ?? []).map(({ text }) => text),
      cited: cite(fact, analyte.title, shown),
    };
  }
  return undefined;
}

/** A unit is taken by its UCUM code; a bare `unit` only if it is spelled as the code is (µ as u). */
const unitOf = ({ code, unit }: fhir4.Quantity): string => (code ?? unit ?? '').replace(/[µμ]/g, 'u');

const inUnitOf = (
  analyte: Analyte,
  units: Readonly<Record<string, number>>,
  value: number,
  unit: string,
): number | undefined => (Object.hasOwn(units, unit) ? value * (units[unit] ?? 1) : convert(value, unit, analyte));

/** value ≥ limit, or unknown where "less than" and "more than" leave it open. */
export function atLeast(
  { value, comparator }: Pick<Measured, 'value' | 'comparator'>,
  limit: number,
): boolean | undefined {
  if (comparator === undefined) return value >= limit;
  if (comparator === '>' || comparator === '>=') return value >= limit ? true : undefined;
  return value < limit || (comparator === '<' && value === limit) ? false : undefined;
}

/** value > limit, three-valued as `atLeast`. */
export function moreThan(
  { value, comparator }: Pick<Measured, 'value' | 'comparator'>,
  limit: number,
): boolean | undefined {
  if (comparator === undefined) return value > limit;
  if (comparator === '>' || comparator === '>=')
    return value > limit || (comparator === '>' && value === limit) ? true : undefined;
  return value <= limit ? false : undefined;
}

export const not = (answer: boolean | undefined): boolean | undefined => (answer === undefined ? undefined : !answer);
