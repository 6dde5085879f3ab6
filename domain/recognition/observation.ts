import { type ChartItem, RANK } from '../../schemas/chart.ts';
import { MEASUREMENT_EXTENSION, type Measurement, MODEL_SYSTEM } from '../../schemas/measurement.ts';
import { canonicalJson } from '../fhir/canonical.ts';
import { makeGroup } from '../fhir/groups.ts';
import { resourceId } from '../fhir/identifiers.ts';

const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';

export type ObservationSource = {
  readonly measurement: Measurement;
  readonly record: string;
  /** Id of the ImagingStudy. */
  readonly study: string;
  readonly domainOid: string;
  readonly idKey: string;
  /** Source time of the image (contract 3). */
  readonly time: string | undefined;
  /** When the study began. */
  readonly started: string | undefined;
  readonly receivedAt: string;
};

/** Named by model, version and image: versions lie side by side and never replace one another. */
export const observationId = (
  idKey: string,
  domainOid: string,
  { id, version }: Pick<Measurement['model'], 'id' | 'version'>,
  { sopInstanceUid, pixelHash }: Measurement['instance'],
): string => resourceId(idKey, 'Observation', [domainOid, id, version, sopInstanceUid, pixelHash]);

/**
 * A measurement as an Observation of the chart: preliminary for ever (contract 9), one per model, version and image; what the
 * whole image says replaces what its preview said. The value lies in an extension because the gate may withhold it.
 */
export function observationItem(source: ObservationSource): ChartItem {
  const { measurement, record, study, domainOid, idKey, time, started, receivedAt } = source;
  const { model, instance, basis, label } = measurement;
  const effective = started ?? time;
  const value: Omit<fhir4.Observation, 'resourceType'> = {
    status: 'preliminary',
    category: [{ coding: [{ system: CATEGORY, code: 'imaging' }] }],
    code: { coding: [{ system: MODEL_SYSTEM, code: model.id }], text: label.title.en },
    subject: { reference: `Patient/${record}` },
    derivedFrom: [{ reference: `ImagingStudy/${study}` }],
    ...(effective === undefined ? {} : { effectiveDateTime: effective }),
    extension: [{ url: MEASUREMENT_EXTENSION, valueString: canonicalJson(measurement) }],
  };
  return {
    record,
    resourceType: 'Observation',
    id: observationId(idKey, domainOid, model, instance),
    groups: { finding: makeGroup({ ...value }, { time, rank: RANK[basis], receivedAt }) },
  };
}
