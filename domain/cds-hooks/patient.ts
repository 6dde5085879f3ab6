import { SNILS_OID } from '../identity/snils.ts';

/** Where a resource says whose it is (FHIR R4: `subject` or `patient`; an Appointment by its participants). */
function patientsOf(resource: fhir4.FhirResource): readonly string[] {
  const { subject, patient, participant } = resource as {
    readonly subject?: fhir4.Reference;
    readonly patient?: fhir4.Reference;
    readonly participant?: readonly { readonly actor?: fhir4.Reference }[];
  };
  const actors = resource.resourceType === 'Appointment' ? (participant ?? []).map(({ actor }) => actor) : [];
  return [subject, patient, ...actors].flatMap((one) =>
    one?.reference !== undefined && /(^|\/)Patient\//.test(one.reference) ? [one.reference] : [],
  );
}

/**
 * Whether a resource belongs to the patient of the call. One that names nobody is believed, as the answer to a question for
 * this patient; one that names another, or the same number at another server, is refused (contract 10).
 */
export function isOfPatient(resource: fhir4.FhirResource, patientId: string, fhirServer: string | undefined): boolean {
  if (resource.resourceType === 'Patient') return resource.id === undefined || resource.id === patientId;
  const own = `Patient/${patientId}`;
  const base = fhirServer?.replace(/\/+$/, '');
  const named = patientsOf(resource).map((reference) => reference.replace(/\/_history\/.*$/, ''));
  const isOwn = (reference: string): boolean =>
    reference === own || (base !== undefined && reference === `${base}/${own}`);
  return named.length === 0 || named.some(isOwn);
}

/** A person has one SNILS for life: twins on their mother's policy share its number, their birth date and their sex. */
function holdTwoSnils(one: fhir4.Patient, other: fhir4.Patient): boolean {
  const [ours, theirs] = [one, other].map(({ identifier = [] }) =>
    identifier.flatMap(({ system, value }) =>
      system === `urn:oid:${SNILS_OID}` && value ? [value.replace(/\D/g, '')] : [],
    ),
  );
  return !!ours?.length && !!theirs?.length && !ours.some((number) => theirs.includes(number));
}

/**
 * Whether the record system's patient and a regional one are one person: an identifier of the same system, the birth date
 * to the day and the sex agree, and no other SNILS contradicts. Anything unknown on either side is no agreement, and the regional chart stays closed.
 */
export function isSamePerson(theirs: fhir4.Patient, ours: fhir4.Patient): boolean {
  const numbers = new Set(
    (ours.identifier ?? []).flatMap(({ system, value }) => (system && value ? [`${system}|${value}`] : [])),
  );
  const shared = (theirs.identifier ?? []).some(
    ({ system, value }) => system !== undefined && value !== undefined && numbers.has(`${system}|${value}`),
  );
  return (
    shared &&
    !holdTwoSnils(theirs, ours) &&
    /^\d{4}-\d\d-\d\d$/.test(theirs.birthDate ?? '') &&
    theirs.birthDate === ours.birthDate &&
    (theirs.gender === 'male' || theirs.gender === 'female') &&
    theirs.gender === ours.gender
  );
}
