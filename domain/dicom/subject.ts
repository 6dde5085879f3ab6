import type { Clinic } from '../../schemas/region.ts';
import { recordId } from '../fhir/identifiers.ts';
import { clinicOfDomain, type Region } from '../region.ts';
import type { DicomHeader } from './header.ts';

/** Under which record a study is kept, and whose it is. */
export type ImageSubject = {
  readonly record: string;
  /** Clinic that owns the record. */
  readonly owner: Clinic;
  /** OID of the identifier domain; first part of every natural key. */
  readonly domainOid: string;
  /** Set when the header names no patient of a known domain: the study lies under a record of its own, on nobody's chart. */
  readonly unknown?: 'patient-id' | 'issuer';
};

/**
 * The record that a header's patient id names (contracts 2 and 10): in the domain of its issuer, else in the clinic's
 * registered image domain. An issuer that nobody registered is not taken for the clinic's own: equal numbers of two
 * places are two people.
 */
export function subjectOf(region: Region, clinic: Clinic, header: DicomHeader, idKey: string): ImageSubject {
  const { patientId, issuer, studyInstanceUid } = header;
  const domain = issuer ?? clinic.imageDomain;
  const owned = domain === undefined ? undefined : clinicOfDomain(region, domain);
  if (patientId === undefined || owned === undefined) {
    const record = recordId(idKey, clinic.oid, clinic.oid, `unreconciled ${studyInstanceUid}`);
    const unknown = patientId === undefined ? 'patient-id' : 'issuer';
    return { record, owner: clinic, domainOid: clinic.oid, unknown };
  }
  const { oid } = owned.domain;
  return { record: recordId(idKey, owned.clinic.oid, oid, patientId), owner: owned.clinic, domainOid: oid };
}
