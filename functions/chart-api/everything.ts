import { isTakenBack, rejectedAmong, studiesBehind, withoutRejected } from '../../domain/delivery/of-study.ts';
import { studiesOf } from '../../domain/delivery/studies.ts';
import { resultResources } from '../../domain/fhir/bundle/bundle.ts';
import { BASE } from '../../domain/fhir/bundle/parts.ts';
import { binaryId } from '../../platform/binaries.ts';
import type { StoredItem } from '../../platform/chart/chart.ts';
import { claimedElsewhere } from '../../platform/chart/study-of-two.ts';
import type { World } from '../../platform/world.ts';
import { DEVICE_EXTENSION } from '../../schemas/device-statement.ts';
import { HEADER_EXTENSION, INPUT_EXTENSION, MEASUREMENT_EXTENSION } from '../../schemas/measurement.ts';
import { RECEIVED_EXTENSION } from '../../schemas/study.ts';

export { readItems } from '../../platform/chart/person-items.ts';

/** What is ours alone: a measurement carries values that the gate may withhold, a header names what was not believed. */
const INTERNAL = new Set([
  MEASUREMENT_EXTENSION,
  HEADER_EXTENSION,
  INPUT_EXTENSION,
  RECEIVED_EXTENSION,
  DEVICE_EXTENSION,
]);

/**
 * The resources of one record as a reader may see them: the chart without our inner notes, and what is said of it now
 * (findings and advice). The patient is named by the record, as every reference to him is.
 */
export async function readableRecord(
  record: string,
  items: readonly StoredItem[],
  { chart }: World,
): Promise<fhir4.FhirResource[]> {
  const elsewhere = await claimedElsewhere(chart, await chart.person(record), items);
  // A study that may be another patient's is on nobody's chart until somebody has settled it (contract 10).
  const survivor = await chart.survivor(record);
  const survivors = new Map(survivor === undefined ? [] : [[record, survivor] as const]);
  const others = survivor === undefined ? [] : await chart.newest(survivor, 'Patient', 1);
  const doubtful = new Set(
    studiesOf(record, [...items, ...others], elsewhere, survivors).flatMap(({ reconciled, reference }) =>
      reconciled ? [] : [reference],
    ),
  );
  const rejected = rejectedAmong(items.map(({ resource }) => resource));
  const facts = items
    .flatMap(({ resource }) => (resource ? [resource] : []))
    .filter((resource) => !isMeasurement(resource))
    .filter((one) => [`${one.resourceType}/${one.id}`, ...studiesBehind(one)].every((name) => !doubtful.has(name)))
    .filter((resource) => !isTakenBack(resource, rejected))
    .map((one) => (one.resourceType === 'ImagingStudy' ? withoutRejected(one, rejected) : one))
    .map((resource) => shown(resource, record));
  const patient: fhir4.Patient = facts.find((resource) => resource.resourceType === 'Patient') ?? {
    resourceType: 'Patient',
    id: record,
  };
  const advice = await chart.advice(record);
  const said = (advice?.results ?? [])
    .filter(({ state }) => state === 'current')
    .flatMap((result) => resultResources(result, { patient, binaryId }));
  return unique([...facts, ...said]);
}

/** An AI Observation of the chart is a measurement; what may be said of it comes as a result. */
const isMeasurement = (resource: fhir4.FhirResource): boolean =>
  resource.resourceType === 'Observation' &&
  (resource.extension ?? []).some(({ url }) => url === MEASUREMENT_EXTENSION);

function shown(resource: fhir4.FhirResource, record: string): fhir4.FhirResource {
  const without = JSON.parse(JSON.stringify(resource), (name, value) =>
    name === 'extension' && Array.isArray(value) ? value.filter(({ url }) => !INTERNAL.has(url)) : value,
  );
  if (without.extension?.length === 0) delete without.extension;
  return resource.resourceType === 'Patient' ? { ...without, id: record } : without;
}

/** The chart's own resource stands before the short form that a result brings of it (the study, the model's device). */
const unique = (resources: readonly fhir4.FhirResource[]): fhir4.FhirResource[] =>
  [...new Map(resources.toReversed().map((one) => [`${one.resourceType}/${one.id}`, one])).values()].reverse();

/** A searchset of one page (FHIR R4 §3.1.1.1); `hidden` records belong to clinics the reader has no part in. */
export const searchset = (resources: readonly fhir4.FhirResource[], hidden: number): fhir4.Bundle => ({
  resourceType: 'Bundle',
  type: 'searchset',
  total: resources.length,
  entry: [
    ...resources.map((resource) => ({
      fullUrl: `${BASE}/${resource.resourceType}/${resource.id}`,
      resource,
      search: { mode: 'match' as const },
    })),
    ...(hidden === 0 ? [] : [{ resource: hiddenNote(hidden), search: { mode: 'outcome' as const } }]),
  ],
});

const hiddenNote = (hidden: number): fhir4.OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: [
    {
      severity: 'information',
      code: 'suppressed',
      details: { text: `${hidden} further record(s) of this person belong to clinics outside your registration.` },
    },
  ],
});
