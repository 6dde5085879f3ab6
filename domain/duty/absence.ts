import type { DirectoryPerson, StoredDutyChange } from '../../schemas/duty.ts';

/** What a question about duty is asked of: the directory, and what was told of the day. */
export type People = { readonly people: readonly DirectoryPerson[] };

/** Whether a change holds at an instant; one that was taken back never does. */
export const holdsAt = ({ change, undone }: StoredDutyChange, at: string): boolean =>
  undone === undefined && change.from <= at && at < change.until;

export const personById = ({ people }: People, id: string): DirectoryPerson | undefined =>
  people.find((person) => person.id === id);

/** The person whom a record system names by a number of its own (HL7 v2 XCN.1), in the clinic it belongs to. */
export const personByStaff = ({ people }: People, clinic: string, number: string): DirectoryPerson | undefined =>
  people.find(({ staff }) => staff.some((one) => one.clinic === clinic && one.number === number));

const absencesOf = (person: string, changes: readonly StoredDutyChange[], at: string) =>
  inOrder(changes).flatMap((one) =>
    one.change.kind === 'absence' && one.change.person === person && holdsAt(one, at) ? [one.change] : [],
  );

export const isAbsent = (person: string, changes: readonly StoredDutyChange[], at: string): boolean =>
  absencesOf(person, changes, at).length > 0;

/**
 * Who stands in for somebody at an instant: whom his absence names, then the deputies of the directory; never one who is
 * absent himself. Empty: nobody stands in, and whoever is on duty is asked instead.
 */
export function deputiesOf(
  id: string,
  region: People,
  changes: readonly StoredDutyChange[],
  at: string,
): DirectoryPerson[] {
  const told = absencesOf(id, changes, at).flatMap(({ deputy }) => (deputy === undefined ? [] : [deputy]));
  const wanted = [...new Set([...told, ...(personById(region, id)?.deputies ?? [])])];
  return wanted.flatMap((one) => {
    const person = one === id || isAbsent(one, changes, at) ? undefined : personById(region, one);
    return person === undefined ? [] : [person];
  });
}

/** The newest word first; of two of one instant the same one everywhere, in whatever order they arrived. */
export const inOrder = (changes: readonly StoredDutyChange[]): StoredDutyChange[] =>
  [...changes].sort((a, b) => (keyOf(a) < keyOf(b) ? 1 : keyOf(a) > keyOf(b) ? -1 : 0));

const keyOf = ({ said, id }: StoredDutyChange): string => `${said.at}#${id}`;
