import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { holderOf } from './holder.ts';
import { linkDecision } from './link.ts';
import { OMS_OID } from './oms.ts';
import { SNILS_OID } from './snils.ts';
import { isFiller, stopList } from './stop.ts';

const SNILS = { system: `urn:oid:${SNILS_OID}`, value: '212-043-383 00' };
const OMS = { system: `urn:oid:${OMS_OID}`, value: '2341998071655749' };

const patient = (more: Partial<fhir4.Patient> = {}): fhir4.Patient => ({
  resourceType: 'Patient',
  identifier: [SNILS],
  birthDate: '1980-05-12',
  gender: 'female',
  name: [{ family: 'Ёлкина', given: ['Анна', 'Фоминична'] }],
  ...more,
});
const named = (family: string | undefined, ...given: string[]) => ({
  name: [{ ...(family === undefined ? {} : { family }), given }],
});
const decide = (one: Partial<fhir4.Patient>, other: Partial<fhir4.Patient> = {}) =>
  linkDecision(holderOf(patient(one)), holderOf(patient(other)));

describe('two records with one number link by themselves', () => {
  test.each([
    ['when all agrees', {}],
    ['with е for ё', named('ЕЛКИНА', 'Анна', 'Фоминична')],
    ['in a standard transliteration', named('Elkina', 'Anna', 'Fominichna')],
    ['with initials', named('Ёлкина', 'А', 'Ф')],
    ['with initials in one field', named('Ёлкина', 'А.Ф.')],
    ['without the patronymic', named('Ёлкина', 'Анна')],
    [
      'with a maiden name beside the one in force',
      { name: [...(patient().name ?? []), { use: 'maiden', family: 'Небылова' } as const] },
    ],
    ['by the policy', { identifier: [OMS] }, { identifier: [OMS] }],
    ['by the policy where one has no SNILS', { identifier: [OMS] }, { identifier: [SNILS, OMS] }],
  ])('%s', (_, one: Partial<fhir4.Patient>, other: Partial<fhir4.Patient> = {}) => {
    expect(decide(one, other).agrees).toBe(true);
    expect(decide(other, one).agrees).toBe(true);
  });
});

describe('two records with one number are only proposed', () => {
  test.each([
    ['another birth date', { birthDate: '1980-05-13' }, { 'birth-date': 'differs' }],
    ['a birth year alone', { birthDate: '1980' }, { 'birth-date': 'unknown' }],
    ['no birth date', { birthDate: undefined }, { 'birth-date': 'unknown' }],
    ['another sex', { gender: 'male' }, { sex: 'differs' }],
    ['a sex that nobody named', { gender: 'unknown' }, { sex: 'unknown' }],
    ['another family name, as after a wedding', named('Небылова', 'Анна', 'Фоминична'), { 'family-name': 'differs' }],
    [
      'two family names in force',
      {
        name: [
          { family: 'Ёлкина', given: ['Анна'] },
          { family: 'Небылова', given: ['Анна'] },
        ],
      },
      { 'family-name': 'differs' },
    ],
    ['half of a double surname', named('Ёлкина-Шаблонова', 'Анна'), { 'family-name': 'differs' }],
    ['no name, as while its character set is a guess', { name: [] }, { 'family-name': 'unknown' }],
    ['a twin with the mother’s number', named('Ёлкина', 'Алла', 'Фоминична'), { 'given-names': 'differs' }],
    ['a newborn without a given name', named('Ёлкина'), { 'given-names': 'unknown' }],
    ['a newborn whose given name is none', named('Ёлкина', 'Новорождённая'), { 'given-names': 'unknown' }],
    ['a newborn who is called what it is', named('Ёлкина', 'Девочка', '2'), { 'given-names': 'unknown' }],
    ['another patronymic', named('Ёлкина', 'Анна', 'Лукинична'), { 'given-names': 'differs' }],
  ])('with %s', (_, one, compared) => {
    const decision = decide(one as Partial<fhir4.Patient>);
    expect(decision).toMatchObject({ agrees: false, shared: [{ system: 'snils', value: '21204338300' }], compared });
    expect(decide({}, one as Partial<fhir4.Patient>)).toEqual(decision);
  });

  test.each([
    ['Девочка', 'Девочка'],
    ['дочь', 'Дочь'],
    ['Новорожд.', 'новорожд'],
    ['Мальчик 1', 'Мальчик'],
    ['BABYGIRL', 'Babygirl'],
    ['Неизвестно', 'Неизвестно'],
  ])('where both sides call the child only %s: twins on their mother’s policy', (one, other) => {
    const decision = decide(named('Ёлкина', one), named('Ёлкина', other));
    expect(decision).toMatchObject({ agrees: false, compared: { 'given-names': 'unknown' } });
  });

  test('with a number behind the name, which tells twins apart', () => {
    expect(decide(named('Ёлкина2', 'Анна'), named('Ёлкина1', 'Анна')).compared['family-name']).toBe('differs');
  });

  test('with one policy and two SNILS', () => {
    const other = { ...SNILS, value: '112-233-445 95' };
    expect(decide({ identifier: [SNILS, OMS] }, { identifier: [other, OMS] })).toMatchObject({
      agrees: false,
      compared: { snils: 'differs' },
    });
  });

  test('a birth date that stands for an unknown one is unknown', () => {
    expect(decide({ birthDate: '1900-01-01' }, { birthDate: '1900-01-01' }).compared['birth-date']).toBe('unknown');
  });
});

test.each([
  ['a wrong check number', { ...SNILS, value: '212-043-383 01' }],
  ['a SNILS too low to have a check number', { ...SNILS, value: '001-001-998 00' }],
  ['a policy of the old form', { ...OMS, value: '54 01 123456' }],
  ['a number of the clinic', { system: 'urn:oid:1.2.643.5.1.13.13.12.2.77.1.1', value: '21204338300' }],
  ['a number marked as old', { ...SNILS, use: 'old' as const }],
])('%s proposes nobody', (_, identifier) => {
  expect(holderOf(patient({ identifier: [identifier] })).numbers).toEqual([]);
});

describe('the stop list', () => {
  test.each([
    ['oms', '0000000000000000'],
    ['oms', '1111111111111117'],
    ['oms', '1234567890123452'],
    ['snils', '12345678964'],
  ] as const)('%s %s fills a field', (system, value) => {
    expect(isFiller({ system, value })).toBe(true);
  });

  test('a real number does not, unless the region lists it', () => {
    const number = { system: 'snils', value: '21204338300' } as const;
    expect(stopList()(number)).toBe(false);
    expect(stopList(['212-043-383 00'])(number)).toBe(true);
  });
});

const vectors = join(process.env.OKA_CORPORA ?? '../shared/data', 'vectors');
const cases = (file: string): { inputs: Record<string, string>; expected: { valid?: boolean } }[] =>
  JSON.parse(readFileSync(join(vectors, file), 'utf8')).cases;

(existsSync(vectors) ? describe : describe.skip)('published numbers (skipped without OKA_CORPORA)', () => {
  test.each([
    ['snils.json', 'snils', SNILS.system],
    ['oms_enp.json', 'enp', OMS.system],
  ])('of %s identify when they are valid, and only then', (file, input, system) => {
    const known = cases(file).flatMap(({ inputs, expected }) =>
      inputs[input] === undefined || expected.valid === undefined
        ? []
        : [{ value: inputs[input], valid: expected.valid }],
    );
    expect(known.length).toBeGreaterThan(3);
    for (const { value, valid } of known) {
      const held = holderOf(patient({ identifier: [{ system, value }] })).numbers.length === 1;
      const withoutCheckNumber = input === 'snils' && value.replaceAll(/\D/g, '') < '00100199900';
      expect({ value, held }).toEqual({ value, held: valid && !withoutCheckNumber });
    }
  });
});
