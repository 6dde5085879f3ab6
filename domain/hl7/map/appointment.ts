import { type FieldGroup, RANK } from '../../../schemas/chart.ts';
import { OkaError } from '../../../schemas/errors.ts';
import { resourceId } from '../../fhir/identifiers.ts';
import type { Segment } from '../message.ts';
import { lookUp } from '../table.ts';
import type { Hl7Time } from '../time.ts';
import type { Draft } from './draft.ts';
import type { RecordOfPatient } from './identity.ts';
import { staffOf } from './people.ts';
import { termOf } from './terms.ts';

/** Trigger event (HL7 v2.5.1 ch. 10.3) → status. */
const STATUS_OF_EVENT: Readonly<Record<string, fhir4.Appointment['status']>> = {
  S12: 'booked',
  S13: 'booked',
  S14: 'booked',
  S15: 'cancelled',
  S17: 'entered-in-error',
  S26: 'noshow',
};
/** SCH-25, HL7 table 0278. */
const STATUS_OF_FILLER: Readonly<Record<string, fhir4.Appointment['status']>> = {
  BOOKED: 'booked',
  CANCELLED: 'cancelled',
  CANCELED: 'cancelled',
  COMPLETE: 'fulfilled',
  NOSHOW: 'noshow',
  PENDING: 'pending',
  WAITLIST: 'waitlist',
  STARTED: 'arrived',
  DELETED: 'entered-in-error',
};
const ENDED = new Set<string>(['cancelled', 'entered-in-error', 'noshow']);

/** SIU → Appointment, named by SCH-2, else SCH-1. @throws OkaError `no-identity` without either */
export function mapAppointment(draft: Draft, patient: RecordOfPatient): void {
  const sch = draft.need('SCH');
  const number = sch.text(2) ?? sch.text(1);
  if (number === undefined) throw new OkaError('no-identity', 'SCH-2');
  const id = resourceId(draft.context.idKey, 'Appointment', [patient.owner.domain.oid, number]);
  const event = draft.message.type.slice(4);
  const status = lookUp(STATUS_OF_FILLER, sch.text(25)?.toUpperCase()) ?? lookUp(STATUS_OF_EVENT, event) ?? 'pending';
  const { start, end } = spanOf(sch, draft);
  const exact =
    start?.dateTime.includes('T') && end?.dateTime.includes('T')
      ? { start: start.dateTime, end: end.dateTime }
      : undefined;
  // FHIR R4 app-2, app-3: a booked appointment has a start and an end; one whose end nobody wrote is only asked for.
  const said = exact !== undefined || ENDED.has(status) ? status : 'proposed';
  if (said !== status) draft.warn('SCH-11: no start and end, the appointment is kept as proposed');
  const reason = termOf(sch.first(7), draft)?.concept;
  const kind = termOf(sch.first(8), draft)?.concept;
  const groups: Record<string, FieldGroup> = {
    base: draft.group({
      identifier: [{ system: `urn:oid:${patient.owner.domain.oid}`, value: number }],
      participant: participantsOf(draft, patient),
      ...(exact ?? (start && { requestedPeriod: [{ start: start.dateTime }] })),
      ...(reason && { reasonCode: [reason] }),
      ...(kind && { appointmentType: kind }),
    }),
    status: draft.group({ status: said }, { rank: ENDED.has(said) ? RANK.cancelled : RANK.final }),
  };
  draft.put(patient, 'Appointment', id, groups);
}

/** Start and end: TQ1-7/8, else SCH-11.4/5, else the first AIS-4 or AIP-6; a missing end from a duration. */
function spanOf(sch: Segment, draft: Draft): { start: Hl7Time | undefined; end: Hl7Time | undefined } {
  const { message } = draft;
  const [tq1, ais, aip] = ['TQ1', 'AIS', 'AIP'].map((name) => message.first(name));
  const start =
    draft.time(tq1?.text(7)) ?? draft.time(sch.text(11, 4)) ?? draft.time(ais?.text(4)) ?? draft.time(aip?.text(6));
  const end = draft.time(tq1?.text(8)) ?? draft.time(sch.text(11, 5));
  if (start === undefined || end !== undefined) return { start, end: isAfter(start, end) ? end : undefined };
  const minutes =
    minutesOf(sch.text(9), sch.text(10)) ?? minutesOf(ais?.text(7), ais?.text(8)) ?? minutesOf(sch.text(11, 3), 'min');
  return { start, end: minutes === undefined ? undefined : later(start, minutes) };
}

const isAfter = (start: Hl7Time | undefined, end: Hl7Time | undefined): boolean =>
  end !== undefined && (start === undefined || end.earliest >= start.earliest);

function minutesOf(amount: string | undefined, unit: string | undefined): number | undefined {
  if (amount === undefined || !/^\d{1,5}$/.test(amount)) return undefined;
  const name = (unit ?? 'min').toLowerCase();
  if (/^(m|min|мин)/.test(name)) return Number(amount);
  if (/^(s|sec|сек)/.test(name)) return Number(amount) / 60;
  if (/^(h|hr|ч)/.test(name)) return Number(amount) * 60;
  return undefined;
}

/** The same clock, some minutes on; in UTC, since the offset may change in between. */
function later(start: Hl7Time, minutes: number): Hl7Time {
  const dateTime = new Date(Date.parse(start.earliest) + minutes * 60_000).toISOString();
  return { dateTime, precision: start.precision, earliest: dateTime };
}

/** The patient, then the people of AIP and the places of AIL. */
function participantsOf(draft: Draft, patient: RecordOfPatient): fhir4.AppointmentParticipant[] {
  const people = draft.message.all('AIP').flatMap((aip) => staffOf(aip.first(3)) ?? []);
  const places = draft.message.all('AIL').flatMap((ail): fhir4.Reference[] => {
    const place = ail.first(3);
    const parts = [1, 2, 3, 4].map((component) => place?.text(component)).filter((part) => part !== undefined);
    return parts.length === 0 ? [] : [{ type: 'Location', display: parts.join(', ') }];
  });
  const actors: fhir4.Reference[] = [{ reference: `Patient/${patient.record}` }, ...people, ...places];
  return actors.map((actor) => ({ actor, status: 'accepted' }));
}
