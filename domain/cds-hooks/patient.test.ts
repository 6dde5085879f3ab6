import { describe, expect, test } from '@jest/globals';
import { isOfPatient, isSamePerson } from './patient.ts';
import { isWellFormed } from './shape.ts';

const server = 'https://ehr.example/fhir';
const about = (reference: string | undefined) =>
  ({ resourceType: 'Observation', status: 'final', code: {}, subject: { reference } }) as fhir4.Observation;

describe('a resource belongs to the patient of the call', () => {
  test.each([
    ['Patient/p', true],
    ['Patient/p/_history/3', true],
    [`${server}/Patient/p`, true],
    [undefined, true],
    ['Group/g', true],
    ['Patient/q', false],
    ['Patient/pp', false],
    ['https://other.example/Patient/p', false],
  ])('%s: %s', (reference, expected) => {
    expect(isOfPatient(about(reference), 'p', `${server}/`)).toBe(expected);
  });

  test('an appointment by one of its participants', () => {
    const with_ = (...actors: string[]) =>
      isOfPatient(
        {
          resourceType: 'Appointment',
          status: 'booked',
          participant: actors.map((reference) => ({ status: 'accepted', actor: { reference } })),
        },
        'p',
        server,
      );
    expect(with_('Practitioner/d', 'Patient/p')).toBe(true);
    expect(with_('Practitioner/d')).toBe(true);
    expect(with_('Practitioner/d', 'Patient/q')).toBe(false);
  });
});

describe('the regional chart is opened', () => {
  const person = {
    resourceType: 'Patient',
    identifier: [{ system: 'urn:oid:1.2.3', value: '7' }],
    birthDate: '1980-01-31',
    gender: 'male',
  } as const;
  test('when a number, the birth date and the sex agree', () => {
    expect(
      isSamePerson(
        { ...person, identifier: [...person.identifier, { value: 'x' }] },
        { ...person, identifier: [...person.identifier] },
      ),
    ).toBe(true);
  });
  test.each([
    ['another number', { identifier: [{ system: 'urn:oid:1.2.3', value: '8' }] }],
    ['a number without its system', { identifier: [{ value: '7' }] }],
    ['no number', { identifier: [] }],
    ['another day of birth', { birthDate: '1980-01-30' }],
    ['a year of birth only', { birthDate: '1980' }],
    ['another sex', { gender: 'female' }],
    ['no sex', { gender: 'unknown' }],
  ])('not with %s', (_, change) => {
    const theirs = { ...person, ...change } as fhir4.Patient;
    expect(isSamePerson(theirs, { ...person, identifier: [...person.identifier] })).toBe(false);
    expect(isSamePerson(theirs, theirs)).toBe(_.startsWith('another'));
  });
});

test('two who hold one policy and two SNILS are two people; dashes make no other number', () => {
  const twin = (snils: string): fhir4.Patient => ({
    resourceType: 'Patient',
    identifier: [
      { system: 'urn:oid:1.2.3', value: '7' },
      { system: 'urn:oid:1.2.643.100.3', value: snils },
    ],
    birthDate: '2020-01-31',
    gender: 'female',
  });
  expect(isSamePerson(twin('11223344595'), twin('08765430300'))).toBe(false);
  expect(isSamePerson(twin('11223344595'), twin('112-233-445 95'))).toBe(true);
});

describe('the shape of a resource', () => {
  const sound = {
    resourceType: 'MedicationRequest',
    status: 'active',
    medicationCodeableConcept: { coding: [{ system: 's', code: 'c' }], text: 't' },
    dosageInstruction: [{ timing: { repeat: { period: 1, frequency: 2 } } }],
    subject: { identifier: { value: '7' } },
  };
  test.each([
    ['as FHIR has it', {}, true],
    ['with an extension', { extension: [{ url: 'u', valueCode: 'c' }] }, true],
    ['a list that is none', { dosageInstruction: 7 }, false],
    ['a status that is a number', { status: 7 }, false],
    ['a code that is text', { code: 'x' }, false],
    ['a coding that is no list', { medicationCodeableConcept: { coding: { code: 'c' } } }, false],
    ['a code of a coding that is a number', { medicationCodeableConcept: { coding: [{ code: 7 }] } }, false],
    ['null somewhere', { note: [null] }, false],
    ['a figure in words', { valueQuantity: { value: '7.1' } }, false],
    ['a figure in words in a part', { component: [{ code: {}, valueQuantity: { value: '7.1' } }] }, false],
  ])('%s', (_, change, expected) => {
    expect(isWellFormed({ ...sound, ...change })).toBe(expected);
  });

  test('no real resource is as deep as this', () => {
    let deep: object = {};
    for (let level = 0; level < 10_000; level += 1) deep = { deep };
    expect(isWellFormed({ ...sound, deep })).toBe(false);
  });
});
