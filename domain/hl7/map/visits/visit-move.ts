import { RANK } from '../../../../schemas/chart.ts';
import { OkaError } from '../../../../schemas/errors.ts';
import { resourceId } from '../../../fhir/identifiers.ts';
import type { Draft } from '../draft.ts';
import { type RecordOfPatient, recordOf } from '../patients/identity.ts';
import { ownsDemographics } from '../patients/patient.ts';
import { withPatient } from '../patients/with-patient.ts';
import { partsAt } from '../split.ts';
import { mapEncounter, ownsVisits, visitItself } from './encounter.ts';
import { adtEvent } from './events.ts';

/**
 * ADT^A35, A41, A42, A44, A45, A49, A50, A51 (HL7 v2.5.1 ch. 3.3): accounts and visits are merged, renumbered or moved to
 * another patient; nothing is said of who is who. What the message says of the visit is said under its new number and
 * patient. The old visit of another patient is deleted there; an old number of the same patient stays as an encounter
 * entered in error that is part of the new one, so that what was recorded under it still leads to its visit.
 * Accounts themselves are not kept.
 */
export function mapVisitMove(draft: Draft): void {
  draft.need('PID');
  if (!draft.message.first('MRG')) throw new OkaError('hl7-structure', 'MRG');
  for (const patient of partsAt('PID', draft)) for (const part of partsAt('MRG', patient)) moveOne(part);
}

function moveOne(part: Draft): void {
  const patient = withPatient(part);
  const mrg = part.message.first('MRG');
  const sources = mrg?.repetitions(1) ?? [];
  const source = sources[0]?.text(1) === undefined ? patient : recordOf(sources, part, 'MRG-1');
  const moves = source.record !== patient.record;
  if (moves && (!ownsDemographics(part, patient) || source.owner.clinic.id !== patient.owner.clinic.id))
    throw new OkaError('forbidden', 'MRG-1');
  const current = mapEncounter(part, patient);
  const prior = priorVisit(part, source, moves ? current : undefined);
  if (prior === undefined) {
    part.warn('MRG names no visit: accounts are not kept');
    return;
  }
  if (moves) part.put(source, 'Encounter', prior, { base: part.group({}, { deleted: true, rank: RANK.cancelled }) });
  else if (current === undefined) throw new OkaError('no-identity', 'PV1-19');
  else if (prior !== current) goesOnAs(prior, current, patient, part);
  if (current !== undefined && (moves || prior !== current)) sayState(current, patient, part);
}

/**
 * The state of the visit stands under its old number, which this message does not carry along: a visit that has begun and
 * has no end goes on, as long as no event says otherwise.
 */
function sayState(current: string, patient: RecordOfPatient, part: Draft): void {
  const pv1 = part.need('PV1');
  if (adtEvent(part) === 'A42' || pv1.text(45) !== undefined || pv1.text(44) === undefined) return;
  part.put(patient, 'Encounter', current, { implied: part.group({ status: 'in-progress' }) });
}

/** The visit that MRG-5, else MRG-6 names; a moved visit may keep its number, which then stands only in PV1. */
function priorVisit(part: Draft, { owner }: RecordOfPatient, moved: string | undefined): string | undefined {
  if (!ownsVisits(part)) return undefined;
  const mrg = part.message.first('MRG');
  const [number, alternate] = [mrg?.text(5), mrg?.text(6)];
  if (number === undefined && alternate === undefined) return adtEvent(part) === 'A44' ? undefined : moved;
  const key = number === undefined ? ['PV1-50', alternate as string] : [number];
  return resourceId(part.context.idKey, 'Encounter', [owner.domain.oid, ...key]);
}

function goesOnAs(prior: string, current: string, patient: RecordOfPatient, part: Draft): void {
  const said = { rank: RANK.cancelled };
  const mrg = part.message.first('MRG');
  part.put(patient, 'Encounter', prior, {
    base: part.group(visitItself(mrg?.first(5) ?? mrg?.first(6), patient), said),
    status: part.group({ status: 'entered-in-error' }, said),
    partOf: part.group({ partOf: { reference: `Encounter/${current}` } }, said),
  });
}

/** ADT^A23 (ch. 3.3.23): the visit is deleted. What was recorded in it stays: the event speaks of the visit alone. */
export function deleteVisit(draft: Draft): void {
  const patient = withPatient(draft);
  const number = draft.message.first('PV1')?.text(19);
  if (number === undefined) throw new OkaError('no-identity', 'PV1-19');
  if (!ownsVisits(draft)) throw new OkaError('forbidden', 'PV1-19');
  const id = resourceId(draft.context.idKey, 'Encounter', [patient.owner.domain.oid, number]);
  draft.put(patient, 'Encounter', id, { base: draft.group({}, { deleted: true, rank: RANK.cancelled }) });
}
