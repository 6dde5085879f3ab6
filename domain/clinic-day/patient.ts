import type { DayPatient } from '../../schemas/api/clinic-day.ts';
import { NAME_NOT_CONFIRMED } from '../../schemas/charset.ts';
import { nameOf } from '../appointments/facts.ts';
import { OMS_OID } from '../identity/oms.ts';
import { SNILS_OID } from '../identity/snils.ts';

/** National numbers name a person everywhere: a page that is printed and left on a table shows the clinic's own number alone. */
const NATIONAL: ReadonlySet<string | undefined> = new Set([`urn:oid:${SNILS_OID}`, `urn:oid:${OMS_OID}`]);

const OID = 'urn:oid:';

/** As much of a patient as one needs to call the right one. `patient` is undefined where nobody has registered him. */
export function dayPatient(record: string, patient: fhir4.Patient | undefined): DayPatient {
  if (patient === undefined) return { record };
  const { birthDate, gender, identifier = [] } = patient;
  const name = nameOf(patient);
  const { value: number, system } = identifier.find(({ system, value }) => value && !NATIONAL.has(system)) ?? {};
  const domain = number && system?.startsWith(OID) ? system.slice(OID.length) : undefined;
  const parts = name === undefined ? undefined : patient.name?.[0];
  const isDoubtful = patient.name?.some(({ extension }) => extension?.some(({ url }) => url === NAME_NOT_CONFIRMED));
  return {
    record,
    ...(name ? { name } : {}),
    ...(name === undefined && isDoubtful ? { nameDoubtful: true as const } : {}),
    ...(birthDate ? { birthDate } : {}),
    ...(gender ? { sex: gender } : {}),
    ...(number ? { number } : {}),
    ...(domain ? { domain } : {}),
    ...(parts?.family ? { family: parts.family, ...(parts.given?.length ? { given: parts.given } : {}) } : {}),
  };
}
