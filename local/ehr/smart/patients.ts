import { join } from 'node:path';
import type { RegionFile } from '../../../schemas/region.ts';
import { openRecords } from '../records.ts';

/** A Patient as the stand-in record system gives it (FHIR R4): its own id, and its numbers with their domain. */
export type FhirPatient = {
  readonly resourceType: 'Patient';
  readonly id: string;
  readonly identifier: readonly { readonly system: string; readonly value: string }[];
  readonly name?: readonly { readonly text: string }[];
  readonly birthDate?: string;
  readonly gender?: string;
};

/** Patients of the stand-in record systems, made of the records that they keep on disk. */
export function patientsOf(dataFolder: string, region: RegionFile) {
  return {
    async read(ehr: string, id: string): Promise<FhirPatient | undefined> {
      const held = await openRecords(join(dataFolder, 'ehr', ehr)).read(id);
      if (held === undefined) return undefined;
      const { name, birthDate, gender, identifiers } = held.patient;
      const domain = region.clinics.find((clinic) => clinic.id === held.clinic)?.domains[0]?.oid ?? '';
      return {
        resourceType: 'Patient',
        id,
        // A national number has a form of its own; what is left are numbers of the clinic.
        identifier: identifiers.map((value) => ({ system: `urn:oid:${domain}`, value })),
        ...(name === '' ? {} : { name: [{ text: name }] }),
        ...(birthDate === undefined ? {} : { birthDate }),
        ...(gender === undefined ? {} : { gender }),
      };
    },
  };
}
