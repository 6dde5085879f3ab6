import { describe, expect, test } from '@jest/globals';
import { mapFrom, message, PID, resourcesOf, segment } from '../example.ts';
import type { MappedInput } from '../map.ts';

const NUMBER = { 1: '1', 3: '70001^^^HOS^PI' };
const say = (fields: Record<number, string>, at = '20260110100000', more: string[] = []): MappedInput =>
  mapFrom('hospital', message('ADT^A31', [`EVN|A31|${at}`, segment('PID', { ...NUMBER, ...fields }), ...more]));
const patient = (...inputs: MappedInput[]): fhir4.Patient | undefined =>
  resourcesOf<fhir4.Patient>('Patient', ...inputs)[0];

describe('names', () => {
  test.each([
    ['Небылицын^Пётр^Фомич', { family: 'Небылицын', given: ['Пётр', 'Фомич'], text: 'Небылицын Пётр Фомич' }],
    ['Небылицын^Пётр^^мл.^г-н^^L', { suffix: ['мл.'], prefix: ['г-н'], use: 'official' }],
    ['Сказкина^Анна^^^^^M', { family: 'Сказкина', use: 'maiden' }],
    ['Петя^^^^^^N', { use: 'nickname' }],
    ['Small&van der&Small^Ann', { family: 'Small', given: ['Ann'] }],
  ])('%s', (sent, expected) => {
    expect(patient(say({ 5: sent }))?.name).toMatchObject([expected]);
  });

  test('each repetition is a name, PID-9 adds others, and a name without a type has no use', () => {
    const { name } = patient(say({ 5: 'Небылицына^Анна~Сказкина^Анна^^^^^M', 9: 'Аня^^^^^^N' })) ?? {};
    expect(name?.map(({ text, use }) => [text, use])).toEqual([
      ['Небылицына Анна', undefined],
      ['Сказкина Анна', 'maiden'],
      ['Аня', 'nickname'],
    ]);
  });
});

test.each([
  ['M', 'male'],
  ['m', 'male'],
  ['М', 'male'],
  ['Ж', 'female'],
  ['F', 'female'],
  ['O', 'other'],
  ['A', 'other'],
  ['N', 'other'],
  ['U', 'unknown'],
  ['X', undefined],
])('sex %s is %s', (sent, gender) => {
  expect(patient(say({ 8: sent }))?.gender).toBe(gender);
});

test('the time of birth is kept beside its date', () => {
  expect(patient(say({ 7: '202601090312' }))).toMatchObject({
    birthDate: '2026-01-09',
    _birthDate: {
      extension: [
        {
          url: 'http://hl7.org/fhir/StructureDefinition/patient-birthTime',
          valueDateTime: '2026-01-09T03:12:00+05:00',
        },
      ],
    },
  });
  expect(patient(say({ 7: '1950' }))).not.toHaveProperty('_birthDate');
});

describe('telephones and addresses', () => {
  test.each([
    ['+7 000 000-00-00', { system: 'phone', value: '+7 000 000-00-00', use: 'home' }],
    ['^PRN^CP^^7^000^0000001', { system: 'phone', value: '+7 000 0000001', use: 'mobile' }],
    ['^WPN^PH^^7^000^0000002^12', { system: 'phone', value: '+7 000 0000002 ext. 12', use: 'work' }],
    ['^NET^Internet^vymysel@example.test', { system: 'email', value: 'vymysel@example.test', use: 'home' }],
    ['vymysel@example.test^NET', { system: 'email', value: 'vymysel@example.test' }],
    ['000^^FX', { system: 'fax' }],
    ['000^BPN^BP', { system: 'pager' }],
    ['^^PH^^^^^^^^^8 000 00^^^^^^2', { system: 'phone', value: '8 000 00', rank: 2 }],
  ])('%s', (sent, expected) => {
    expect(patient(say({ 13: sent }))?.telecom).toMatchObject([expected]);
  });

  test('home and work are two groups: one may be taken away', () => {
    const both = say({ 13: '111', 14: '222' });
    expect(patient(both, say({ 13: '""' }, '20260110110000'))?.telecom).toMatchObject([{ value: '222', use: 'work' }]);
    expect(patient(both, say({ 14: '""' }, '20260110110000'))?.telecom).toMatchObject([{ value: '111', use: 'home' }]);
  });

  test('an address has its street, house, district and kind', () => {
    const [home, postal] =
      patient(say({ 11: 'Сказочная&ул. Сказочная&1^кв. 2^Берёзово^Край^627000^RUS^H^^Озёрный~а/я 5^^Берёзово^^^^M' }))
        ?.address ?? [];
    expect(home).toEqual({
      use: 'home',
      line: ['Сказочная', 'ул. Сказочная', '1', 'кв. 2'],
      city: 'Берёзово',
      district: 'Озёрный',
      state: 'Край',
      postalCode: '627000',
      country: 'RUS',
    });
    expect(postal).toMatchObject({ type: 'postal', line: ['а/я 5'] });
  });
});

describe('further facts', () => {
  test.each([
    [{ 29: '20260109' }, { deceasedDateTime: '2026-01-09' }],
    [{ 30: 'Y' }, { deceasedBoolean: true }],
    [{ 24: 'Y', 25: '2' }, { multipleBirthInteger: 2 }],
    [{ 24: 'Y' }, { multipleBirthBoolean: true }],
    [{ 24: 'N' }, { multipleBirthBoolean: false }],
    [
      { 15: 'rus^Русский^HL70296' },
      {
        communication: [
          {
            language: {
              coding: [
                { system: 'urn:ietf:bcp:47', code: 'ru' },
                { system: 'http://terminology.hl7.org/CodeSystem/v2-0296', code: 'rus' },
              ],
              text: 'Русский',
            },
            preferred: true,
          },
        ],
      },
    ],
    [{ 16: 'M^Женат' }, { maritalStatus: { coding: [{ code: 'M' }], text: 'Женат' } }],
    [{ 16: 'U' }, { maritalStatus: { coding: [{ code: 'UNK' }] } }],
    [{ 6: 'Сказкина' }, { extension: [{ valueString: 'Сказкина' }] }],
    [{ 23: 'Берёзово' }, { extension: [{ valueAddress: { text: 'Берёзово' } }] }],
  ])('%j', (fields, expected) => {
    expect(patient(say(fields))).toMatchObject(expected);
  });

  test('each is left by a message without it and taken away by ""', () => {
    const fields = { 6: 'Сказкина', 15: 'rus', 16: 'M', 23: 'Берёзово', 24: 'Y', 29: '20260109' };
    const known = patient(say(fields), say({}, '20260110110000'));
    expect(known).toMatchObject({ multipleBirthBoolean: true, deceasedDateTime: '2026-01-09' });
    expect(known?.extension).toHaveLength(2);
    const taken = Object.fromEntries(Object.keys(fields).map((field) => [field, '""']));
    const left = patient(say(taken, '20260110110000'), say(fields));
    expect(Object.keys(left ?? {}).sort()).toEqual(['id', 'identifier', 'resourceType']);
  });

  test('numbers beside PID-3 follow it, each with its kind, and PID-19 with a right check number is a SNILS', () => {
    const { identifier } = patient(say({ 2: '70001', 4: 'ALT', 18: 'ACC', 19: '112-233-445 95', 20: 'DL1' })) ?? {};
    expect(identifier?.map(({ system, value, type }) => [value, type?.coding?.[0]?.code, system])).toEqual([
      ['70001', 'PI', 'urn:oid:1.2.643.5.1.13.13.12.2.999.91.100.1'],
      ['ACC', 'AN', undefined],
      ['112-233-445 95', 'SS', 'urn:oid:1.2.643.100.3'],
      ['DL1', 'DL', undefined],
      ['ALT', undefined, undefined],
    ]);
  });

  test('relatives are one list, which the next message with NK1 replaces', () => {
    const mother = segment('NK1', { 1: '1', 2: 'Сказкина^Анна', 3: 'MTH^Мать^HL70063', 5: '111', 15: 'F' });
    const father = segment('NK1', { 1: '1', 2: 'Небылицын^Фома', 3: 'FTH^Отец^HL70063' });
    const [first, second] = [say({}, '20260110100000', [mother, 'NK1|2']), say({}, '20260110110000', [father])];
    expect(patient(first)?.contact).toMatchObject([
      {
        name: { text: 'Сказкина Анна' },
        relationship: [{ text: 'Мать' }],
        telecom: [{ value: '111' }],
        gender: 'female',
      },
    ]);
    expect(patient(second, first)?.contact).toMatchObject([{ name: { text: 'Небылицын Фома' } }]);
    expect(patient(say({}, '20260110120000'), first)?.contact).toHaveLength(1);
  });

  test('the doctor and the organisation that look after him', () => {
    const pd1 = segment('PD1', { 3: 'Поликлиника^^^^^^^^^1.2.643.5.1.13.13.12.2.77.1', 4: 'Т1^Вымыслова^Ася' });
    expect(patient(say({}, '20260110100000', [pd1]))?.generalPractitioner).toMatchObject([
      { type: 'Practitioner', display: 'Вымыслова Ася' },
      { type: 'Organization', display: 'Поликлиника' },
    ]);
  });
});

test('the PID of the example stays what it was', () => {
  expect(patient(mapFrom('hospital', message('ADT^A08', [PID])))?.name?.[0]?.family).toBe('Небылицын');
});
