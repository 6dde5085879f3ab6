import type { Bilingual, CitedFact } from '../../schemas/result.ts';
import { facetOf } from '../fhir/facets.ts';
import { type InputRow, inputRowsOf } from './book/inputs.ts';
import { EVERYBODY, populationText } from './book/population.ts';
import { ANALYTES, type AnalyteName } from './codes.ts';
import { before, type Fact, type Facts, factsOf, isSince } from './facts.ts';
import { readMeasured, UNUSABLE } from './measured.ts';
import { personOf } from './person.ts';
import { checkPopulation, type Outcome, type Population, type Rule, runRule } from './rule.ts';

/** Why a rule says what it says of one chart: what it looked for, what it found, and what it did with each fact. */

export type TracedFact = {
  readonly reference: string;
  /** As the source wrote it. */
  readonly time: string | undefined;
  readonly shown: string;
  /** In the unit of the rule, where it came in another. */
  readonly converted?: string;
  readonly hoursOld: number | undefined;
  readonly used: boolean;
  /** Why it was used or not. */
  readonly why: Bilingual;
};
export type TracedInput = Pick<InputRow, 'title' | 'codes' | 'unit' | 'fresh'> & {
  readonly facts: readonly TracedFact[];
  /** Facts of this kind with other codes. */
  readonly others: number;
};
export type PopulationStep = {
  readonly asks: Bilingual;
  readonly answer: 'inside' | 'outside' | 'unknown';
  readonly by: readonly CitedFact[];
};
export type Trace = {
  readonly asOf: string;
  readonly population: readonly PopulationStep[];
  readonly inputs: readonly TracedInput[];
  readonly outcome: Outcome;
};

const text = (en: string, ru: string): Bilingual => ({ en, ru });

/** Runs a rule and tells of every fact it asked for. Takes the same facts as `runRule`, and says the same. */
export function traceOf(rule: Rule, facts: Facts): Trace {
  const outcome = runRule(rule, facts);
  const cited = outcome.state === 'said' ? outcome.conclusions.flatMap((one) => one.cited) : [];
  const used = new Set(cited.map(({ reference }) => reference));
  return {
    asOf: facts.asOf,
    population: populationSteps(rule.population, facts),
    inputs: inputRowsOf(rule).map((row) => tracedInput(row, facts, used)),
    outcome,
  };
}

/** Each condition of the population by itself. */
function populationSteps(population: Population, facts: Facts): PopulationStep[] {
  const { ageCited, sexCited } = personOf(facts);
  const { ageMonths, sex, pregnancy, dialysis, setting } = population;
  const parts: readonly (readonly [Population, readonly CitedFact[]])[] = [
    ...(ageMonths ? [[{ ageMonths }, ageCited] as const] : []),
    ...(sex ? [[{ sex }, sexCited] as const] : []),
    ...(pregnancy ? [[{ pregnancy }, []] as const] : []),
    ...(dialysis ? [[{ dialysis }, []] as const] : []),
    ...(setting ? [[{ setting }, []] as const] : []),
  ];
  return parts.map(([part, by]) => {
    const { outside, missing } = checkPopulation(part, facts);
    const [asks = EVERYBODY] = populationText(part);
    return { asks, answer: outside ? 'outside' : missing.length ? 'unknown' : 'inside', by };
  });
}

function tracedInput(row: InputRow, facts: Facts, used: ReadonlySet<string>): TracedInput {
  const { title, codes, unit, fresh, needs } = row;
  const facets = new Set(needs.map(({ facet }) => facet));
  const types = new Set([...facets].map((facet) => facet.split(':')[0] as fhir4.FhirResource['resourceType']));
  const all = [...types]
    .flatMap((type): readonly Fact<fhir4.FhirResource>[] => factsOf(facts, type))
    .filter(({ resource }) => facets.has(facetOf(resource)) || saysPanel(resource, row));
  const wanted = needs.flatMap((need) => need.codes ?? []);
  const own = all.filter((fact) => !wanted.length || used.has(fact.reference) || hasCode(fact.resource, wanted));
  const spans = needs.map((need) => need.fresh).filter((span) => span !== undefined);
  const since = spans.length === needs.length ? Math.min(...spans.map((span) => before(facts, span))) : undefined;
  const another = own.some(({ reference }) => used.has(reference));
  return {
    ...{ title, codes, unit, fresh },
    facts: own.map((fact) => tracedFact(fact, row, { facts, since, used: used.has(fact.reference), another })),
    others: all.length - own.length,
  };
}

/** A blood pressure stands in a panel whose code is another one. */
const saysPanel = (resource: fhir4.FhirResource, { key }: InputRow): boolean =>
  resource.resourceType === 'Observation' &&
  key in ANALYTES &&
  (resource.component ?? []).some(({ code }) =>
    code.coding?.some((one) => one.code !== undefined && one.code in ANALYTES[key as AnalyteName].codes),
  );

const hasCode = (resource: fhir4.FhirResource, wanted: readonly string[]): boolean => {
  const { code, medicationCodeableConcept } = resource as {
    code?: fhir4.CodeableConcept;
    medicationCodeableConcept?: fhir4.CodeableConcept;
  };
  const codings = [...(code?.coding ?? []), ...(medicationCodeableConcept?.coding ?? [])];
  return codings.some((coding) => wanted.some((one) => coding.code?.startsWith(one)));
};

type Judged = {
  readonly facts: Facts;
  readonly since: number | undefined;
  readonly used: boolean;
  readonly another: boolean;
};

function tracedFact(
  fact: Fact<fhir4.FhirResource>,
  row: InputRow,
  { facts, since, used, another }: Judged,
): TracedFact {
  const measured =
    row.key in ANALYTES && fact.resource.resourceType === 'Observation'
      ? readMeasured(fact as Fact<fhir4.Observation>, row.key as AnalyteName)
      : undefined;
  const shown = measured && 'value' in measured ? measured.cited.value : shownOf(fact.resource);
  const { unit } = row.key in ANALYTES ? ANALYTES[row.key as AnalyteName] : { unit: '' };
  const converted = measured && 'value' in measured ? `${Number(measured.value.toPrecision(5))} ${unit}` : undefined;
  const unusable = measured && 'unusable' in measured ? UNUSABLE[measured.unusable] : undefined;
  return {
    reference: fact.reference,
    time: fact.time,
    shown,
    ...(converted === undefined || converted === shown ? {} : { converted }),
    hoursOld: fact.when && Math.round((Date.parse(facts.asOf) - fact.when.latest) / 3_600_000),
    used,
    why: used
      ? text('used', 'использовано')
      : unusable
        ? text(...unusable)
        : fact.doubtful
          ? text('its time is doubtful', 'время сомнительно')
          : since !== undefined && !isSince(fact, since)
            ? text('too old', 'устарело')
            : another
              ? text('not used: another one was', 'не использовано: взято другое')
              : text('read; the outcome does not rest on it', 'прочитано; на вывод не влияет'),
  };
}

/** The value of any resource as a reader of the trace would look for it. */
function shownOf(resource: fhir4.FhirResource): string {
  const concept = (one: fhir4.CodeableConcept | undefined): string | undefined => {
    const coding = one?.coding?.find(({ code }) => code);
    return one?.text ?? (coding?.display ? `${coding.code} ${coding.display}` : coding?.code);
  };
  const said = resource as {
    valueQuantity?: fhir4.Quantity;
    valueBoolean?: boolean;
    valueInteger?: number;
    valueString?: string;
    valueCodeableConcept?: fhir4.CodeableConcept;
    medicationCodeableConcept?: fhir4.CodeableConcept;
    conclusion?: string;
    description?: string;
    code?: fhir4.CodeableConcept;
    status?: string;
  };
  const { valueQuantity: quantity } = said;
  const value =
    (quantity &&
      `${quantity.comparator ?? ''}${quantity.value ?? '?'} ${quantity.unit ?? quantity.code ?? ''}`.trim()) ??
    said.valueBoolean?.toString() ??
    said.valueInteger?.toString() ??
    said.valueString ??
    concept(said.valueCodeableConcept) ??
    concept(said.medicationCodeableConcept) ??
    said.conclusion ??
    concept(said.code) ??
    said.description ??
    said.status;
  return value ?? '?';
}
