import type { Bilingual } from '../../schemas/result.ts';
import { type Need, populationNeeds, type Rule } from '../rules/rule.ts';

/** One prefetch key of a service: what is asked for, and what it is called when it did not arrive. */
export type PrefetchKey = {
  readonly key: string;
  /** FHIR type of the resources that answer it. */
  readonly type: string;
  readonly title: Bilingual;
  /** Template as discovery shows it (CDS Hooks 2.0.1, "Prefetch Template"; only what every client must support). */
  readonly query: string;
};

type Asked = { readonly key: string; readonly title: Bilingual; readonly also?: string };

const PATIENT: Asked = { key: 'patient', title: { en: 'patient', ru: 'данные пациента' } };
const OBSERVATIONS: Asked = {
  key: 'observations',
  title: { en: 'measurements', ru: 'измерения и анализы' },
  also: '&_sort=-date',
};

/** FHIR R4 search parameters of each type by which the newest come first. */
const ASKED: Readonly<Record<string, Asked>> = {
  Patient: PATIENT,
  Observation: OBSERVATIONS,
  Condition: { key: 'conditions', title: { en: 'problem list', ru: 'список диагнозов' } },
  MedicationRequest: {
    key: 'medications',
    title: { en: 'medication list', ru: 'список назначений' },
    also: '&status=active',
  },
  AllergyIntolerance: { key: 'allergies', title: { en: 'allergy list', ru: 'список аллергий' } },
  ServiceRequest: {
    key: 'orders',
    title: { en: 'list of orders', ru: 'список направлений' },
    also: '&_sort=-authored',
  },
  ImagingStudy: { key: 'studies', title: { en: 'list of images', ru: 'список исследований' }, also: '&_sort=-started' },
  DiagnosticReport: { key: 'reports', title: { en: 'reports', ru: 'заключения' }, also: '&_sort=-date' },
  Encounter: { key: 'encounters', title: { en: 'visits', ru: 'случаи обращения' }, also: '&_sort=-date' },
  Appointment: { key: 'appointments', title: { en: 'appointments', ru: 'записи на приём' }, also: '&_sort=-date' },
  Procedure: { key: 'procedures', title: { en: 'procedures', ru: 'вмешательства' }, also: '&_sort=-date' },
};

/** What a client need not exceed in one answer: no page may follow it (CDS Hooks 2.0.1). */
const MOST = 200;
const MOST_OBSERVATIONS = 500;

const OF_PATIENT = 'patient={{context.patientId}}';

/** Every need of a rule with those of its population; of the patient himself each one wants to know. */
const needsOfRule = (rule: Rule): readonly Need[] => [
  { facet: 'Patient', newest: 1 },
  ...populationNeeds(rule.population),
  ...rule.needs,
];

/** `Observation:http://loinc.org|2823-3` → `Observation`. */
const typeOf = (facet: string): string => facet.split(':', 1)[0] as string;
const askedFor = (type: string): Asked => ASKED[type] ?? { key: type.toLowerCase(), title: { en: type, ru: type } };

/** The prefetch keys without which a rule cannot be said to have been checked. */
export const keysOfRule = (rule: Rule): readonly string[] => [
  ...new Set(needsOfRule(rule).map(({ facet }) => askedFor(typeOf(facet)).key)),
];

/** FHIR types that a rule reads. */
export const typesOfRule = (rule: Rule): ReadonlySet<string> =>
  new Set(needsOfRule(rule).map(({ facet }) => typeOf(facet)));

/** The prefetch keys of a service with their queries, from what its rules declare; equal rules give equal keys. */
export function keysOf(rules: readonly Rule[]): PrefetchKey[] {
  const byType = Map.groupBy(rules.flatMap(needsOfRule), ({ facet }) => typeOf(facet));
  return [...byType].map(([type, needs]) => {
    const { key, title } = askedFor(type);
    return { key, type, title, query: queryOf(type, needs) };
  });
}

function queryOf(type: string, needs: readonly Need[]): string {
  if (type === 'Patient') return 'Patient/{{context.patientId}}';
  const { also = '' } = askedFor(type);
  const newest = new Map<string, number>();
  for (const { facet, newest: count } of needs) newest.set(facet, Math.max(newest.get(facet) ?? 0, count));
  if (type !== 'Observation') return `${type}?${OF_PATIENT}${also}&_count=${Math.min(MOST, ...newest.values())}`;
  const codes = [...newest.keys()].filter((facet) => facet !== type).map((facet) => codeOf(facet));
  const count = Math.min(
    MOST_OBSERVATIONS,
    [...newest.values()].reduce((sum, one) => sum + one, 0),
  );
  return `${type}?${OF_PATIENT}${codes.length ? `&code=${codes.sort().join(',')}` : ''}${also}&_count=${count}`;
}

/** The token of a facet (domain/fhir/facets.ts writes `#` and `%` escaped, as a query does too). */
const codeOf = (facet: string): string => facet.slice('Observation:'.length);

/** The query of a key for this patient. His id has the form of a FHIR id, so that it cannot leave its place. */
export const filled = ({ query }: Pick<PrefetchKey, 'query'>, patientId: string): string =>
  query.replaceAll('{{context.patientId}}', patientId);
