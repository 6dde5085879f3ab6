import type { AppointmentPage } from '../../schemas/api/appointments.ts';
import type { Delivery, Result } from '../../schemas/result.ts';
import type { Language } from '../rules/cards.ts';
import { ageMonthsAt } from '../rules/precision.ts';
import { decisionsOf } from './decide.ts';
import type { Fact, Staff } from './facts.ts';
import { nameOf, takesPlace } from './facts.ts';
import { newsOf } from './news.ts';
import { openOf } from './open.ts';
import { lastSeen } from './seen.ts';
import { whyOf } from './why.ts';

export type PageInput = {
  readonly appointment: Fact<fhir4.Appointment>;
  /** What is believed of the person, of the records that the reader may see. */
  readonly facts: readonly Fact[];
  /** What Oka says of him now: findings and advice of these records. */
  readonly results: readonly Result[];
  readonly deliveries: readonly Delivery[];
  /** Who reads; what is new is new for him. */
  readonly reader: Staff;
  readonly clinic: string;
  /** Beginning of the day of the page, as an instant, and the zone of the clinic. */
  readonly dayFrom: string;
  readonly zone: string;
  readonly asOf: string;
  readonly language: Language;
  readonly hiddenRecords: number;
  /** Studies that may be another patient's, and records that may be his: for a human to settle. */
  readonly unreconciled: number;
  readonly proposals: number;
  /** More records are joined than one person has: a fault of their linking, and only this record is read. */
  readonly tooWide: boolean;
};

/**
 * The page of one appointment: why he comes, what is new since this physician saw him, what is open, what is to be decided.
 * Pure; the lists are short enough to be read while the patient sits down, and say how much they leave out.
 */
export function pageOf(input: PageInput): AppointmentPage {
  const { appointment, facts, zone, asOf, language, hiddenRecords } = input;
  const { resource, record, id } = appointment;
  const patient = facts.find((one) => one.record === record && one.resource.resourceType === 'Patient')?.resource as
    | fhir4.Patient
    | undefined;
  const since = lastSeen(input);
  const { start = '', end, status } = resource;
  const people = resource.participant
    .filter(({ actor, status: part }) => part !== 'declined' && actor?.type === 'Practitioner')
    .flatMap(({ actor }) => actor?.display ?? actor?.identifier?.value ?? []);
  return {
    appointment: { id, start, ...(end ? { end } : {}), status, takesPlace: takesPlace(resource), with: people },
    patient: { record, ...described(patient, asOf, zone, language) },
    chart: facts.some((one) => !['Patient', 'Appointment'].includes(one.resource.resourceType)) ? 'known' : 'empty',
    hiddenRecords,
    why: whyOf(input),
    news: { since, ...newsOf(input, since.at) },
    open: openOf(input),
    decide: decisionsOf(input),
  };
}

function described(patient: fhir4.Patient | undefined, asOf: string, zone: string, language: Language) {
  if (patient === undefined) return {};
  const { birthDate, gender } = patient;
  const name = nameOf(patient);
  const age = ageText(birthDate, asOf, zone, language);
  return {
    ...(name ? { name } : {}),
    ...(birthDate ? { birthDate } : {}),
    ...(age ? { age } : {}),
    ...(gender ? { sex: gender } : {}),
  };
}

/** Months up to six years, as paediatricians count; where the birth date leaves it open, both ends. */
function ageText(birthDate: string | undefined, asOf: string, zone: string, language: Language): string | undefined {
  const months = ageMonthsAt(birthDate, asOf, zone);
  if (months === undefined) return undefined;
  const small = months.max < 72;
  const [least, most] = small ? [months.min, months.max] : [Math.floor(months.min / 12), Math.floor(months.max / 12)];
  const unit = language === 'ru' ? (small ? 'мес.' : 'лет') : small ? 'months' : 'years';
  return `${least === most ? least : `${least}–${most}`} ${unit}`;
}
