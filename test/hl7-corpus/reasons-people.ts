import { fieldsOf, linesOf, type Reason, standsIn, typeOf } from './prove.ts';

/** People and matters beside the patient, which the other converter partly writes into its Patient. */
const BESIDE = ['IN1', 'IN2', 'IN3', 'GT1', 'NK1', 'DB1'] as const;
/** PID and MRG fields that hold numbers of the patient beside PID-3. */
const NUMBERS = [2, 4, 18, 19, 20] as const;

/** Of patients and visits. */
export const ABOUT_PEOPLE: readonly Reason[] = [
  {
    id: 'not-processed',
    kind: 'not mapped',
    sentence:
      'Messages of money (BAR, DFT), referrals (REF) and orders of diets and supplies (ORM with ODS, RQD) are stored and reported as `hl7-unsupported`.',
    holds: (_, { mapped }) => mapped.messages.every(({ error }) => error?.code === 'hl7-unsupported'),
  },
  {
    id: 'person-deleted',
    kind: 'read otherwise',
    sentence: 'ADT^A29 deletes what was said of a person; the other converter writes it once more.',
    holds: ({ side }, reading) => typeOf(reading) === 'ADT^A29' && side === 'theirs',
  },
  {
    id: 'visit-without-number',
    kind: 'not mapped',
    sentence:
      'A visit that has no number (PV1-19, PV1-50) and that no event opens is none: nothing could be said of it twice.',
    holds: ({ field, side }, reading) =>
      field.startsWith('encounter.') &&
      side === 'theirs' &&
      reading.ours['encounter.class'].length === 0 &&
      fieldsOf(reading, 'PV1', 19, 50).every((number) => number === ''),
  },
  {
    id: 'expected-times',
    kind: 'read otherwise',
    sentence:
      'Expected admission and discharge (PV2-8, PV2-9) are no period of the visit: Oka keeps them as expected times. The other converter makes them the period.',
    holds: ({ field }, reading) =>
      field === 'encounter.period' && fieldsOf(reading, 'PV2', 8, 9).some((time) => time !== ''),
  },
  {
    id: 'opening-event',
    kind: 'read otherwise',
    sentence:
      'An event that opens a visit (A01, A04, A05, A14) gives it no end: PV1-45 of an earlier life of the number is not its own.',
    holds: ({ field }, reading) =>
      field === 'encounter.period' &&
      /^ADT\^A(01|04|05|14)$/.test(typeOf(reading)) &&
      fieldsOf(reading, 'PV1', 45).some((time) => time !== ''),
  },
  {
    id: 'moved-visit',
    kind: 'read otherwise',
    sentence:
      'An event that moves, merges or takes back (A25, A27, A41, A45, A47) is read for what it says of the visit now; the other converter leaves parts of it out.',
    holds: ({ field }, reading) =>
      field.startsWith('encounter.') && /^ADT\^A(25|27|40|41|45|47)$/.test(typeOf(reading)),
  },
  {
    id: 'called-by',
    kind: 'read otherwise',
    sentence: 'XPN.14 ("called by") is no given name.',
    holds: ({ field, side, value }, { ours, theirs }) =>
      field === 'patient.name' &&
      (side === 'theirs'
        ? ours['patient.name'].includes(value.replace(/ \S+$/, ''))
        : theirs['patient.name'].some((one) => one.replace(/ \S+$/, '') === value)),
  },
  {
    id: 'account-number',
    kind: 'kept elsewhere',
    sentence:
      'Every number of the patient (PID-2, 4, 18 to 20 and their like in MRG) is an identifier of his; the other converter makes an Account of PID-18 and leaves others out.',
    holds: ({ field, side, value }, reading) =>
      field === 'patient.identifier' &&
      side === 'ours' &&
      standsIn([...fieldsOf(reading, 'PID', ...NUMBERS), ...linesOf(reading, 'MRG')], value),
  },
  {
    id: 'left-out-by-other',
    kind: 'read otherwise',
    sentence: 'The other converter leaves out what PID says in this message.',
    holds: ({ field, side, value }, reading) =>
      field.startsWith('patient.') &&
      side === 'ours' &&
      (standsIn(linesOf(reading, 'PID'), value) || reading.theirs[field].length === 0),
  },
  {
    id: 'other-people',
    kind: 'not mapped',
    sentence:
      'Insurance, guarantor and disability (IN1, IN2, GT1, DB1) are not mapped; their numbers and names are not the patient’s, where the other converter puts them.',
    holds: ({ field, side, value }, reading) =>
      (field === 'patient.identifier' || field === 'patient.name') &&
      side === 'theirs' &&
      standsIn(linesOf(reading, ...BESIDE), value),
  },
  {
    id: 'consent',
    kind: 'not mapped',
    sentence: 'Consents (CON) are not mapped; the person who signed is not the patient.',
    holds: ({ field, side, value }, reading) =>
      field === 'patient.name' &&
      side === 'theirs' &&
      standsIn(linesOf(reading, 'CON'), value.split(' ').reverse().join(' ')),
  },
];
