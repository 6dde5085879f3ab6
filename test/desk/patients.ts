import { join } from 'node:path';
import { film } from '../../samples/day/films.ts';
import { encodeWindows1251 } from '../../samples/day/hl7.ts';
import {
  admission,
  appointment,
  type Measured,
  measurements,
  order,
  radiologistsReport,
  SPEAKERS,
} from '../../samples/day/messages.ts';
import type { Person } from '../../samples/day/people.ts';
import type { Send } from './world.ts';

/** The patients of the desk's tests: all invented, none of the sample day's. */
const at = (minutesAgo: number): Date => new Date(Date.now() - minutesAgo * 60_000);
const RADIOGRAPHS = join(import.meta.dirname, '../../samples/radiographs');

/** A file with the form of a PDF. */
const SHEET = Buffer.from('%PDF-1.4\n%вымысел\n').toString('base64');

type Made = Pick<Person, 'family' | 'given' | 'patronymic'> & Partial<Pick<Person, 'sex' | 'ageMonths'>>;

let made = 0;
/** A new patient of a clinic, with a number of his own. */
export function patient(clinic: Person['clinic'], name: Made): Person {
  made += 1;
  return { sex: 'F', ageMonths: 66 * 12 + 4, ...name, key: `desk-${made}`, clinic, number: String(80_000 + made) };
}

/** What one clinic's systems do for a patient, each in a word; every one resolves when the region has accepted it. */
export function clinicOf(send: Send) {
  const now = new Date();
  const says = (person: Person, body: string): Promise<void> => send(person.clinic, 'record', Buffer.from(body));
  return {
    comes: (person: Person): Promise<void> =>
      says(person, admission(SPEAKERS[person.clinic], 'A04', person, at(40), { patient: { now } })),
    /** An appointment in so many minutes, with the physician of this staff number. */
    books: (person: Person, inMinutes: number, physician = 'T12'): Promise<void> =>
      says(
        person,
        appointment(SPEAKERS[person.clinic], person, at(35), at(-inMinutes), { patient: { now } }).replace(
          'T12^',
          `${physician}^`,
        ),
      ),
    orders: (person: Person, accession: string, isUrgent = false): Promise<void> =>
      says(
        person,
        order(SPEAKERS[person.clinic], person, at(30), {
          ...{ placer: `N${accession}`, accession, urgent: isUrgent, patient: { now } },
        }),
      ),
    /** The laboratory writes windows-1251 and names the domain of the patient's clinic. */
    measures: (person: Person, number: string, values: readonly Measured[], minutesAgo = 20): Promise<void> =>
      send(
        'lab',
        'record',
        encodeWindows1251(measurements(SPEAKERS.lab, person, at(minutesAgo), { number, values, patient: { now } })),
      ),
    /** The radiologist's report of so many days ago, in words and with its sheet as a file; his system writes windows-1251. */
    reports: (person: Person, accession: string, words: string, daysAgo: number): Promise<void> =>
      send(
        person.clinic,
        'record',
        encodeWindows1251(
          `${radiologistsReport(SPEAKERS.radiology, person, at(daysAgo * 24 * 60), {
            ...{ accession, pneumonia: false, words, patient: { now } },
          })}OBX|3|ED|ФАЙЛ^Заключение рентгенолога^L||^AP^PDF^Base64^${SHEET}||||||F\r`,
        ),
      ),
    /** A radiograph of `samples/radiographs`; every pixel `times` × `times`. */
    async exposes(
      person: Person,
      accession: string,
      image: string,
      { times = 1, minutesAgo = 10 } = {},
    ): Promise<void> {
      const bytes = await film(person, {
        ...{ image: join(RADIOGRAPHS, image), accession, takenAt: at(minutesAgo), now, times },
        ...{ zone: SPEAKERS[person.clinic].zone, modality: person.clinic === 'post' ? 'CR' : 'DX' },
      });
      await send(person.clinic, 'image', bytes);
    },
  };
}
