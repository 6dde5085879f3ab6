import { ATC, LOINC, UCUM } from '../../domain/fhir/systems.ts';
import type { DayCall } from '../../schemas/day.ts';
import { minutes } from './clinics.ts';
import { ABSENT, fullName, PEOPLE, type Person, personByKey } from './people.ts';
import { bornMonthsBefore, dateIn } from './time.ts';
import { VISITORS } from './visitors.ts';

/** Identifier domains and zones of the clinics, as samples/region/region.json has them. */
const CLINICS = {
  district: { ehr: 'berezovo', domain: '1.2.643.5.1.13.13.12.2.999.1.100.1', zone: 'Asia/Yekaterinburg' },
  post: { ehr: 'dalny', domain: '1.2.643.5.1.13.13.12.2.999.2.100.1', zone: 'Asia/Krasnoyarsk' },
} as const;
const PHYSICIAN = { district: 'Practitioner/therapist', post: 'Practitioner/feldsher' } as const;

const idOf = ({ number }: Person): string => `p${number}`;
const subjectOf = (person: Person) => ({ reference: `Patient/${idOf(person)}` });

function patientOf(person: Person, now: Date): fhir4.Patient {
  const { domain, zone } = CLINICS[person.clinic];
  const day = dateIn(zone, bornMonthsBefore(now, person.ageMonths));
  return {
    resourceType: 'Patient',
    id: idOf(person),
    identifier: [{ system: `urn:oid:${domain}`, value: person.number }],
    name: [{ family: person.family, given: [person.given, person.patronymic] }],
    gender: person.sex === 'M' ? 'male' : 'female',
    birthDate: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`,
  };
}

const medicine = (person: Person, id: string, [atc, text]: readonly [string, string], change: object) => ({
  resourceType: 'MedicationRequest',
  id,
  intent: 'order',
  medicationCodeableConcept: { coding: [{ system: ATC, code: atc }], text },
  subject: subjectOf(person),
  ...change,
});

/** A check-up that finds nothing: what the hospital's own analyser measured, with nobody else to hear of it. */
const wellMeasured = (person: Person, now: Date): fhir4.Observation[] =>
  [
    ['2823-3', 4.1 + (Number(person.number) % 7) / 10, 'mmol/L'] as const,
    ['14749-6', 4.6 + (Number(person.number) % 5) / 10, 'mmol/L'] as const,
  ].map(([code, value, unit]) => ({
    resourceType: 'Observation',
    id: `o${person.number}-${code}`,
    status: 'final',
    code: { coding: [{ system: LOINC, code }] },
    subject: subjectOf(person),
    effectiveDateTime: new Date(now.getTime() - minutes(90)).toISOString(),
    valueQuantity: { value: Number(value.toFixed(1)), unit, system: UCUM, code: unit },
  }));

const bundle = (...resources: readonly object[]) => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource) => ({ resource })),
});

/**
 * What physicians do in their record systems when the day has been heard: every patient's chart is opened, visits are
 * booked, orders are signed. Some systems send everything along, some nothing; one server does not answer.
 */
export function callsOfTheDay(now: Date): DayCall[] {
  const authoredOn = new Date(now.getTime() - minutes(170)).toISOString();
  const warfarin = personByKey('warfarin');
  const ownOrders = new Map([
    [warfarin.key, [medicine(warfarin, 'warfarin-1', ['B01AA03', 'Варфарин'], { status: 'active', authoredOn })]],
  ]);
  const heldOf = (person: Person): DayCall['held'] => [
    { ...patientOf(person, now) },
    ...(ownOrders.get(person.key) ?? []),
    ...(VISITORS.includes(person) ? wellMeasured(person, now).map((one) => ({ ...one })) : []),
  ];
  const call = (person: Person, hook: DayCall['hook'], more: object = {}, change: Partial<DayCall> = {}): DayCall => ({
    ehr: CLINICS[person.clinic].ehr,
    person: person.key,
    patient: fullName(person),
    hook,
    context: { userId: PHYSICIAN[person.clinic], patientId: idOf(person), ...more },
    held: heldOf(person),
    brings: 'everything',
    server: 'answers',
    ...change,
  });
  const booked = (person: Person): object => ({
    appointments: bundle({
      resourceType: 'Appointment',
      id: `a${person.number}`,
      status: 'proposed',
      start: new Date(now.getTime() + minutes(26 * 60)).toISOString(),
      participant: [{ actor: subjectOf(person), status: 'accepted' }],
    }),
  });
  const signs = (person: Person, drug: readonly [string, string], change: Partial<DayCall>): DayCall =>
    call(
      person,
      'order-sign',
      { draftOrders: bundle(medicine(person, `draft-${person.number}`, drug, { status: 'draft' })) },
      change,
    );
  const ibuprofen = ['M01AE01', 'Ибупрофен'] as const;
  const painful = signs(warfarin, ibuprofen, { brings: [] });

  // Her doctor is away: her chart is opened by nobody, and the region itself asks whoever is on duty.
  const seen = [...PEOPLE, ...VISITORS].filter(({ key }) => key !== ABSENT.patient);
  const opened = seen.map((person, index) =>
    // Every third system leaves it to the region to read what it needs.
    call(person, 'patient-view', {}, index % 3 === 2 ? { brings: [] } : {}),
  );
  return [
    ...opened,
    ...['appointment', 'kidney'].map((key) => {
      const person = personByKey(key);
      return call(person, 'appointment-book', booked(person), { brings: [] });
    }),
    // He has heard it and signs: said a second time it would only be noise.
    { ...painful, overrides: { rule: 'ddi_warfarin_nsaid', reason: 'benefit-outweighs' } },
    painful,
    signs(personByKey('curb-low'), ['J01CA04', 'Амоксициллин'], {}),
    signs(VISITORS[9] as Person, ['C09AA02', 'Эналаприл'], { brings: [] }),
    // Its server takes the question and never answers: what could not be looked at is said, once.
    signs(VISITORS[12] as Person, ibuprofen, {
      brings: ['patient', 'medications', 'conditions', 'orders', 'studies', 'encounters'],
      server: 'silent',
    }),
    call(VISITORS[15] as Person, 'patient-view', {}, { brings: [], server: 'silent' }),
  ];
}
