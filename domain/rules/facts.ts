import type { ChartItem } from '../../schemas/chart.ts';
import type { Bilingual, CitedFact, Finding } from '../../schemas/result.ts';
import { perChart, perChartAnd } from './per-chart.ts';
import { type Readings, readingsOf } from './precision.ts';

/** What rules are given: an item of a chart with the FHIR resource assembled from it (undefined: deleted). */
export type ChartEntry = ChartItem & { readonly resource: fhir4.FhirResource | undefined };

/** All that rules may see of a person at one moment. Never the clock: `asOf` is a fact like the others. */
export type Facts = {
  readonly asOf: string;
  /** IANA zone in whose calendar ages are counted. */
  readonly zone: string;
  readonly entries: readonly ChartEntry[];
  /** What active models say of the person's studies: a shadow model advises nobody. */
  readonly findings: readonly StatedFinding[];
  /** What the region has chosen where publications differ: rule → setting → value (settings.ts). */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** A model's finding with the Observation it was derived from. */
export type StatedFinding = {
  readonly finding: Finding;
  readonly record: string;
  readonly reference: string;
  readonly time: string | undefined;
};

/** A resource with the times it may mean and whether its source's clock can be believed. */
export type Fact<R extends fhir4.FhirResource> = {
  readonly resource: R;
  readonly record: string;
  readonly reference: string;
  readonly time: string | undefined;
  readonly when: Readings | undefined;
  /** The source's clock ran ahead, or the fact lies in the future of everything else known. */
  readonly doubtful: boolean;
};

/** Found, or missing with the words in which a physician is told so. */
export type Lookup<T> = { readonly found: T } | { readonly missing: Bilingual };

/** A length of time, as rules say how old a fact may be. */
export type Span = { readonly hours?: number; readonly days?: number };

/** Clocks may differ this much before a time is doubted (contract 3). */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/**
 * Statuses under which a resource states nothing (FHIR R4 value sets of the stored types). `unknown` is none of them: a
 * laboratory that leaves OBX-11 out has still measured a potassium of 7.
 */
const SILENT = new Set(['entered-in-error', 'cancelled', 'registered', 'revoked', 'stopped', 'noshow']);

/** "Do not give", "do not perform" (FHIR R4 `doNotPerform`): an order that forbids is none. */
const isForbidding = (resource: fhir4.FhirResource): boolean =>
  'doNotPerform' in resource && resource.doNotPerform === true;

/** Entries in an order that does not depend on how they came: every reading of facts is the same for every shuffle. */
export const makeFacts = (facts: Facts): Facts => ({
  ...facts,
  entries: [...facts.entries].sort((a, b) => compareText(a.record, b.record) || compareText(a.id, b.id)),
});

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

type Resource<T extends string> = Extract<fhir4.FhirResource, { resourceType: T }>;
type Found<T extends string> = readonly Fact<Resource<T>>[];

/** The chart by type; its Observations by each code of their own or of their components, whatever its system. */
const indexOf = perChart(({ entries }) => {
  const byType = new Map<string, ChartEntry[]>();
  const byCode = new Map<string, ChartEntry[]>();
  const put = (map: Map<string, ChartEntry[]>, key: string, entry: ChartEntry): void => {
    const there = map.get(key);
    if (!there) map.set(key, [entry]);
    else if (there.at(-1) !== entry) there.push(entry);
  };
  for (const entry of entries) {
    const { resource } = entry;
    if (!resource) continue;
    put(byType, resource.resourceType, entry);
    if (resource.resourceType !== 'Observation') continue;
    const codes = (part: Pick<fhir4.Observation, 'code'>): void => {
      for (const { code } of part.code.coding ?? []) if (code !== undefined) put(byCode, code, entry);
    };
    codes(resource);
    resource.component?.forEach(codes);
  }
  return { byType, byCode };
});

const factsOfType = perChartAnd((facts, type: string) => readFacts(facts, type, indexOf(facts).byType.get(type) ?? []));

/** The facts of one resource type that say something, newest first; equal times in the order of their references. */
export const factsOf = <T extends fhir4.FhirResource['resourceType']>(facts: Facts, type: T): Found<T> =>
  factsOfType(facts, type) as Found<T>;

/** As `factsOf`, the Observations alone that carry one of these codes, in themselves or in a component. */
export function observationsOf(facts: Facts, codes: readonly string[]): Found<'Observation'> {
  const { byCode } = indexOf(facts);
  const entries = new Set(codes.flatMap((code) => byCode.get(code) ?? []));
  return readFacts(facts, 'Observation', [...entries]);
}

function readFacts<T extends string>(facts: Facts, type: T, entries: readonly ChartEntry[]): Found<T> {
  const known = Date.parse(facts.asOf) + CLOCK_TOLERANCE_MS;
  const found: Fact<Resource<T>>[] = [];
  for (const entry of entries) {
    const resource = entry.resource as Resource<T>;
    if (SILENT.has(statusOf(resource)) || isForbidding(resource)) continue;
    const time = clinicalTime(resource);
    const when = readingsOf(time) ?? (type === 'Condition' ? readingsOf(newestStamp(entry)) : undefined);
    const ahead = when !== undefined && when.earliest > known;
    const doubtful = ahead || Object.values(entry.groups).some((group) => group.stamp.doubtful === true);
    found.push({ resource, record: entry.record, reference: `${type}/${entry.id}`, time, when, doubtful });
  }
  return found.sort((a, b) => newness(b) - newness(a) || compareText(a.reference, b.reference));
}

/** A diagnosis without a date of its own is as old as the message that last stated it, not as new as today. */
const newestStamp = ({ groups }: ChartEntry): string | undefined =>
  Object.values(groups)
    .map(({ stamp }) => stamp.time)
    .sort()
    .at(-1);

const newness = ({ when }: Fact<fhir4.FhirResource>): number => when?.latest ?? Number.NEGATIVE_INFINITY;

const statusOf = (resource: fhir4.FhirResource): string => {
  const status = (resource as { status?: unknown }).status;
  return typeof status === 'string' ? status : '';
};

/** When it was so, as the source wrote it: precision is kept. */
function clinicalTime(resource: fhir4.FhirResource): string | undefined {
  switch (resource.resourceType) {
    case 'Observation':
      return (
        resource.effectiveDateTime ?? resource.effectiveInstant ?? resource.effectivePeriod?.start ?? resource.issued
      );
    case 'DiagnosticReport':
      return resource.effectiveDateTime ?? resource.effectivePeriod?.start ?? resource.issued;
    case 'Condition':
      return resource.recordedDate ?? resource.onsetDateTime ?? resource.onsetPeriod?.start;
    case 'ServiceRequest':
    case 'MedicationRequest':
      return resource.authoredOn;
    case 'ImagingStudy':
      return resource.started;
    case 'Encounter':
      return resource.period?.start;
    case 'AllergyIntolerance':
      return resource.recordedDate ?? resource.onsetDateTime;
    case 'Appointment':
      return resource.start;
    default:
      return undefined;
  }
}

export const cite = (
  fact: Pick<Fact<fhir4.FhirResource>, 'reference' | 'time'>,
  label: Bilingual,
  value: string,
): CitedFact => ({
  reference: fact.reference,
  label,
  value,
  ...(fact.time === undefined ? {} : { time: fact.time }),
});

const WEIGHED: Bilingual = { en: 'Taken into account', ru: 'Учтено' };

/**
 * A fact that a rule weighs and does not speak against, such as the medicine that protects the stomach: nobody may be offered
 * to end it by the rule's card.
 */
export const weighed = (cited: CitedFact): CitedFact => ({ ...cited, label: WEIGHED });
export const isWeighedOnly = ({ label }: Pick<CitedFact, 'label'>): boolean => label.en === WEIGHED.en;

/** Whether every reading of the fact's time lies at or after `since` (milliseconds): its age is read unfavourably. */
export const isSince = (fact: Pick<Fact<fhir4.FhirResource>, 'when'>, since: number): boolean =>
  fact.when !== undefined && fact.when.earliest >= since;

/** The instant (milliseconds) that lies `span` before the moment of judgement. */
export const before = (facts: Pick<Facts, 'asOf'>, { hours = 0, days = 0 }: Span): number =>
  Date.parse(facts.asOf) - (hours + 24 * days) * 3_600_000;
