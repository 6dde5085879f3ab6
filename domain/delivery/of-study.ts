import { DICOM_UID } from '../fhir/systems.ts';
import { rejectedIn } from '../recognition/study-contents.ts';

/** Studies that a resource is made of, `ImagingStudy/<id>`: what a study says is believed as far as the study is. */
export function studiesBehind(resource: fhir4.FhirResource | undefined): string[] {
  const references =
    resource?.resourceType === 'Observation'
      ? resource.derivedFrom
      : resource?.resourceType === 'DiagnosticReport'
        ? resource.imagingStudy
        : resource?.resourceType === 'DocumentReference'
          ? resource.context?.related
          : [];
  return (references ?? []).flatMap(({ reference }) => (reference?.startsWith('ImagingStudy/') ? [reference] : []));
}

/** SOP Instance UIDs that rejection notes take back, among the studies of one record. */
export const rejectedAmong = (resources: readonly (fhir4.FhirResource | undefined)[]): ReadonlySet<string> =>
  new Set(resources.flatMap((one) => (one?.resourceType === 'ImagingStudy' ? [...rejectedIn(one)] : [])));

/** Whether a document or report was read from an object that was taken back: an ECG of the wrong patient is nobody's letter. */
export function isTakenBack(resource: fhir4.FhirResource | undefined, rejected: ReadonlySet<string>): boolean {
  const names =
    resource?.resourceType === 'DocumentReference'
      ? [resource.masterIdentifier]
      : resource?.resourceType === 'DiagnosticReport'
        ? (resource.identifier ?? [])
        : [];
  return names.some((name) => name?.system === DICOM_UID && rejected.has((name.value ?? '').replace('urn:oid:', '')));
}

/** A study without the pictures that were taken back. */
export function withoutRejected(study: fhir4.ImagingStudy, rejected: ReadonlySet<string>): fhir4.ImagingStudy {
  if (rejected.size === 0 || study.series === undefined) return study;
  const series = study.series.flatMap((one) => {
    const instance = (one.instance ?? []).filter(({ uid }) => !rejected.has(uid));
    return instance.length === 0 ? [] : [{ ...one, instance }];
  });
  return { ...study, series };
}
