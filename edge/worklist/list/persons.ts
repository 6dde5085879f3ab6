import { z } from 'zod';
import { datesContradict } from '../../../domain/dicom/match.ts';
import { namesContradict } from '../../../domain/dicom/names.ts';
import { contentOf, Merge, type Person, type Whose } from '../contents.ts';
import type { WorklistFact } from '../facts.ts';
import type { WorklistItem, WorklistPatient } from '../item.ts';
import { nameParts } from '../read/persons.ts';

const Names = z.looseObject({ name: z.array(z.looseObject({})).nullable() });
const Born = z.looseObject({ birthDate: z.string().nullable() });
const Gender = z.looseObject({ gender: z.string().nullable() });

/** What is known of patients: by whom a number goes on, and what the information system says of each. */
export type Persons = {
  readonly known: ReadonlyMap<string, WorklistFact>;
  /** Record → the record under which it goes on. */
  readonly goesOn: ReadonlyMap<string, string>;
};

export function personsOf(facts: readonly WorklistFact[]): Persons {
  const known = new Map<string, WorklistFact>();
  const goesOn = new Map<string, string>();
  const merges: { fact: WorklistFact; survivor: string; prior: string }[] = [];
  for (const fact of facts) {
    if (fact.kind === 'patient') known.set(fact.id, fact);
    const merge = fact.kind === 'merge' ? contentOf(fact, 'merge', Merge) : undefined;
    if (merge?.joined) merges.push({ fact, ...merge });
  }
  // The last word on a number holds; equal facts are gone through in one order, whatever order they came in.
  const time = ({ fact }: (typeof merges)[number]): string => `${fact.groups.merge?.stamp.time} ${fact.id}`;
  for (const { prior, survivor } of merges.sort((a, b) => (time(a) < time(b) ? -1 : 1))) {
    // A number that was given up and is now gone on with stands again: else each of a circle would go on under another.
    if (survivorOf(survivor, { goesOn }) === prior) goesOn.delete(survivor);
    goesOn.set(prior, survivor);
  }
  return { known, goesOn };
}

/** The record under which a record goes on, through all merges. */
function survivorOf(record: string, { goesOn }: Pick<Persons, 'goesOn'>): string {
  const seen = new Set<string>();
  let at = record;
  for (let next = goesOn.get(at); next !== undefined && !seen.has(next); next = goesOn.get(at)) {
    seen.add(at);
    at = next;
  }
  return at;
}

export const isSamePerson = (one: string, other: string, persons: Persons): boolean =>
  survivorOf(one, persons) === survivorOf(other, persons);

/** What ADT says of a record; of a fact that nobody stated there is nothing. */
function describedAs(fact: WorklistFact | undefined): Person {
  const names = contentOf(fact, 'demographics:name', Names)?.name as fhir4.HumanName[] | null | undefined;
  const birthDate = contentOf(fact, 'demographics:birthDate', Born)?.birthDate;
  const gender = contentOf(fact, 'demographics:gender', Gender)?.gender;
  return {
    ...nameParts(names ?? []),
    ...(birthDate && { birthDate }),
    ...((gender === 'male' || gender === 'female' || gender === 'other') && { sex: gender }),
  };
}

const textOf = ({ family, given, middle }: Person): string => [family, given, middle].filter(Boolean).join(' ');

/**
 * The patient of an item: the number that stands now, and his name, birth date and sex as the information system has them,
 * else as the order says. `doubts`: the order's own words contradict them, so it may be another person's (contract 10).
 */
export function patientFor(
  whose: Whose,
  persons: Persons,
): { patient: WorklistPatient; doubts: WorklistItem['doubts'] } {
  const record = survivorOf(whose.record, persons);
  const fact = persons.known.get(record);
  const told = describedAs(fact);
  const isMoved = record !== whose.record && fact?.names.number !== undefined;
  const name = told.family !== undefined ? told : whose;
  const doubts: WorklistItem['doubts'][number][] = [];
  if (told.family && whose.family && namesContradict(textOf(told), textOf(whose))) doubts.push('name');
  if (told.birthDate && whose.birthDate && datesContradict(told.birthDate, whose.birthDate)) doubts.push('birth-date');
  if (told.sex && whose.sex && told.sex !== whose.sex) doubts.push('sex');
  return {
    doubts,
    patient: {
      id: isMoved ? (fact?.names.number ?? whose.number) : whose.number,
      issuer: isMoved ? fact?.names.issuer : whose.issuer,
      family: name.family,
      given: name.given,
      middle: name.middle,
      birthDate: told.birthDate ?? whose.birthDate,
      sex: told.sex ?? whose.sex,
      formerIds: isMoved ? [whose.number] : [],
    },
  };
}
