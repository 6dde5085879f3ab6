import { type Header, message, segment, text } from './hl7.ts';
import type { Person } from './people.ts';
import { bornMonthsBefore, dateIn, timeIn } from './time.ts';

/** A system that speaks HL7 on the sample day; names match `samples/region/region.json`. */
export type Speaker = {
  readonly application: string;
  readonly facility: string;
  readonly zone: string;
  readonly charset?: string;
};

export const SPEAKERS = {
  district: { application: 'HIS', facility: 'BRZ', zone: 'Asia/Yekaterinburg', charset: 'UNICODE UTF-8' },
  radiology: { application: 'RIS', facility: 'BRZ', zone: 'Asia/Yekaterinburg' },
  post: { application: 'FAP', facility: 'DLN', zone: 'Asia/Krasnoyarsk', charset: 'UNICODE UTF-8' },
  lab: { application: 'LIS', facility: 'MRL', zone: 'Europe/Moscow' },
  /** Declares ASCII and writes windows-1251; the region file does not say so. */
  analyser: { application: 'ANALYSER', facility: 'MRL', zone: 'Europe/Moscow', charset: 'ASCII' },
} as const satisfies Record<string, Speaker>;

const AUTHORITY = { district: 'BRZ', post: 'DLN' } as const;

export type PatientOptions = {
  readonly now: Date;
  readonly number?: string;
  readonly authority?: string;
  /** The registrar did not know the birth date. */
  readonly withoutBirthDate?: boolean;
  /** `YYYYMMDD` instead of the one that follows from the age. */
  readonly birthDate?: string;
  readonly snils?: string;
};

function pid(
  person: Person,
  zone: string,
  { now, number, authority, withoutBirthDate, birthDate, snils }: PatientOptions,
): string {
  return segment('PID', {
    1: '1',
    3: [
      `${number ?? person.number}^^^${authority ?? AUTHORITY[person.clinic]}^PI`,
      ...(snils === undefined ? [] : [`${snils}^^^&1.2.643.100.3&ISO^SS`]),
    ].join('~'),
    5: [person.family, person.given, person.patronymic].map(text).join('^'),
    7: withoutBirthDate ? '' : (birthDate ?? dateIn(zone, bornMonthsBefore(now, person.ageMonths))),
    8: person.sex,
  });
}

const header = (speaker: Speaker, type: string, control: string, sentAt: Date): Header => ({
  ...speaker,
  type,
  control,
  sentAt,
});

export type Visit = {
  readonly diagnosis?: readonly [code: string, name: string];
  /** PV1-7: staff number and name. */
  readonly attending?: string;
  readonly patient: PatientOptions;
};

/** Who treats the patients of a clinic, as XCN (staff number and name): the physician of the appointments, the feldsher. */
export const ATTENDING = { district: 'T12^Участковый терапевт', post: 'F01^Фельдшер' } as const;
const PHYSICIAN = ATTENDING.district;

/** ADT: the patient comes (A01, A04), or his data change (A08). */
export function admission(
  speaker: Speaker,
  event: 'A01' | 'A04' | 'A08',
  person: Person,
  at: Date,
  { diagnosis, attending = '', patient }: Visit,
): string {
  const visit = `V${person.number}`;
  return message(header(speaker, `ADT^${event}^ADT_A01`, `${event}-${person.number}`, at), [
    segment('EVN', { 1: event, 2: timeIn(speaker.zone, at) }),
    pid(person, speaker.zone, patient),
    segment('PV1', {
      ...{ 1: '1', 2: event === 'A01' ? 'I' : 'O', 7: attending },
      ...{ 19: visit, 44: timeIn(speaker.zone, at) },
    }),
    ...(diagnosis
      ? [
          segment('DG1', {
            1: '1',
            3: `${diagnosis[0]}^${text(diagnosis[1])}^I10`,
            5: timeIn(speaker.zone, at),
            6: 'W',
          }),
        ]
      : []),
  ]);
}

/** ADT^A03: the patient goes home; the physician has seen him. */
export function discharge(speaker: Speaker, person: Person, at: Date, patient: PatientOptions): string {
  const time = timeIn(speaker.zone, at);
  return message(header(speaker, 'ADT^A03^ADT_A03', `A03-${person.number}`, at), [
    segment('EVN', { 1: 'A03', 2: time }),
    pid(person, speaker.zone, patient),
    segment('PV1', { 1: '1', 2: 'I', 7: PHYSICIAN, 19: `V${person.number}`, 45: time }),
  ]);
}

/** ADT^A40: two numbers turned out to be one patient. */
export function merge(speaker: Speaker, person: Person, oldNumber: string, at: Date, patient: PatientOptions): string {
  return message(header(speaker, 'ADT^A40^ADT_A39', `A40-${person.number}`, at), [
    segment('EVN', { 1: 'A40', 2: timeIn(speaker.zone, at) }),
    pid(person, speaker.zone, patient),
    segment('MRG', { 1: `${oldNumber}^^^${AUTHORITY[person.clinic]}^PI` }),
  ]);
}

export type Order = {
  readonly placer: string;
  readonly accession: string;
  readonly urgent?: boolean;
  readonly code?: string;
  readonly patient: PatientOptions;
};

/** ORM^O01: an examination is ordered. */
export function order(
  speaker: Speaker,
  person: Person,
  at: Date,
  { placer, accession, urgent, code, patient }: Order,
): string {
  const service = code ?? 'РГ-ОГК^Рентгенография органов грудной клетки';
  return message(header(speaker, 'ORM^O01^ORM_O01', `O01-${placer}`, at), [
    pid(person, speaker.zone, patient),
    segment('PV1', { 1: '1', 2: 'O', 19: `V${person.number}` }),
    segment('ORC', { 1: 'NW', 2: placer, 7: urgent ? '^^^^^S' : '^^^^^R', 9: timeIn(speaker.zone, at) }),
    segment('OBR', { 1: '1', 2: placer, 4: `${service}^L`, 18: accession, 27: urgent ? '^^^^^S' : '^^^^^R' }),
  ]);
}

/** ORM^O01 with RXO: a medicine is prescribed; names are the clinic's own codes. */
export function prescription(
  speaker: Speaker,
  person: Person,
  at: Date,
  drug: string,
  placer: string,
  patient: PatientOptions,
): string {
  return message(header(speaker, 'ORM^O01^ORM_O01', `RX-${placer}`, at), [
    pid(person, speaker.zone, patient),
    segment('PV1', { 1: '1', 2: 'O', 19: `V${person.number}` }),
    segment('ORC', { 1: 'NW', 2: placer, 9: timeIn(speaker.zone, at) }),
    segment('RXO', { 1: `${drug}^L` }),
  ]);
}

export type Measured = {
  readonly code: string;
  readonly name: string;
  readonly value: string;
  readonly unit?: string;
  readonly range?: string;
  readonly flag?: string;
  readonly type?: 'NM' | 'ST';
  readonly comment?: string;
};
export type Measurements = {
  readonly number: string;
  readonly status?: 'P' | 'F' | 'C';
  readonly takenAt?: Date;
  readonly service?: string;
  readonly values: readonly Measured[];
  readonly patient: PatientOptions;
};

/** ORU^R01: values from the laboratory or the bedside, with the sender's codes, units and decimal commas. */
export function measurements(speaker: Speaker, person: Person, at: Date, report: Measurements): string {
  const { number, status = 'F', takenAt = at, service = 'БХ^Биохимия', values, patient } = report;
  const time = timeIn(speaker.zone, takenAt);
  return message(header(speaker, 'ORU^R01^ORU_R01', `R01-${number}-${status}`, at), [
    pid(person, speaker.zone, patient),
    segment('ORC', { 1: 'RE', 2: number, 3: number }),
    segment('OBR', {
      1: '1',
      2: number,
      3: number,
      4: `${service}^L`,
      7: time,
      22: timeIn(speaker.zone, at),
      25: status,
    }),
    ...values.flatMap((measured, index) => [
      segment('OBX', {
        1: String(index + 1),
        2: measured.type ?? 'NM',
        3: `${measured.code}^${text(measured.name)}^L`,
        5: text(measured.value),
        6: measured.unit ?? '',
        7: measured.range ?? '',
        8: measured.flag ?? '',
        11: status,
        14: time,
      }),
      ...(measured.comment ? [segment('NTE', { 1: '1', 2: 'L', 3: text(measured.comment) })] : []),
    ]),
  ]);
}

export type Reading = {
  readonly accession: string;
  readonly pneumonia: boolean;
  readonly words: string;
  readonly patient: PatientOptions;
};

/** ORU^R01 from the radiologist: his statement on pneumonia, coded and in words. */
export function radiologistsReport(
  speaker: Speaker,
  person: Person,
  at: Date,
  { accession, pneumonia, words, patient }: Reading,
): string {
  return message(header(speaker, 'ORU^R01^ORU_R01', `RAD-${accession}`, at), [
    pid(person, speaker.zone, patient),
    segment('ORC', { 1: 'RE', 3: `RAD-${accession}` }),
    segment('OBR', {
      1: '1',
      3: `RAD-${accession}`,
      4: 'РГ-ОГК^Рентгенография органов грудной клетки^L',
      7: timeIn(speaker.zone, at),
      18: accession,
      22: timeIn(speaker.zone, at),
      24: 'RAD',
      25: 'F',
    }),
    segment('OBX', {
      1: '1',
      2: 'CWE',
      3: '233604007^Pneumonia^SCT',
      5: pneumonia ? '52101004^Present^SCT' : '2667000^Absent^SCT',
      11: 'F',
    }),
    segment('OBX', { 1: '2', 2: 'TX', 3: '19005-8^Impression^LN', 5: text(words), 11: 'F' }),
  ]);
}

export type Mammogram = { readonly number: string; readonly words: string; readonly patient: PatientOptions };

/** ORU^R01: a report of mammography, in words alone. */
export function mammogramReport(
  speaker: Speaker,
  person: Person,
  at: Date,
  { number, words, patient }: Mammogram,
): string {
  const time = timeIn(speaker.zone, at);
  return message(header(speaker, 'ORU^R01^ORU_R01', `RAD-${number}`, at), [
    pid(person, speaker.zone, patient),
    segment('ORC', { 1: 'RE', 3: `RAD-${number}` }),
    segment('OBR', { 1: '1', 3: `RAD-${number}`, 4: 'ММГ^Маммография^L', 7: time, 22: time, 24: 'RAD', 25: 'F' }),
    segment('OBX', { 1: '1', 2: 'TX', 3: '19005-8^Impression^LN', 5: text(words), 11: 'F' }),
  ]);
}

export type Booking = { readonly event?: 'S12' | 'S15'; readonly reason?: string; readonly patient: PatientOptions };

/** SIU: an appointment is booked (S12) or cancelled (S15). */
export function appointment(
  speaker: Speaker,
  person: Person,
  at: Date,
  startsAt: Date,
  { event = 'S12', reason = 'ПРИЁМ^Приём терапевта', patient }: Booking,
): string {
  const start = timeIn(speaker.zone, startsAt);
  const end = timeIn(speaker.zone, new Date(startsAt.getTime() + 15 * 60_000));
  return message(header(speaker, `SIU^${event}^SIU_S12`, `${event}-${person.number}`, at), [
    segment('SCH', {
      1: `AP${person.number}`,
      2: `AP${person.number}`,
      7: `${reason}^L`,
      11: `^^15^${start}^${end}`,
      25: event === 'S12' ? 'Booked' : 'Cancelled',
    }),
    pid(person, speaker.zone, patient),
    segment('RGS', { 1: '1' }),
    segment('AIP', { 1: '1', 3: PHYSICIAN, 6: start }),
  ]);
}
