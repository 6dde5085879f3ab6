import type { Prefetch } from '../../schemas/cds-hooks/request.ts';
import { ChartResourceType } from '../../schemas/chart.ts';
import type { Bilingual } from '../../schemas/result.ts';
import type { ChartEntry } from '../rules/facts.ts';
import { isOfPatient } from './patient.ts';
import type { PrefetchKey } from './queries.ts';
import { isWellFormed } from './shape.ts';

/** Why what was asked for is not wholly there, in words that follow the name of the thing. */
export const MISSED = {
  absent: { en: 'did not arrive', ru: 'не пришло' },
  failed: { en: 'the record system answered with an error', ru: 'ошибка медицинской системы' },
  incomplete: { en: 'arrived in part', ru: 'пришло не полностью' },
  'wrong-patient': { en: 'of another patient', ru: 'относится к другому пациенту' },
  unreadable: { en: 'not readable', ru: 'не читается' },
} as const satisfies Record<string, Bilingual>;
export type Missed = keyof typeof MISSED;

/** What came for the keys of a service: facts, and each key that did not come whole with its reason. */
export type Arrivals = { readonly entries: readonly ChartEntry[]; readonly missed: ReadonlyMap<string, Missed> };

/** The whole call is one record: what the calling system knows of its patient. */
export const CALLING_RECORD = 'calling-system';

type Whose = { readonly patientId: string; readonly fhirServer: string | undefined };

/**
 * The facts of a prefetch. An absent key did not arrive; null says that there is nothing, save for the patient himself, who
 * must be there. A page that another follows or that holds fewer than were found, an OperationOutcome, another patient's resource and one of a foreign shape
 * are reasons: what is left is used, and the key is named.
 */
export function arrivalsOf(prefetch: Prefetch, keys: readonly PrefetchKey[], whose: Whose): Arrivals {
  const entries: ChartEntry[] = [];
  const missed = new Map<string, Missed>();
  for (const { key, type } of keys) {
    const { resources, reason } = answerTo(Object.hasOwn(prefetch, key) ? prefetch[key] : undefined, type);
    const readable = resources.filter(isWellFormed);
    const own = readable.filter((one) => isOfPatient(one, whose.patientId, whose.fhirServer));
    const worst = reasonOf(reason, resources.length > readable.length, readable.length > own.length);
    if (worst) missed.set(key, worst);
    entries.push(...own.flatMap((resource, index) => entryOf(resource, `${key}-${index + 1}`) ?? []));
  }
  return { entries, missed };
}

const reasonOf = (reason: Missed | undefined, unreadable: boolean, foreign: boolean): Missed | undefined =>
  foreign ? 'wrong-patient' : unreadable ? 'unreadable' : reason;

type Answer = { readonly resources: readonly fhir4.FhirResource[]; readonly reason?: Missed };

function answerTo(value: Prefetch[string] | undefined, type: string): Answer {
  if (value === undefined || (value === null && type === 'Patient')) return { resources: [], reason: 'absent' };
  if (value === null) return { resources: [] };
  if (value.resourceType === type) return { resources: [value as unknown as fhir4.FhirResource] };
  if (value.resourceType === 'OperationOutcome') return { resources: [], reason: 'failed' };
  return value.resourceType === 'Bundle' ? answerIn(value, type) : { resources: [], reason: 'unreadable' };
}

function answerIn(bundle: Readonly<Record<string, unknown>>, type: string): Answer {
  const { entry = [], link = [], total } = bundle;
  if (!Array.isArray(entry) || !Array.isArray(link)) return { resources: [], reason: 'unreadable' };
  const all = entry.map((one: { resource?: { resourceType?: unknown } } | null) => one?.resource);
  const medicines = all.filter((one) => one?.resourceType === 'Medication') as unknown as fhir4.Medication[];
  const resources = all
    .filter((one) => one?.resourceType === type)
    .map((one) => withMedicine(one as unknown as fhir4.FhirResource, medicines));
  const failed = all.some((one) => one?.resourceType === 'OperationOutcome' && isError(one));
  const isCut = typeof total === 'number' && total > resources.length;
  const more = isCut || link.some((one: { relation?: unknown } | null) => one?.relation === 'next');
  // A search for one patient that finds none has not found him.
  const reason: Missed | undefined = failed
    ? 'failed'
    : more
      ? 'incomplete'
      : type === 'Patient' && !resources.length
        ? 'absent'
        : undefined;
  return { resources, ...(reason ? { reason } : {}) };
}

const isError = (outcome: object): boolean => {
  const { issue } = outcome as { issue?: unknown };
  return !Array.isArray(issue) || issue.some((one) => ['error', 'fatal'].includes(one?.severity));
};

/** A medicine named by reference is read where it lies: in the order itself or beside it. */
export function withMedicine<R extends fhir4.FhirResource>(resource: R, beside: readonly fhir4.Medication[]): R {
  if (resource.resourceType !== 'MedicationRequest' || resource.medicationCodeableConcept) return resource;
  const { reference, display } = resource.medicationReference ?? {};
  const found = [...[resource.contained ?? []].flat(), ...beside].find(
    ({ resourceType, id }) =>
      resourceType === 'Medication' && (reference === `#${id}` || reference?.endsWith(`Medication/${id}`)),
  ) as fhir4.Medication | undefined;
  const medicine = found?.code ?? (display === undefined ? undefined : { text: display });
  return medicine ? { ...resource, medicationCodeableConcept: medicine } : resource;
}

/** A resource as a rule takes it; undefined for a type that no rule reads. The sender's id stays: suggestions name it. */
export function entryOf(resource: fhir4.FhirResource, unnamed: string): ChartEntry | undefined {
  const type = ChartResourceType.safeParse(resource.resourceType);
  if (!type.success) return undefined;
  return { record: CALLING_RECORD, resourceType: type.data, id: resource.id ?? unnamed, groups: {}, resource };
}
