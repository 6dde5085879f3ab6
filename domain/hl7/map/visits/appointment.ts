import { type FieldGroup, RANK } from '../../../../schemas/chart.ts';
import { OkaError } from '../../../../schemas/errors.ts';
import { resourceId } from '../../../fhir/identifiers.ts';
import { IDENTIFIER_TYPES } from '../../../fhir/systems.ts';
import { lookUp } from '../../look-up.ts';
import type { Segment } from '../../read/message.ts';
import type { Draft } from '../draft.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import { notesAfter } from '../problems/problem.ts';
import { termOf } from '../terms.ts';
import { resourceGroups, selfGroup } from './appointment-resources.ts';
import { spanOf } from './appointment-time.ts';

type Status = fhir4.Appointment['status'];

/**
 * Trigger event (HL7 v2.5.1 ch. 10.3) → status. S18–S22 change the resources of an appointment that stands; S16 ends one whose
 * rest will not take place.
 */
const STATUS_OF_EVENT: Readonly<Record<string, Status>> = {
  S12: 'booked',
  S13: 'booked',
  S14: 'booked',
  S15: 'cancelled',
  S16: 'cancelled',
  S17: 'entered-in-error',
  S18: 'booked',
  S19: 'booked',
  S20: 'booked',
  S21: 'booked',
  S22: 'booked',
  S23: 'booked',
  S24: 'cancelled',
  S26: 'noshow',
};
/** SCH-25, HL7 table 0278; `Blocked` and `Overbook` are booked for the patient. */
const STATUS_OF_FILLER: Readonly<Record<string, Status>> = {
  BOOKED: 'booked',
  BLOCKED: 'booked',
  OVERBOOK: 'booked',
  CANCELLED: 'cancelled',
  CANCELED: 'cancelled',
  DC: 'cancelled',
  COMPLETE: 'fulfilled',
  NOSHOW: 'noshow',
  PENDING: 'pending',
  WAITLIST: 'waitlist',
  STARTED: 'arrived',
  DELETED: 'entered-in-error',
};
/** These events end an appointment whatever SCH-25 still says of it. */
const ENDING = new Set(['S15', 'S16', 'S17', 'S24', 'S26']);
const ENDED = new Set<string>(['cancelled', 'entered-in-error', 'noshow']);
const BOOKING = new Set(['SIU^S12', 'SIU^S13']);
/** FHIR R4 app-3: without start and end only these. */
const TIMELESS = new Set<string>(['proposed', 'cancelled', 'waitlist']);

/**
 * SIU → Appointment, named by SCH-2, else SCH-1, over all its events; one for each of its patients, who does not see the
 * others. @throws OkaError `no-identity` without either number
 */
export function mapAppointments(draft: Draft, patients: readonly RecordOfPatient[]): void {
  const sch = draft.need('SCH');
  const number = sch.text(2) ?? sch.text(1);
  if (number === undefined) throw new OkaError('no-identity', 'SCH-2');
  const shared = { ...stateGroups(sch, draft), ...resourceGroups(draft) };
  const described = describe(sch, draft);
  for (const patient of patients) {
    const id = resourceId(draft.context.idKey, 'Appointment', [patient.owner.domain.oid, number]);
    const base = draft.group({ ...described, identifier: identifiersOf(sch, patient) });
    draft.put(patient, 'Appointment', id, { base, ...selfGroup(patient, draft), ...shared });
  }
}

function describe(sch: Segment, draft: Draft): object {
  const { segments } = draft.message;
  const reason = termOf(sch.first(7), draft)?.concept;
  const kind = termOf(sch.first(8), draft)?.concept;
  const notes = notesAfter(segments.indexOf(sch), segments);
  return {
    // Until an event with a time tells more.
    status: 'proposed',
    ...(reason && { reasonCode: [reason] }),
    ...(kind && { appointmentType: kind }),
    ...(notes.length > 0 && { comment: notes.join('\n') }),
  };
}

/** When it is, and in what state. */
function stateGroups(sch: Segment, draft: Draft): Record<string, FieldGroup> {
  const stated = statusOf(sch, draft);
  const { start, end } = spanOf(sch, draft);
  const exact =
    start?.dateTime.includes('T') && end?.dateTime.includes('T')
      ? { start: start.dateTime, end: end.dateTime }
      : undefined;
  const status = exact === undefined && !ENDED.has(stated) && !TIMELESS.has(stated) ? 'proposed' : stated;
  if (status !== stated) draft.warn('SCH-11: no start and end');
  // A change that names no time leaves the state as it was; a booking without one is only a proposal.
  const says = status === stated || BOOKING.has(draft.message.type);
  const why = termOf(sch.first(6), draft)?.concept;
  const said = { rank: ENDED.has(status) ? RANK.cancelled : RANK.final };
  const requested = start && { requestedPeriod: [{ start: start.dateTime }] };
  return {
    ...(says && { status: draft.group({ status, ...cancelationOf(status, why) }, said) }),
    ...(exact && { time: draft.group(exact), 'time:requested': draft.group({}) }),
    ...(!exact && requested && { 'time:requested': draft.group(requested) }),
  };
}

/** FHIR R4 app-4: only what does not take place has a reason for it. SCH-6 says why this message was sent. */
const cancelationOf = (status: Status, why: fhir4.CodeableConcept | undefined): object =>
  why !== undefined && (status === 'cancelled' || status === 'noshow') ? { cancelationReason: why } : {};

function statusOf(sch: Segment, { message }: Draft): Status {
  const event = message.type.slice(4);
  const byEvent = lookUp(STATUS_OF_EVENT, event) ?? 'pending';
  const byFiller = lookUp(STATUS_OF_FILLER, sch.text(25)?.toUpperCase().replace(/[\s-]/g, ''));
  return ENDING.has(event) && !ENDED.has(byFiller ?? '') ? byEvent : (byFiller ?? byEvent);
}

/** The number that names it, then both as the placer's and the filler's (table 0203). */
function identifiersOf(sch: Segment, { owner }: RecordOfPatient): fhir4.Identifier[] {
  const numbers = [
    [2, 'FILL'],
    [1, 'PLAC'],
  ] as const;
  return numbers.flatMap(([field, code]) => {
    const value = sch.text(field);
    const type = { coding: [{ system: IDENTIFIER_TYPES, code }] };
    return value === undefined ? [] : [{ system: `urn:oid:${owner.domain.oid}`, value, type }];
  });
}
