import { join } from 'node:path';
import { type FilmHeader, film, filmStudy } from './films.ts';
import { encodeWindows1251 } from './hl7.ts';
import { ATTENDING, admission, type Measured, measurements, order, radiologistsReport, SPEAKERS } from './messages.ts';
import type { ObjectOf } from './objects.ts';
import { type Person, personByKey } from './people.ts';
import { type Vital, vitals } from './values.ts';

/** One thing a clinic sends on the sample day. */
export type Sent = {
  /** Minutes before the end of the day. */
  readonly minutesBefore: number;
  /** Who uploads it: the laboratory's bytes come from the laboratory even when the patient is the hospital's. */
  readonly clinic: 'district' | 'post' | 'lab';
  readonly person: Person;
  readonly name: string;
  readonly extension: 'hl7' | 'dcm';
  readonly bytes: () => Uint8Array | Promise<Uint8Array>;
  /** Behind a thin line its first bytes go ahead of the rest. */
  readonly isThin?: true;
  /** The modality knows from its worklist that it is urgent. */
  readonly isUrgent?: true;
  /** Hours after all the others. */
  readonly isLate?: true;
};

/** Synthetic radiographs by what the model says of them; chosen from samples/radiographs/index.json. */
export type Images = {
  readonly folder: string;
  readonly present: readonly string[];
  readonly absent: readonly string[];
  readonly between: readonly string[];
};

export type DayContext = { readonly now: Date; readonly images: Images };

export const minutes = (count: number): number => count * 60_000;
const utf8 = (value: string): Uint8Array => new TextEncoder().encode(value);

/** The line of a clinic's edge dies before the next thing is sent, and is back after so many seconds. */
type DeadLinkAt = { readonly clinic: Sent['clinic']; readonly before: number; readonly seconds: number };

export type Clinics = ReturnType<typeof openClinics>;

/**
 * What the clinics can do on the day, each in a word: a patient comes, is examined, a film is ordered, exposed, read, the
 * laboratory measures. Everything done is noted in `sent`, in order. Times are minutes before the end of the day.
 */
export function openClinics({ now, images }: DayContext) {
  const sent: Sent[] = [];
  const urgent = new Set<string>();
  const deadLinks: DeadLinkAt[] = [];
  const at = (minutesBefore: number): Date => new Date(now.getTime() - minutes(minutesBefore));
  const patient = { now };
  const home = (person: Person) => SPEAKERS[person.clinic];

  /** A message of the patient's own clinic, in UTF-8. */
  const writes = (person: Person, minutesBefore: number, name: string, body: string): void => {
    sent.push({ minutesBefore, clinic: person.clinic, person, name, extension: 'hl7', bytes: () => utf8(body) });
  };
  const comes = (
    key: string,
    minutesBefore: number,
    diagnosis?: readonly [string, string],
    options = {},
    doctor?: string,
  ): Person => {
    const person = personByKey(key);
    const attending = doctor ?? ATTENDING[person.clinic];
    const visit = {
      patient: { ...patient, ...options },
      ...(diagnosis ? { diagnosis } : {}),
      attending,
    };
    writes(
      person,
      minutesBefore,
      'comes',
      admission(home(person), person.clinic === 'post' ? 'A04' : 'A01', person, at(minutesBefore), visit),
    );
    return person;
  };
  const orders = (person: Person, minutesBefore: number, accession: string, isUrgent = false, code?: string): void => {
    if (isUrgent) urgent.add(`${person.key} ${accession}`);
    writes(
      person,
      minutesBefore,
      `order-${accession}`,
      order(home(person), person, at(minutesBefore), {
        placer: `N${accession}`,
        accession,
        urgent: isUrgent,
        patient,
        ...(code ? { code } : {}),
      }),
    );
  };
  const examines = (person: Person, minutesBefore: number, found: Vital): void =>
    writes(
      person,
      minutesBefore,
      'examination',
      measurements(home(person), person, at(minutesBefore), {
        number: `E${person.number}`,
        service: 'ОСМОТР^Осмотр',
        values: vitals(found),
        patient,
      }),
    );
  const exposes = (
    person: Person,
    minutesBefore: number,
    accession: string,
    image: string | undefined,
    header?: FilmHeader,
    times = 1,
  ): Sent => {
    const taken: Sent = {
      minutesBefore,
      clinic: person.clinic,
      person,
      name: `film-${accession}${header?.number === undefined ? '' : `-${header.number}`}`,
      extension: 'dcm',
      ...(urgent.has(`${person.key} ${accession}`) ? { isUrgent: true } : {}),
      bytes: () =>
        film(person, {
          image: join(images.folder, image ?? 'missing'),
          accession,
          takenAt: at(minutesBefore),
          now,
          zone: home(person).zone,
          modality: person.clinic === 'post' ? 'CR' : 'DX',
          times,
          ...(header ? { header } : {}),
        }),
    };
    sent.push(taken);
    return taken;
  };
  /** An object of another kind than a film, from the patient's own clinic; equal accessions are one study of films. */
  const sends = (
    person: Person,
    minutesBefore: number,
    name: string,
    make: (of: ObjectOf) => Uint8Array | Promise<Uint8Array>,
    accession?: string,
  ): void => {
    const ofFilms = accession === undefined ? {} : { accession, studyUid: filmStudy(person, accession, now) };
    const of = { person, at: at(minutesBefore), now, zone: home(person).zone, study: name, ...ofFilms };
    sent.push({ minutesBefore, clinic: person.clinic, person, name, extension: 'dcm', bytes: () => make(of) });
  };
  /** The laboratory writes windows-1251, declares nothing and names the hospital's domain. */
  const laboratory = (
    person: Person,
    minutesBefore: number,
    number: string,
    values: readonly Measured[],
    options: {
      status?: 'P' | 'F' | 'C';
      takenAt?: Date;
      sentAt?: Date;
      number?: string;
      authority?: string;
      speaker?: 'lab' | 'analyser';
    } = {},
  ): Sent => {
    const body = measurements(SPEAKERS[options.speaker ?? 'lab'], person, options.sentAt ?? at(minutesBefore), {
      number,
      values,
      ...(options.status ? { status: options.status } : {}),
      ...(options.takenAt ? { takenAt: options.takenAt } : {}),
      patient: {
        now,
        ...(options.number ? { number: options.number } : {}),
        ...(options.authority ? { authority: options.authority } : {}),
      },
    });
    const result: Sent = {
      minutesBefore,
      clinic: 'lab',
      person,
      name: `laboratory-${number}${options.status ?? ''}`,
      extension: 'hl7',
      bytes: () => encodeWindows1251(body),
    };
    sent.push(result);
    return result;
  };
  const reads = (person: Person, minutesBefore: number, accession: string, pneumonia: boolean, words: string): void => {
    const body = radiologistsReport(SPEAKERS.radiology, person, at(minutesBefore), {
      accession,
      pneumonia,
      words,
      patient,
    });
    sent.push({
      minutesBefore,
      clinic: 'district',
      person,
      name: `report-${accession}`,
      extension: 'hl7',
      bytes: () => encodeWindows1251(body),
    });
  };

  const lineDies = (clinic: Sent['clinic'], seconds: number): void => {
    deadLinks.push({ clinic, before: sent.length, seconds });
  };

  return {
    sent,
    deadLinks,
    lineDies,
    now,
    images,
    patient,
    at,
    home,
    writes,
    comes,
    orders,
    examines,
    exposes,
    sends,
    laboratory,
    reads,
  };
}
