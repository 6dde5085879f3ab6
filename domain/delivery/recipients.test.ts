import { describe, expect, test } from '@jest/globals';
import { DirectoryPerson } from '../../schemas/duty.ts';
import { criticalAdvice, presentFinding } from '../../test/results.ts';
import { type NamingResource, recipientsOf } from './recipients.ts';

const RECORD = '00000000-0000-8000-8000-000000000001';
const AT = '2026-03-02T08:00:00.000Z';
const SNILS = 'urn:oid:1.2.643.100.3';
const person = (id: string, number: string, clinic = 'north') =>
  DirectoryPerson.parse({ id, name: id, clinics: [clinic], staff: [{ clinic, number }] });
const PEOPLE = [
  person('attending', 'T1'),
  person('referring', 'T2'),
  person('requester', 'T3'),
  person('booked', 'T4'),
  person('elsewhere', 'T9', 'south'),
  person('by-snils', '112-233-445 95', 'south'),
];
const staff = (value: string, system?: string): fhir4.Reference => ({
  type: 'Practitioner',
  identifier: { value, ...(system ? { system } : {}) },
});
const visit = (change: Partial<fhir4.Encounter> = {}, ...people: [string, fhir4.Reference][]): NamingResource => ({
  resourceType: 'Encounter',
  id: 'v',
  status: 'in-progress',
  class: { code: 'IMP' },
  participant: people.map(([code, individual]) => ({ type: [{ coding: [{ code }] }], individual })),
  ...change,
});
const appointment = (start: string, number: string, change: Partial<fhir4.Appointment> = {}): NamingResource => ({
  resourceType: 'Appointment',
  status: 'booked',
  start,
  participant: [
    { actor: { reference: `Patient/${RECORD}` }, status: 'accepted' },
    { actor: staff(number), status: 'accepted' },
  ],
  ...change,
});
const found = (resources: NamingResource[], more: Partial<Parameters<typeof recipientsOf>[0]> = {}) =>
  recipientsOf({
    ...{ result: criticalAdvice(RECORD), clinic: 'north', resources, people: PEOPLE, radiologists: [], at: AT },
    ...more,
  });
const named = (resources: NamingResource[], more = {}) =>
  found(resources, more).recipients.map(({ person: id, as }) => `${id} ${as}`);

describe('a result is for', () => {
  test('the attending and the referring doctor of the visit that goes on', () => {
    expect(named([visit({}, ['ATND', staff('T1')], ['REF', staff('T2')], ['CON', staff('T4')])])).toEqual([
      'attending attending',
      'referring referring',
    ]);
  });

  test('of visits that have ended those of the last one, for a while', () => {
    const ended = (end: string, number: string) =>
      visit({ status: 'finished', period: { end } }, ['ATND', staff(number)]);
    expect(named([ended('2026-02-20T10:00:00Z', 'T1'), ended('2026-02-25T10:00:00Z', 'T2')])).toEqual([
      'referring attending',
    ]);
    expect(named([ended('2026-01-20T10:00:00Z', 'T1')])).toEqual([]);
    expect(named([visit({ status: 'cancelled' }, ['ATND', staff('T1')])])).toEqual([]);
  });

  test('of an appointment at the polyclinic that nobody has closed only as long as of one that has ended', () => {
    const begun = (start: string, code: string) => visit({ class: { code }, period: { start } }, ['ATND', staff('T1')]);
    expect(named([begun('2024-03-01T10:00:00Z', 'AMB')])).toEqual([]);
    expect(named([begun('2026-02-20T10:00:00Z', 'AMB')])).toEqual(['attending attending']);
    expect(named([begun('2025-03-01T10:00:00Z', 'IMP')])).toEqual(['attending attending']);
    const ofNoKind = { ...begun('2025-03-01T10:00:00Z', 'AMB'), class: undefined } as unknown as NamingResource;
    expect(named([ofNoKind])).toEqual(['attending attending']);
  });

  test('whoever ordered what it rests on, by the order number of its facts or the accession of its study', () => {
    const numbers = { identifier: [{ system: 'urn:oid:1.2', value: 'A-17' }] };
    const order: NamingResource = {
      ...{ resourceType: 'ServiceRequest', id: 'o', status: 'active', intent: 'order', subject: {} },
      ...{ ...numbers, requester: staff('T3') },
    };
    const cited: NamingResource = {
      ...{ resourceType: 'Observation', id: '0a0b0c0d-0000-8000-8000-000000000003', status: 'final', code: {} },
      basedOn: [{ type: 'ServiceRequest', identifier: { system: 'urn:oid:1.2', value: 'A-17' } }],
    };
    expect(named([order, cited])).toEqual(['requester referring']);
    expect(named([order])).toEqual([]);
    const ofStudy = { ...order, identifier: [{ value: 'A17' }] };
    expect(named([ofStudy], { result: presentFinding(RECORD) })).toEqual(['requester referring']);
  });

  test('whoever sees the patient next, and not who saw him last or would have', () => {
    const day = (start: string, number: string, change = {}) => appointment(start, number, change);
    expect(
      named([
        day('2026-03-10T10:00:00+05:00', 'T2'),
        day('2026-03-03T10:00:00+05:00', 'T4'),
        day('2026-03-02T23:00:00+05:00', 'T1', { status: 'cancelled' }),
        day('2026-02-20T10:00:00+05:00', 'T1'),
      ]),
    ).toEqual(['booked appointment']);
  });

  test('nobody twice: as what he is first counts', () => {
    expect(
      named([visit({}, ['ATND', staff('T1')], ['REF', staff('T1')]), appointment('2026-03-03T10:00:00+05:00', 'T1')]),
    ).toEqual(['attending attending']);
  });

  test('of what only a radiologist judges, for the one on duty first', () => {
    const both = named([visit({}, ['ATND', staff('T1')])], { radiologists: ['radiologist'] });
    expect(both).toEqual(['radiologist duty-radiologist', 'attending attending']);
  });
});

describe('a staff number', () => {
  test('that nobody of the directory bears is said, and nobody is guessed', () => {
    expect(found([visit({}, ['ATND', staff('T77')], ['REF', staff('T2')])])).toEqual({
      recipients: [{ person: 'referring', as: 'referring' }],
      unknownStaff: ['T77'],
    });
  });

  test('of another clinic of the region, by its authority, names nobody of this one', () => {
    const clinics = [
      { id: 'north', oid: '1.2.643.5.1.13.13.12.2.88.1' },
      { id: 'south', oid: '1.2.643.5.1.13.13.12.2.88.11' },
    ];
    const given = (number: string, oid: string) =>
      found([visit({}, ['ATND', staff(number, `urn:oid:${oid}`)])], { clinics });
    expect(given('T1', '1.2.643.5.1.13.13.12.2.88.11.7')).toEqual({ recipients: [], unknownStaff: ['T1'] });
    expect(given('T9', '1.2.643.5.1.13.13.12.2.88.11').recipients).toEqual([{ person: 'elsewhere', as: 'attending' }]);
    expect(given('T1', '1.2.643.5.1.13.13.12.2.88.1.7').recipients).toEqual([{ person: 'attending', as: 'attending' }]);
    // A numbering of its own that no clinic of the region claims is the sender's.
    expect(given('T1', '1.2.3.4').recipients).toEqual([{ person: 'attending', as: 'attending' }]);
  });

  test('counts in the clinic that gave it; a SNILS counts everywhere, with and without its dashes', () => {
    expect(found([visit({}, ['ATND', staff('T9')])])).toEqual({ recipients: [], unknownStaff: ['T9'] });
    expect(named([visit({}, ['ATND', staff('11223344595', SNILS)])])).toEqual(['by-snils attending']);
  });
});
