import { describe, expect, test } from '@jest/globals';
import type { FoundPerson } from '../../schemas/api/desk-find.ts';
import { compared, contradicts, type EhrPatient, sameName } from './compare.ts';

const DOMAIN = '1.2.643.5.1.1';
const ehr: EhrPatient = {
  id: 'p1',
  identifier: [{ system: `urn:oid:${DOMAIN}`, value: '70101' }],
  name: [{ family: 'Небылицын', given: ['Пётр', 'Фомич'] }],
  birthDate: '2024-09-18',
  gender: 'male',
};
const oka = (patient: Partial<FoundPerson['patient']> = {}, value = '70101'): FoundPerson => ({
  record: 'r',
  records: ['r'],
  clinic: 'district',
  clinicTitle: { ru: 'Больница', en: 'Hospital' },
  patient: { name: 'НЕБЫЛИЦЫН ПЕТР ФОМИЧ', birthDate: '2024-09-18', sex: 'male', ...patient },
  identifiers: [{ system: DOMAIN, value }],
});
const verdicts = (one: EhrPatient, other: FoundPerson) =>
  Object.fromEntries(compared(one, other).map(({ field, verdict }) => [field, verdict]));

describe('a record system’s patient beside Oka’s', () => {
  test('is the same where number, name, birth date and sex agree, however the name is written', () => {
    expect(verdicts(ehr, oka())).toEqual({ number: 'same', name: 'same', birthDate: 'same', sex: 'same' });
    expect(contradicts(compared(ehr, oka()))).toBe(false);
  });

  test.each([
    ['name', oka({ name: 'Небывалов Пётр Фомич' })],
    ['name', oka({ name: 'Небылицын Павел Фомич' })],
    ['birthDate', oka({ birthDate: '2024-08-18' })],
    ['sex', oka({ sex: 'female' })],
    ['number', oka({}, '70102')],
  ])('another %s is a contradiction, and one is too many', (field, other) => {
    expect(verdicts(ehr, other)[field]).toBe('differs');
    expect(contradicts(compared(ehr, other))).toBe(true);
  });

  test('what one side does not say contradicts nothing, and is not called the same', () => {
    const bare = oka();
    const { name: _name, birthDate: _birthDate, sex: _sex, ...rest } = bare.patient;
    const rows = verdicts(ehr, { ...bare, patient: rest, identifiers: [] });
    expect(rows).toEqual({ number: 'unknown', name: 'unknown', birthDate: 'unknown', sex: 'unknown' });
    expect(verdicts({ ...ehr, gender: 'unknown' }, bare).sex).toBe('unknown');
  });

  test('a year alone is not another date than a day of that year', () => {
    expect(verdicts(ehr, oka({ birthDate: '2024' })).birthDate).toBe('same');
    expect(verdicts(ehr, oka({ birthDate: '2023' })).birthDate).toBe('differs');
  });

  test('the same digits in another domain are no common number', () => {
    const other = { ...oka(), identifiers: [{ system: '1.2.643.5.1.2', value: '70101' }] };
    expect(verdicts(ehr, other).number).toBe('unknown');
  });
});

test.each([
  ['Сказкина Алёна Фоминична', 'СКАЗКИНА АЛЕНА ФОМИНИЧНА', true],
  ['Сказкина Алёна', 'Сказкина Алёна Фоминична', true],
  ['Сказкина А. Ф.', 'Сказкина Алёна Фоминична', true],
  ['Римская-Корсакова Анна', 'Римская Корсакова Анна', true],
  ['С. Алёна Фоминична', 'Сказкина Алёна Фоминична', false],
  ['Сказкина Алёна Фоминична', 'Сказкина Алёна Фёдоровна', false],
  ['Сказкина', 'Сказкина Алёна', false],
])('%s and %s are one name: %s', (a, b, same) => {
  expect(sameName(a, b)).toBe(same);
  expect(sameName(b, a)).toBe(same);
});
