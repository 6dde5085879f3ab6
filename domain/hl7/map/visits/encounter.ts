import type { FieldGroup } from '../../../../schemas/chart.ts';
import { IDENTIFIER_TYPES } from '../../../fhir/systems.ts';
import { lookUp } from '../../look-up.ts';
import type { Repetition, Segment } from '../../read/message.ts';
import type { Draft, Saying } from '../draft.ts';
import { encounterId, subjectReference } from '../keys.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import { isOid } from '../people.ts';
import { systemOf } from '../terms.ts';
import { adtEvent, rankOf, visitEvent } from './events.ts';
import { visitDetails } from './visit-details.ts';
import { visitParticipants } from './visit-people.ts';

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

/**
 * PV1, PV2, ROL and PRT → Encounter. Each fact is a group of its own, so that a message which leaves it out takes nothing
 * away. Returns its id, or undefined where the message names no visit, which it says as a warning.
 */
export function mapEncounter(draft: Draft, patient: RecordOfPatient): string | undefined {
  const pv1 = draft.message.first('PV1');
  if (pv1 === undefined || !ownsVisits(draft)) return undefined;
  const id = encounterId(draft, patient);
  if (id === undefined) {
    draft.warn('PV1-19 is empty: no encounter');
    return undefined;
  }
  if (pv1.text(19) === undefined) draft.warn('PV1-19 is empty: the visit is named by PV1-50, PV1-44 or its event');
  const event = visitEvent(draft);
  const said: Saying = { rank: rankOf(event) };
  const alternate = numberOf(pv1.first(50), patient);
  const groups: Record<string, FieldGroup> = {
    base: draft.group(visitItself(pv1.first(19), patient), said),
    ...(alternate && { 'identifier:alternate': draft.group({ identifier: [alternate] }, said) }),
    ...(pv1.field(2) !== '' && { class: draft.group({ class: classOf(pv1) }, said) }),
    ...statusGroups(pv1, draft, said),
    ...periodGroups(pv1, draft, said),
    ...visitDetails(pv1, draft, said),
    ...visitParticipants(pv1, draft, said),
  };
  draft.put(patient, 'Encounter', id, groups);
  return id;
}

/**
 * What is the same whoever speaks of a visit, so that no message takes away what another said. Only an event tells its
 * state; until one does it is unknown, and the group `status` lies over this.
 */
export function visitItself(number: Repetition | undefined, patient: RecordOfPatient): object {
  const identifier = numberOf(number, patient);
  return {
    status: 'unknown',
    class: UNKNOWN_CLASS,
    ...subjectReference(patient),
    ...(identifier && { identifier: [identifier] }),
  };
}

/** A visit number, in the domain of the patient's number unless it names another. */
function numberOf(number: Repetition | undefined, { owner }: RecordOfPatient): fhir4.Identifier | undefined {
  const [value, authority] = [number?.text(1), number?.text(4, 2)];
  if (value === undefined) return undefined;
  const system = authority !== undefined && isOid(authority) ? authority : owner.domain.oid;
  return { system: `urn:oid:${system}`, value, type: { coding: [{ system: IDENTIFIER_TYPES, code: 'VN' }] } };
}

/** What follows for the state where no event has named one: from the event, else from an end (PV1-45) that has passed. */
function impliedStatus(pv1: Segment, draft: Draft): fhir4.Encounter['status'] | undefined {
  const end = draft.time(pv1.text(45));
  const over = end !== undefined && draft.sourceTime !== undefined && end.earliest <= draft.sourceTime;
  return visitEvent(draft).implies ?? (over ? 'finished' : undefined);
}

/**
 * The newest event decides the state. Every event that named one stays in the history by its own time: also what was
 * cancelled, and the earlier life of a number that was used again.
 */
function statusGroups(pv1: Segment, draft: Draft, said: Saying): Record<string, FieldGroup> {
  const { status } = visitEvent(draft);
  const implied = impliedStatus(pv1, draft);
  // Groups are laid over one another by their names: `status` covers it.
  if (status === undefined) return implied ? { implied: draft.group({ status: implied }, said) } : {};
  const evn = draft.message.first('EVN');
  const since = draft.time(evn?.text(6)) ?? draft.time(evn?.text(2)) ?? draft.time(draft.message.first('MSH')?.text(7));
  const past = since && {
    [`history:${since.earliest}:${adtEvent(draft)}`]: draft.group(
      { statusHistory: [{ status, period: { start: since.dateTime } }] },
      said,
    ),
  };
  return { status: draft.group({ status }, said), ...past };
}

/** PV1-44 and PV1-45; where they are empty, EVN-6 of the admission and the discharge. An event that opens the visit has no end. */
function periodGroups(pv1: Segment, draft: Draft, said: Saying): Record<string, FieldGroup> {
  const { opens, closes, cancels } = visitEvent(draft);
  const occurred = cancels ? undefined : draft.time(draft.message.first('EVN')?.text(6));
  const start = draft.time(pv1.text(44)) ?? (opens ? occurred : undefined);
  const end = draft.time(pv1.text(45)) ?? (closes ? occurred : undefined);
  const groups: Record<string, FieldGroup> = {};
  if (start !== undefined) groups.period = draft.group({ period: { start: start.dateTime } }, said);
  else if (pv1.isNull(44)) groups.period = draft.group({}, said);
  if (end !== undefined && !opens) groups['period:end'] = draft.group({ period: { end: end.dateTime } }, said);
  else if (opens || pv1.isNull(45)) groups['period:end'] = draft.group({}, said);
  return groups;
}

function classOf(pv1: Segment): fhir4.Coding {
  const sent = pv1.text(2)?.toUpperCase();
  if (sent === undefined) return UNKNOWN_CLASS;
  return lookUp(CLASSES, sent) ?? { system: systemOf('HL70004') as string, code: sent.replace(/\s+/g, ' ') };
}
