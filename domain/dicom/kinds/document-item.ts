import { type ChartItem, RANK } from '../../../schemas/chart.ts';
import { makeGroup } from '../../fhir/groups.ts';
import { resourceId } from '../../fhir/identifiers.ts';
import { DICOM_UID } from '../../fhir/systems.ts';
import type { KindSource } from './contents.ts';

/** What the header says of an item of its own kind: record, id by SOP Instance UID, stamp by the header's times. */
export function itemOfInstance(
  { header, subject, idKey, receivedAt }: KindSource,
  resourceType: 'DocumentReference' | 'DiagnosticReport' | 'Observation',
  group: string,
  value: object,
  rank: number = RANK.final,
): ChartItem {
  const said = { time: header.sourceTime, rank, receivedAt };
  return {
    record: subject.record,
    resourceType,
    id: resourceId(idKey, resourceType, [subject.domainOid, 'instance', header.sopInstanceUid]),
    groups: { [group]: makeGroup(value as Record<string, unknown>, said) },
  };
}

/** A DocumentReference of an instance, linked to its study: where the study is not the patient's, neither is this. */
export function documentItem(
  source: KindSource,
  document: Pick<fhir4.DocumentReference, 'content' | 'type' | 'description' | 'docStatus'>,
): ChartItem {
  const { header, study } = source;
  const date = header.sourceTime ?? header.started;
  return itemOfInstance(source, 'DocumentReference', 'base', {
    status: 'current',
    ...subjectOf(source),
    masterIdentifier: { system: DICOM_UID, value: `urn:oid:${header.sopInstanceUid}` },
    ...(date === undefined ? {} : { date }),
    ...document,
    context: { related: [{ reference: `ImagingStudy/${study}` }] },
  });
}

export const subjectOf = ({ subject }: KindSource): { subject: fhir4.Reference } => ({
  subject: { reference: `Patient/${subject.record}` },
});
