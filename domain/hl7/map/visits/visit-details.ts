import type { FieldGroup } from '../../../../schemas/chart.ts';
import type { Repetition, Segment } from '../../read/message.ts';
import type { Draft, Saying } from '../draft.ts';
import { isOid, organisationOf, organisationOfHd } from '../people.ts';
import { systemOf, termOf } from '../terms.ts';
import { adtEvent, visitEvent } from './events.ts';

/** FHIR R5 has elements for what is expected of a visit; in R4 they are its extensions. */
const EXPECTED = 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Encounter.';

/** Where the visit takes place, what kind it is, who runs it and what is expected; each fact a group of its own. */
export function visitDetails(pv1: Segment, draft: Draft, said: Saying): Record<string, FieldGroup> {
  const groups: Record<string, FieldGroup> = { ...placeGroups(pv1, draft, said) };
  const pv2 = draft.message.first('PV2');
  const say = (name: string, value: object | undefined): void => {
    if (value !== undefined) groups[name] = draft.group(value, said);
  };
  const type = [coded(pv1, 4, 'HL70007', draft), coded(pv1, 18, 'HL70018', draft)].flatMap((one) => one ?? []);
  say('type', type.length > 0 ? { type } : undefined);
  const serviceType = coded(pv1, 10, 'HL70069', draft);
  say('serviceType', serviceType && { serviceType });
  const priority = pv2 && coded(pv2, 25, 'HL70217', draft);
  say('priority', priority && { priority });
  say('hospitalization', cameAs(pv1, draft));
  // Who comes has not left: how an earlier life of the number ended is not his.
  say('hospitalization:end', visitEvent(draft).opens ? {} : wentAs(pv1, draft));
  const provider = organisationOf(pv2?.first(23)) ?? facilityOf(pv1.first(3));
  say('serviceProvider', provider && { serviceProvider: provider });
  say('expected:start', expected('plannedStartDate', pv2?.text(8), draft));
  // A25 takes the expected discharge back, whatever PV2 still says.
  say('expected:end', adtEvent(draft) === 'A25' ? {} : expected('plannedEndDate', pv2?.text(9), draft));
  return groups;
}

const expected = (element: string, sent: string | undefined, draft: Draft): object | undefined => {
  const time = draft.time(sent)?.dateTime;
  return time === undefined ? undefined : { extension: [{ url: `${EXPECTED}${element}`, valueDateTime: time }] };
};

/** A field whose codes stand in an HL7 table and mostly come without its name. */
function coded(segment: Segment, field: number, table: string, draft: Draft): fhir4.CodeableConcept | undefined {
  const sent = segment.first(field);
  const code = sent?.text(1)?.replace(/\s+/g, ' ');
  if (sent === undefined || code === undefined) return undefined;
  if (sent.text(3) !== undefined) return termOf(sent, draft)?.concept;
  const text = sent.text(2) ?? code;
  return { coding: [{ system: systemOf(table) as string, code }], text };
}

/** PV1-13 and 14: readmission and source of the admission. */
function cameAs(pv1: Segment, draft: Draft): object | undefined {
  const reAdmission = coded(pv1, 13, 'HL70092', draft);
  const admitSource = coded(pv1, 14, 'HL70023', draft);
  return hospitalization({ ...(reAdmission && { reAdmission }), ...(admitSource && { admitSource }) });
}

/** PV1-36 and 37: how and where to the patient left. */
function wentAs(pv1: Segment, draft: Draft): object | undefined {
  const dischargeDisposition = coded(pv1, 36, 'HL70112', draft);
  const left = pv1.first(37);
  const display = left?.text(2) ?? left?.text(1);
  return hospitalization({
    ...(dischargeDisposition && { dischargeDisposition }),
    ...(display !== undefined && { destination: { display } }),
  });
}

const hospitalization = (said: fhir4.EncounterHospitalization): object | undefined =>
  Object.keys(said).length === 0 ? undefined : { hospitalization: said };

/** The places of PV1 and what FHIR calls their state; events that end one of them empty its group. */
const PLACES = [
  ['location', 3, 'active', []],
  ['location:planned', 42, 'planned', ['A02', 'A26']],
  ['location:temporary', 11, 'active', ['A02', 'A12', 'A32', 'A33']],
  ['location:prior', 6, 'completed', ['A12']],
] as const;

function placeGroups(pv1: Segment, draft: Draft, said: Saying): Record<string, FieldGroup> {
  const event = adtEvent(draft);
  const groups: Record<string, FieldGroup> = {};
  for (const [name, field, status, endedBy] of PLACES) {
    const ended = (endedBy as readonly string[]).includes(event);
    const location = ended ? undefined : locationOf(pv1.first(field));
    if (location !== undefined) groups[name] = draft.group({ location: [{ location, status }] }, said);
    else if (ended || pv1.isNull(field)) groups[name] = draft.group({}, said);
  }
  return groups;
}

/** PL (HL7 v2.5.1 ch. 2.A.53): point of care, room, bed, facility, building, floor; its OID where one is sent (FRMO units). */
export function locationOf(place: Repetition | undefined): fhir4.Reference | undefined {
  if (place === undefined) return undefined;
  const parts = [1, 2, 3, 4, 7, 8, 9].map((component) => place.text(component)).filter((part) => part !== undefined);
  const oid = [place.text(1, 2), place.text(1, 1), place.text(10, 1)].find(isOid);
  if (parts.length === 0) return undefined;
  return {
    type: 'Location',
    ...(oid !== undefined && { identifier: { system: 'urn:ietf:rfc:3986', value: `urn:oid:${oid}` } }),
    display: parts.join(', '),
  };
}

/** PL.4 names the organisation only when it carries an OID: else it is part of the place. */
function facilityOf(place: Repetition | undefined): fhir4.Reference | undefined {
  if (place === undefined) return undefined;
  return [place.text(4, 2), place.text(4, 1)].some(isOid) ? organisationOfHd(place, 4) : undefined;
}
