import type { DayOrder, DayPatient } from '../../schemas/api/clinic-day.ts';
import { conceptText } from '../appointments/facts.ts';
import { IDENTIFIER_TYPES } from '../fhir/systems.ts';

/** The number of this kind (HL7 table 0203): ACSN, PLAC or FILL. */
export const numberOf = (
  { identifier = [] }: fhir4.ServiceRequest,
  code: 'ACSN' | 'PLAC' | 'FILL',
): string | undefined =>
  identifier.find(({ type }) => type?.coding?.some((one) => one.system === IDENTIFIER_TYPES && one.code === code))
    ?.value;

/** Whether images are to come of it: the mapping gives an accession number to orders of radiology alone. */
export const isImagingOrder = (resource: fhir4.FhirResource | undefined): resource is fhir4.ServiceRequest =>
  resource?.resourceType === 'ServiceRequest' && numberOf(resource, 'ACSN') !== undefined;

/** An order of radiology as a worklist needs it; undefined for any other. */
export function dayOrder(resource: fhir4.ServiceRequest, id: string, patient: DayPatient): DayOrder | undefined {
  const accession = numberOf(resource, 'ACSN');
  if (accession === undefined) return undefined;
  const { status, code, priority, authoredOn, occurrenceDateTime, reasonCode, requester } = resource;
  const text = conceptText(code);
  const reason = conceptText(reasonCode?.[0]);
  const [placer, filler] = [numberOf(resource, 'PLAC'), numberOf(resource, 'FILL')];
  return {
    ...{ id, patient, status, accession },
    ...(placer ? { placer } : {}),
    ...(filler ? { filler } : {}),
    service: { codings: codingsOf(code), ...(text ? { text } : {}) },
    ...(priority ? { priority } : {}),
    ...(authoredOn ? { authoredOn } : {}),
    ...(occurrenceDateTime ? { occurrence: occurrenceDateTime } : {}),
    ...(reason ? { reason } : {}),
    ...(requester?.display ? { requester: requester.display } : {}),
  };
}

const codingsOf = (concept: fhir4.CodeableConcept | undefined): DayOrder['service']['codings'] =>
  (concept?.coding ?? []).flatMap(({ code, system, display }) =>
    code ? [{ code, ...(system ? { system } : {}), ...(display ? { display } : {}) }] : [],
  );
