import { describe, expect, test } from '@jest/globals';
import { type Asked, compare, type Known, likelier } from './compare.ts';

const asked: Asked = {
  headers: [{ name: 'Иванов^Иван^Иванович', birthDate: '2023-01-15', sex: 'male' }],
  accession: 'A-1',
  started: '2026-03-01T05:15:00.000Z',
  record: 'r',
};
const patient: fhir4.Patient = {
  resourceType: 'Patient',
  name: [{ family: 'Иванов', given: ['Иван', 'Иванович'] }],
  birthDate: '2023-01-15',
  gender: 'male',
};
const known: Known = { record: 'r', patient, number: '4711', hasAccession: true, near: '2026-03-01T05:00:00.000Z' };
const verdicts = (a: Partial<Asked>, k: Partial<Known> = {}) =>
  Object.fromEntries(compare({ ...asked, ...a }, { ...known, ...k }).map(({ what, verdict }) => [what, verdict]));

describe('a study beside a record', () => {
  test('agrees in everything', () => {
    expect(compare(asked, known)).toEqual([
      { what: 'name', verdict: 'agrees', said: 'Иванов Иван Иванович', known: 'Иванов Иван Иванович' },
      { what: 'birth-date', verdict: 'agrees', said: '2023-01-15', known: '2023-01-15' },
      { what: 'sex', verdict: 'agrees', said: 'male', known: 'male' },
      { what: 'number', verdict: 'agrees', known: '4711' },
      { what: 'accession', verdict: 'agrees', said: 'A-1', known: 'A-1' },
      { what: 'time', verdict: 'agrees', said: '2026-03-01T05:15:00.000Z', known: '2026-03-01T05:00:00.000Z' },
    ]);
  });
  test('differs in what contradicts, another spelling of a name does not', () => {
    const header = { name: 'IVANOV^IVAN', birthDate: '2022', sex: 'female' as const };
    expect(verdicts({ headers: [header], record: 'other' })).toMatchObject({
      ...{ name: 'agrees', 'birth-date': 'differs', sex: 'differs', number: 'differs' },
    });
  });
  test('knows nothing of what either side leaves out', () => {
    const nothing = { patient: undefined, hasAccession: false, near: undefined };
    expect(Object.values(verdicts({ record: undefined }, nothing))).toEqual(Array(6).fill('unknown'));
    expect(verdicts({ headers: [{}] })).toMatchObject({ name: 'unknown', 'birth-date': 'unknown', sex: 'unknown' });
  });
  test('of several headers one that contradicts is enough', () => {
    const headers = [...asked.headers, { name: 'Петров^Пётр' }];
    expect(verdicts({ headers })).toMatchObject({ name: 'differs', 'birth-date': 'agrees' });
  });
});

test('the likelier record stands first, equal ones in a fixed order', () => {
  const of = (record: string, ...all: ('agrees' | 'differs' | 'unknown')[]) => ({
    record,
    compared: all.map((verdict) => ({ what: 'name' as const, verdict })),
  });
  const all = [of('c', 'differs'), of('b', 'unknown'), of('a', 'unknown'), of('d', 'agrees')];
  expect(all.sort(likelier).map(({ record }) => record)).toEqual(['d', 'a', 'b', 'c']);
});
