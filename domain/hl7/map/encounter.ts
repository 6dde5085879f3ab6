import { type FieldGroup, RANK } from '../../../schemas/chart.ts';
import type { Segment } from '../message.ts';
import { lookUp } from '../table.ts';
import type { Draft } from './draft.ts';
import type { RecordOfPatient } from './identity.ts';
import { encounterId, subjectReference } from './keys.ts';
import { staffOf } from './people.ts';
import { systemOf } from './terms.ts';

/** What an event says of the visit (HL7 v2.5.1 ch. 3.3). Other events only describe it. */
const STATUS_OF_EVENT: Readonly<Record<string, fhir4.Encounter['status']>> = {
  A01: 'in-progress',
  A02: 'in-progress',
  A04: 'in-progress',
  A13: 'in-progress',
  A05: 'planned',
  A03: 'finished',
  A11: 'cancelled',
};

/** HL7 table 0004 → v3 ActCode; other classes keep their own code. */
const CLASSES: Readonly<Record<string, fhir4.Coding>> = Object.fromEntries(
  [
    ['I', 'IMP', 'inpatient encounter'],
    ['O', 'AMB', 'ambulatory'],
    ['R', 'AMB', 'ambulatory'],
    ['E', 'EMER', 'emergency'],
    ['P', 'PRENC', 'pre-admission'],
  ].map(([sent, code, display]) => [
    sent,
    { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code, display } as fhir4.Coding,
  ]),
);
const UNKNOWN_CLASS: fhir4.Coding = { system: 'http://terminology.hl7.org/CodeSystem/v3-NullFlavor', code: 'UNK' };

/** Visits belong to the clinic's own system; a laboratory or radiology only refers to them. */
export const ownsVisits = ({ sender }: Draft): boolean => sender.role === 'his' || sender.role === 'post';

/** PV1 → Encounter, named by PV1-19. Without a visit number there is no encounter, and the message says so as a warning. */
export function mapEncounter(draft: Draft, patient: RecordOfPatient): void {
  const pv1 = draft.message.first('PV1');
  if (pv1 === undefined || !ownsVisits(draft)) return;
  const id = encounterId(draft, patient);
  if (id === undefined) {
    draft.warn('PV1-19 is empty: no encounter');
    return;
  }
  const event = draft.message.type.startsWith('ADT^') ? draft.message.type.slice(4) : '';
  const groups: Record<string, FieldGroup> = {
    base: draft.group({
      // Only an event tells the state of a visit; until one does it is unknown, and the group `status` lies over this.
      status: 'unknown',
      ...subjectReference(patient),
      class: classOf(pv1),
      identifier: [{ system: `urn:oid:${patient.owner.domain.oid}`, value: pv1.text(19) }],
      ...locationOf(pv1),
      ...participantsOf(pv1),
    }),
  };
  const status = lookUp(STATUS_OF_EVENT, event);
  const rank = status === 'cancelled' ? RANK.cancelled : RANK.final;
  if (status !== undefined) groups.status = draft.group({ status }, { rank });
  const start = draft.time(pv1.text(44))?.dateTime;
  const end = draft.time(pv1.text(45))?.dateTime;
  if (start !== undefined) groups.period = draft.group({ period: { start } });
  if (end !== undefined) groups['period:end'] = draft.group({ period: { ...(start && { start }), end } });
  if (event === 'A13') groups['period:end'] = draft.group({}, { deleted: true, rank: RANK.cancelled });
  draft.put(patient, 'Encounter', id, groups);
}

function classOf(pv1: Segment): fhir4.Coding {
  const sent = pv1.text(2)?.toUpperCase();
  if (sent === undefined) return UNKNOWN_CLASS;
  return lookUp(CLASSES, sent) ?? { system: systemOf('HL70004') as string, code: sent.replace(/\s+/g, ' ') };
}

function locationOf(pv1: Segment): { location?: fhir4.EncounterLocation[] } {
  const place = pv1.first(3);
  const display = [1, 2, 3, 4].map((component) => place?.text(component)).filter((part) => part !== undefined);
  return display.length === 0 ? {} : { location: [{ location: { display: display.join(', ') } }] };
}

/** PV1-7, 8, 9 and 17: attending, referring, consulting and admitting doctor (v3 ParticipationType). */
const PARTICIPANTS = [
  [7, 'ATND'],
  [8, 'REF'],
  [9, 'CON'],
  [17, 'ADM'],
] as const;

function participantsOf(pv1: Segment): { participant?: fhir4.EncounterParticipant[] } {
  const participant = PARTICIPANTS.flatMap(([field, code]) =>
    pv1.repetitions(field).flatMap((repetition) => {
      const individual = staffOf(repetition);
      const type = [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code }] }];
      return individual === undefined ? [] : [{ type, individual }];
    }),
  );
  return participant.length === 0 ? {} : { participant };
}
