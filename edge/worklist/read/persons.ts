import { mapMessage } from '../../../domain/hl7/map/dispatch.ts';
import type { Draft } from '../../../domain/hl7/map/draft.ts';
import { type RecordOfPatient, recordOf, recordsOf } from '../../../domain/hl7/map/patients/identity.ts';
import { nameOf } from '../../../domain/hl7/map/patients/names.ts';
import { birthDateOf, sexOf } from '../../../domain/hl7/map/patients/patient.ts';
import { partsAt } from '../../../domain/hl7/map/split.ts';
import type { Segment } from '../../../domain/hl7/read/message.ts';
import type { FieldGroup, IdentityEdge } from '../../../schemas/chart.ts';
import type { Person, Whose } from '../contents.ts';
import type { WorklistFact } from '../facts.ts';
import { UNNAMED } from './context.ts';

/** The name of a domain as the region knows it; nothing where nobody named one. */
const issuerOf = ({ owner }: RecordOfPatient): string | undefined =>
  owner.domain.namespace === UNNAMED ? undefined : owner.domain.namespace;

/** Whose a message is, in its own words. @throws OkaError `no-identity` */
export function whoseIs(pid: Segment, draft: Draft): Whose {
  const patient = recordOf(pid.repetitions(3), draft, 'PID-3');
  const issuer = issuerOf(patient);
  return { record: patient.record, number: patient.identifier, ...(issuer && { issuer }), ...personOf(pid, draft) };
}

function personOf(pid: Segment, draft: Draft): Person {
  const [birthDate, sex] = [birthDateOf(pid, draft), sexOf(pid, draft)];
  return {
    ...nameParts(pid.repetitions(5).flatMap((one) => nameOf(one) ?? [])),
    ...(birthDate && { birthDate }),
    ...((sex === 'male' || sex === 'female' || sex === 'other') && { sex }),
  };
}

/** Names that nobody is called by. */
const NOT_CALLED: ReadonlySet<string> = new Set(['old', 'maiden', 'nickname', 'anonymous']);

/** The name by which somebody is called: the official one before one of no stated use. */
export function nameParts(names: readonly fhir4.HumanName[]): Person {
  const called = names.filter(({ use, family }) => family !== undefined && !NOT_CALLED.has(use ?? ''));
  const name = called.find(({ use }) => use === 'official') ?? called[0];
  const [given, middle] = name?.given ?? [];
  return { ...(name?.family && { family: name.family }), ...(given && { given }), ...(middle && { middle }) };
}

const OF_PATIENT = ['demographics:name', 'demographics:birthDate', 'demographics:gender'] as const;

/**
 * ADT → what the clinic's information system says of its patients: name, birth date, sex, each by itself, and which
 * numbers go on under another one. It is read as the region reads it (domain/hl7/map/patients); the rest is not kept here.
 * @throws OkaError as the mapping does
 */
export function factsOfAdt(draft: Draft, acceptedAt: string): WorklistFact[] {
  mapMessage(draft);
  const numbers = numbersIn(draft);
  const patients = draft.items.flatMap((item): WorklistFact[] => {
    if (item.resourceType !== 'Patient') return [];
    const groups = OF_PATIENT.flatMap((name): [string, FieldGroup][] => {
      const group = item.groups[name];
      return group === undefined ? [] : [[name, group]];
    });
    const names = numbers.get(item.record) ?? {};
    return [{ kind: 'patient', id: item.record, groups: Object.fromEntries(groups), names, at: acceptedAt }];
  });
  const known = new Set(patients.map(({ id }) => id));
  const others = [...numbers]
    .filter(([record]) => !known.has(record))
    .map(([id, names]): WorklistFact => ({ kind: 'patient', id, groups: {}, names, at: acceptedAt }));
  return [...patients, ...others, ...draft.edges.flatMap((edge) => factOfMerge(edge, acceptedAt))];
}

/** The numbers that a message names, with their records. */
function numbersIn(draft: Draft): Map<string, Record<string, string>> {
  const found = new Map<string, Record<string, string>>();
  for (const part of partsAt('PID', draft)) {
    const listed = [...part.message.all('PID').map((pid) => pid.repetitions(3))];
    for (const mrg of part.message.all('MRG')) listed.push(mrg.repetitions(1));
    for (const patient of listed.flatMap((repetitions) => recordsOf(repetitions, part))) {
      const issuer = issuerOf(patient);
      found.set(patient.record, { number: patient.identifier, ...(issuer && { issuer }) });
    }
  }
  return found;
}

/** Links (A24) say that two numbers are one person, and leave both of them in use. */
function factOfMerge({ records, kind, state, survivor, stamp }: IdentityEdge, at: string): WorklistFact[] {
  if (kind !== 'merge') return [];
  const [one, other] = records;
  const into = survivor ?? one;
  const value = { survivor: into, prior: into === one ? other : one, joined: state === 'joined' };
  return [{ kind: 'merge', id: [...records].sort().join('#'), groups: { merge: { stamp, value } }, names: {}, at }];
}
