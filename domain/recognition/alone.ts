import { HEADER_EXTENSION, type HeaderPatient, type Measurement } from '../../schemas/measurement.ts';
import type { Finding } from '../../schemas/result.ts';
import { DICOM_UID } from '../fhir/systems.ts';
import { findingOf } from './finding.ts';

/**
 * What may be said of an image that has no chart: a file on an engineer's disk. The header is all that is known of the
 * patient; everything else is the same gate.
 */
export function findingAlone(measurement: Measurement, patient: HeaderPatient, studyInstanceUid: string): Finding {
  const study: fhir4.ImagingStudy = {
    resourceType: 'ImagingStudy',
    status: 'available',
    subject: {},
    identifier: [{ system: DICOM_UID, value: `urn:oid:${studyInstanceUid}` }],
    extension: [{ url: HEADER_EXTENSION, valueString: JSON.stringify(patient) }],
  };
  const said = findingOf({ ...measurement, basis: 'whole' }, study, { resourceType: 'Patient' }, []);
  if ('finding' in said) return said.finding;
  throw new TypeError('a whole image with a patient has a finding');
}
