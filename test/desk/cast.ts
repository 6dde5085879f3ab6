import type { Applied } from '../../local/ehr/apply.ts';
import type { Person } from '../../samples/day/people.ts';
import { bornMonthsBefore } from '../../samples/day/time.ts';
import { creatinine, potassium } from '../../samples/day/values.ts';
import { clinicOf, patient } from './patients.ts';
import type { DeskWorld } from './world.ts';

/** A patient with a result that the region has published. */
export type Played = {
  readonly person: Person;
  readonly record: string;
  readonly resultId: string;
  readonly result: Applied;
};
export type Film = Played & { readonly study: string };

let accessions = 0;

/** Scenes that bring a result about, each resolved when a record system has it. */
export function scenesOf(world: DeskWorld) {
  const clinic = clinicOf(world.send);
  const numberOf = (of: Person): string => of.number;

  /** A patient of the district whose potassium is critical, with an appointment in half an hour. */
  async function potassiumOf(
    person: Person,
    value = '6,9',
    { laboratory = person, physician }: { laboratory?: Person; physician?: string } = {},
  ): Promise<Played> {
    await clinic.comes(person);
    await clinic.books(person, 30, physician);
    await clinic.measures(laboratory, `K-${numberOf(person)}`, [potassium(value, 'HH'), creatinine('168')]);
    const result = await world.applied(
      ({ severity, patient: { identifiers } }) => severity === 'critical' && identifiers.includes(numberOf(person)),
    );
    return { person, record: result.record, resultId: result.resultId, result };
  }

  /** A radiograph of a patient who is registered and for whom it was ordered. */
  async function filmOf(person: Person, image = 'pneumonia-1.png', { isUrgent = true, times = 2 } = {}): Promise<Film> {
    accessions += 1;
    const accession = `A-${accessions}`;
    await clinic.comes(person);
    await clinic.orders(person, accession, isUrgent);
    await clinic.exposes(person, accession, image, { times });
    const result = await world.applied(
      ({ result: of }) => of?.content.kind === 'finding' && of.content.study.accession === accession,
    );
    return { person, record: result.record, resultId: result.resultId, result, study: result.result?.subject ?? '' };
  }

  return { ...clinic, potassiumOf, filmOf };
}

export const woman = (family: string, clinic: Person['clinic'] = 'district'): Person =>
  patient(clinic, { family, given: 'Марфа', patronymic: 'Никоновна' });
export const child = (family: string, clinic: Person['clinic'] = 'district'): Person =>
  patient(clinic, { family, given: 'Ваня', patronymic: 'Ильич', sex: 'M', ageMonths: 21 });

/** The page of the day on which who is played now has his appointment: shortly before midnight that is tomorrow. */
export const dayOfAppointment = (): string =>
  `#/?date=${new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Yekaterinburg' }).format(Date.now() + 30 * 60_000)}`;

/** As one repeats it on the telephone. */
export const birthYear = (ageMonths: number): string =>
  String(bornMonthsBefore(new Date(), ageMonths).getUTCFullYear());
