import { describe, expect, test } from '@jest/globals';
import { HEADER_EXTENSION } from '../../../../schemas/measurement.ts';
import { encodeAs } from '../../../../test/charsets.ts';
import { reconciliation } from '../../../dicom/match.ts';
import { holderOf } from '../../../identity/holder.ts';
import { linkDecision } from '../../../identity/link.ts';
import { regionContext } from '../context.ts';
import { ID_KEY, PID, RECEIVED_AT, REGION, resourcesOf, segment } from '../example.ts';
import { mapHl7 } from '../map.ts';
import type { SenderCharset } from '../sender-charset.ts';
import { UNCONFIRMED_NAME } from './guessed.ts';
import { contradictionsOf } from './stated.ts';

const context = regionContext(REGION, 'hospital', { idKey: ID_KEY, receivedAt: RECEIVED_AT });

/** An ADT that declares ASCII and is windows-1251. */
const read = (segments: readonly string[], known?: SenderCharset) => {
  const lines = ['MSH|^~\\&|HIS|X|OKA|T|20260110101500||ADT^A08|1|P|2.5.1||||||ASCII', ...segments];
  const bytes = encodeAs(`${lines.join('\r')}\r`, 'windows-1251');
  return mapHl7(bytes, known ? { ...context, charsetOf: () => known } : context);
};
const patientIn = (mapped: ReturnType<typeof read>) => resourcesOf<fhir4.Patient>('Patient', mapped)[0];

const GUESSED = patientIn(read([PID])) as fhir4.Patient;

describe('a patient read by guess', () => {
  test('has a birth date, a sex and numbers, and says that his name is not confirmed', () => {
    expect(GUESSED).toMatchObject({ birthDate: '1980-05-12', gender: 'male', name: [UNCONFIRMED_NAME] });
    expect(JSON.stringify(GUESSED)).not.toContain('Небылицын');
  });

  test('has no address, relatives or numbers beyond ASCII either', () => {
    const numbers = '70001^^^HOS^PI~ПС-7^^^HOS^PP~9^^^HOS^AN';
    const pid = segment('PID', {
      1: '1',
      3: numbers,
      5: 'Doe^John',
      7: '19800512',
      8: 'Ж',
      11: 'ул. Мира^^Город',
      13: '123',
    });
    const patient = patientIn(read([pid, segment('NK1', { 1: '1', 2: 'Мать^Анна', 3: 'MTH' })]));
    expect(patient?.identifier?.map(({ value }) => value)).toEqual(['70001', '9']);
    expect(patient).toMatchObject({ name: [{ text: 'Doe John' }], gender: 'female', telecom: [{ value: '123' }] });
    expect(JSON.stringify(patient)).not.toMatch(/Мира|Мать/);
  });

  test('has all of it when the set is confirmed', () => {
    const confirmed = { charset: 'windows-1251', by: 'confirmed', slot: 's', reading: 2 } as const;
    expect(patientIn(read([PID], confirmed))?.name?.[0]?.text).toBe('Небылицын Пётр Фомич');
  });

  test('neither agrees with another of the same number nor differs from him', () => {
    const snils = { system: 'urn:oid:1.2.643.100.3', value: '11223344595' };
    const certain: fhir4.Patient = {
      ...{ ...GUESSED, identifier: [snils] },
      name: [{ family: 'Небылицын', given: ['Пётр', 'Фомич'], text: 'Небылицын Пётр Фомич' }],
    };
    const { compared, agrees } = linkDecision(holderOf(certain), holderOf({ ...GUESSED, identifier: [snils] }));
    expect(compared).toMatchObject({ 'family-name': 'unknown', 'given-names': 'unknown', 'birth-date': 'agrees' });
    expect(agrees).toBe(false);
    expect(linkDecision(holderOf(certain), holderOf(certain)).agrees).toBe(true);
  });

  test('contradicts no film and no laboratory by name', () => {
    const header = { name: 'Other^Name', birthDate: '1980-05-12', sex: 'male' };
    const study = {
      resourceType: 'ImagingStudy',
      status: 'available',
      subject: {},
      extension: [{ url: HEADER_EXTENSION, valueString: JSON.stringify(header) }],
    } as fhir4.ImagingStudy;
    expect(reconciliation(study, GUESSED)).toEqual({ state: 'reconciled' });
    const stated = { record: '', name: 'Сказкина Алёна', birthDate: undefined, gender: undefined };
    expect(contradictionsOf(stated, GUESSED)).toEqual([]);
  });
});
