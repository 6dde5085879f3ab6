import type { IdentityEdge } from '../../../../schemas/chart.ts';
import { OkaError } from '../../../../schemas/errors.ts';
import { orderedEdge } from '../../../fhir/merge.ts';
import type { Draft } from '../draft.ts';
import { partsAt } from '../split.ts';
import { mapEncounter } from '../visits/encounter.ts';
import { adtEvent } from '../visits/events.ts';
import { type RecordOfPatient, recordOf, recordsOf } from './identity.ts';
import { mapPatient, ownsDemographics } from './patient.ts';
import { withPatient } from './with-patient.ts';

/** Events at the level of a person's number (PID-2, MRG-4): there a number without an authority is not the clinic's own. */
const OF_PERSON_NUMBER = new Set(['A30', 'A39', 'A46', 'A48']);

/**
 * ADT^A18, A30, A34, A36, A39, A40, A43, A46, A47, A48 (HL7 v2.5.1 ch. 3.3): each PID survives, and every number of the MRG
 * behind it goes on under it. Nothing is moved: a stamped edge says that the records are one person (ARCHITECTURE,
 * Storage).
 * @throws OkaError `hl7-structure` without MRG or with a merge into itself, `no-identity`, `forbidden`
 */
export function mapMerges(draft: Draft): void {
  draft.need('PID');
  if (!draft.message.first('MRG')) throw new OkaError('hl7-structure', 'MRG');
  // An MRG in front of the first PID belongs to nobody.
  if (draft.message.segments.find(({ name }) => name === 'PID' || name === 'MRG')?.name === 'MRG')
    throw new OkaError('hl7-structure', 'PID');
  for (const patient of partsAt('PID', draft)) for (const part of partsAt('MRG', patient)) mergeOne(part);
}

function mergeOne(part: Draft): void {
  const pid = part.need('PID');
  const mrg = part.message.first('MRG');
  if (mrg === undefined) {
    withPatient(part);
    return;
  }
  const priors = priorsOf(part);
  const ending = new Set(priors.map(({ record }) => record));
  const candidates = [...recordsOf(pid.repetitions(3), part), ...numbersOfPerson(part, 'PID', 2)];
  const survivor = candidates.find(({ record }) => !ending.has(record)) ?? recordOf(pid.repetitions(3), part, 'PID-3');
  // Who is who is the affair of the clinic that keeps both records: no laboratory and no other clinic joins them.
  const own = priors.filter(({ owner }) => owner.clinic.id === survivor.owner.clinic.id);
  if (!ownsDemographics(part, survivor) || own.length === 0) throw new OkaError('forbidden', 'MRG-1');
  if (own.length < priors.length) part.warn('MRG-1: a record of another clinic is left as it is');
  const others = own.filter(({ record }) => record !== survivor.record);
  if (others.length === 0) throw new OkaError('hl7-structure', 'MRG-1');
  part.own(survivor);
  mapPatient(pid, survivor, part);
  for (const prior of others) sayEdge(part, survivor, prior, { kind: 'merge', state: 'joined' });
  if (adtEvent(part) === 'A43') takeAway(part, survivor, others);
  mapEncounter(part, survivor);
}

/** The numbers that end: MRG-1, a list since v2.3; in older messages MRG-4 alone. */
function priorsOf(part: Draft): RecordOfPatient[] {
  const mrg = part.need('MRG');
  const listed = recordsOf(mrg.repetitions(1), part);
  if (listed.length > 0) return listed;
  if (mrg.first(1)?.text(1) !== undefined) throw new OkaError('no-identity', 'MRG-1');
  const person = numbersOfPerson(part, 'MRG', 4);
  if (person.length === 0) throw new OkaError('no-identity', 'MRG-1');
  return person;
}

function numbersOfPerson(part: Draft, segment: string, field: number): RecordOfPatient[] {
  const numbers = part.need(segment).repetitions(field);
  const named = numbers.filter((one) => one.component(4) !== '' || !OF_PERSON_NUMBER.has(adtEvent(part)));
  return recordsOf(named, part);
}

/** A43 moves a number from one person (MRG-4) to another: it no longer belongs to the first. */
function takeAway(part: Draft, survivor: RecordOfPatient, moved: readonly RecordOfPatient[]): void {
  const known = new Set([survivor, ...moved].map(({ record }) => record));
  const from = numbersOfPerson(part, 'MRG', 4).filter(({ record }) => !known.has(record));
  for (const before of from)
    for (const record of moved)
      for (const kind of ['merge', 'link'] as const) sayEdge(part, before, record, { kind, state: 'apart' });
}

/**
 * ADT^A24 and A37 (ch. 3.3.24, 3.3.37): the patients of a message are, or are not, one person; no number ends. An A37 also
 * parts two records that a merge had joined: who says that they are two people says it of both.
 */
export function mapLinks(draft: Draft): void {
  const [first, ...others] = partsAt('PID', draft).map((part) => ({ part, patient: withPatient(part) }));
  if (first === undefined || others.length === 0) throw new OkaError('hl7-structure', 'PID');
  const joined = adtEvent(draft) === 'A24';
  for (const { part, patient } of others) {
    if (patient.record === first.patient.record) throw new OkaError('hl7-structure', 'PID-3');
    const clinic = first.patient.owner.clinic.id;
    if (!ownsDemographics(part, patient) || patient.owner.clinic.id !== clinic)
      throw new OkaError('forbidden', 'PID-3');
    sayEdge(part, first.patient, patient, { kind: 'link', state: joined ? 'joined' : 'apart' });
    if (!joined) sayEdge(part, first.patient, patient, { kind: 'merge', state: 'apart' });
  }
}

type Edge = Pick<IdentityEdge, 'kind' | 'state'>;

/** The first of the two is the survivor where a merge joins them. */
function sayEdge(draft: Draft, one: RecordOfPatient, other: RecordOfPatient, { kind, state }: Edge): void {
  draft.own(one);
  draft.own(other);
  const said = { kind, state, ...(kind === 'merge' && state === 'joined' && { survivor: one.record }) };
  const records: [string, string] = [one.record, other.record];
  draft.edges.push(orderedEdge({ records, ...said, stamp: draft.stamp(said) }));
}
