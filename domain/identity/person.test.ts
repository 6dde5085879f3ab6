import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IdentityEdge } from '../../schemas/chart.ts';
import type { Holder } from './holder.ts';
import { type Neighbourhood, personIn, proposalsOf } from './person.ts';

const SNILS = { system: 'snils', value: '21204338300' } as const;
const OMS = { system: 'oms', value: '2341998071655749' } as const;

const holder = (more: Partial<Holder> = {}): Holder => ({
  numbers: [SNILS],
  birthDate: '1980-05-12',
  sex: 'female',
  names: [{ family: 'Ёлкина', given: ['Анна'] }],
  ...more,
});
const edge = (
  a: string,
  b: string,
  state: IdentityEdge['state'],
  kind: IdentityEdge['kind'] = 'link',
  survivor?: string,
) => ({
  records: [a, b] as [string, string],
  kind,
  state,
  stamp: { time: '2026-01-10T10:00:00.000Z', rank: 20, hash: '0'.repeat(64) },
  ...(survivor === undefined ? {} : { survivor }),
});
const around = (
  holders: Readonly<Record<string, Holder>>,
  edges: readonly IdentityEdge[] = [],
  ignores: Neighbourhood['ignores'] = () => false,
): Neighbourhood => ({ edges, holders: new Map(Object.entries(holders)), ignores });

const others = (record: string, where: Neighbourhood) =>
  proposalsOf(record, where).map(({ records }) => records.find((one) => one !== record));

describe('who is one person', () => {
  test('two who agree on a number, and nobody else holds it', () => {
    const where = around({ a: holder(), b: holder() });
    expect(personIn('a', where)).toEqual(['a', 'b']);
    expect(others('a', where)).toEqual([]);
  });

  test('three who all agree', () => {
    expect(personIn('c', around({ a: holder(), b: holder(), c: holder() }))).toEqual(['a', 'b', 'c']);
  });

  test.each([
    ['differs in birth date', { birthDate: '1981-05-12' }],
    ['says too little', { names: [] }],
  ])('nobody, where a third holder %s: all three are proposed', (_, third) => {
    const where = around({ a: holder(), b: holder(), c: holder(third) });
    expect(['a', 'b', 'c'].map((one) => personIn(one, where))).toEqual([['a'], ['b'], ['c']]);
    expect(others('a', where)).toEqual(['b', 'c']);
  });

  test('a number on the stop list neither links nor proposes', () => {
    const where = around({ a: holder(), b: holder() }, [], () => true);
    expect([personIn('a', where), others('a', where)]).toEqual([['a'], []]);
  });

  test('a merged record’s old demographics contradict nobody: its survivor speaks for it', () => {
    const where = around({ a: holder({ birthDate: '1908-05-12' }), b: holder(), c: holder() }, [
      edge('a', 'b', 'joined', 'merge', 'b'),
    ]);
    expect(personIn('c', where)).toEqual(['a', 'b', 'c']);
    expect(['a', 'b', 'c'].map((one) => others(one, where))).toEqual([[], [], []]);
  });

  test('so does the survivor of its survivor', () => {
    const where = around(
      { a: holder({ birthDate: '1908-05-12' }), b: holder({ numbers: [] }), c: holder(), d: holder() },
      [edge('a', 'b', 'joined', 'merge', 'b'), edge('b', 'c', 'joined', 'merge', 'c')],
    );
    expect(personIn('d', where)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('merged twice, a record goes on under the newer survivor, whichever statement is read first', () => {
    const holders = { a: holder({ birthDate: '1908-05-12' }), b: holder(), c: holder({ numbers: [] }), d: holder() };
    const older = edge('a', 'c', 'joined', 'merge', 'c');
    const newer = {
      ...edge('a', 'b', 'joined', 'merge', 'b'),
      stamp: { ...older.stamp, time: '2026-01-10T11:00:00.000Z' },
    };
    for (const edges of [
      [older, newer],
      [newer, older],
    ])
      expect(personIn('d', around(holders, edges))).toEqual(['a', 'b', 'c', 'd']);
  });

  test('merged in a circle, one of them still speaks: nobody is linked past those who differ', () => {
    const old = holder({ birthDate: '1908-05-12' });
    const where = around({ a: old, b: old, c: old, d: holder(), e: holder() }, [
      edge('a', 'b', 'joined', 'merge', 'b'),
      edge('b', 'c', 'joined', 'merge', 'c'),
      edge('a', 'c', 'joined', 'merge', 'a'),
    ]);
    expect(personIn('d', where)).toEqual(['d']);
    expect(others('d', where)).toContain('e');
  });
});

describe('what people decide', () => {
  test('that two are one links what differs', () => {
    const where = around({ a: holder(), b: holder({ birthDate: '1981-05-12' }) }, [edge('a', 'b', 'joined')]);
    expect([personIn('a', where), others('a', where)]).toEqual([['a', 'b'], []]);
  });

  test('that two are apart undoes the number’s link and the proposal', () => {
    const where = around({ a: holder(), b: holder() }, [edge('a', 'b', 'apart')]);
    expect([personIn('a', where), others('a', where)]).toEqual([['a'], []]);
  });

  test('taken back, the number decides again', () => {
    expect(personIn('a', around({ a: holder(), b: holder() }, [edge('a', 'b', 'open')]))).toEqual(['a', 'b']);
  });

  test('that two are apart holds also where a third would join them: its links fall', () => {
    const where = around({ a: holder(), b: holder({ numbers: [OMS] }), c: holder({ numbers: [SNILS, OMS] }) }, [
      edge('a', 'b', 'apart'),
    ]);
    expect(['a', 'b', 'c'].map((one) => personIn(one, where))).toEqual([['a'], ['b'], ['c']]);
    expect(others('c', where)).toEqual(['a', 'b']);
  });

  test('a clinic that took a merge back said that the two are apart', () => {
    const where = around({ a: holder(), b: holder() }, [edge('a', 'b', 'apart', 'merge', 'b')]);
    expect(personIn('a', where)).toEqual(['a']);
  });
});

test('links never make a person wider than 32 records', () => {
  const many = Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`r${n + 100}`, holder()]));
  expect(personIn('r100', around(many))).toEqual(['r100']);
});

test('everyone in the neighbourhood sees the same persons', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const someone: fc.Arbitrary<Holder> = fc.record({
    numbers: fc.subarray([SNILS, OMS]),
    birthDate: fc.constantFrom('1980-05-12', '1980-05-13'),
    sex: fc.constant('female' as const),
    names: fc.constantFrom([{ family: 'Ёлкина', given: ['Анна'] }], [{ family: 'Elkina', given: ['A'] }]),
  });
  const statement = fc
    .tuple(
      fc.subarray(names, { minLength: 2, maxLength: 2 }),
      fc.constantFrom<IdentityEdge['state']>('joined', 'apart', 'open'),
    )
    .map(([[a = '', b = ''], state]) => edge(a, b, state));
  fc.assert(
    fc.property(fc.tuple(...names.map(() => someone)), fc.array(statement, { maxLength: 4 }), (holders, edges) => {
      const newest = [...new Map(edges.map((one) => [one.records.join(), one])).values()];
      const where = around(Object.fromEntries(names.map((name, n) => [name, holders[n] as Holder])), newest);
      const persons = names.map((name) => personIn(name, where));
      for (const [n, person] of persons.entries()) {
        expect(person).toContain(names[n]);
        for (const other of person) expect(personIn(other, where)).toEqual(person);
      }
      for (const { records, state } of newest) {
        const together = persons[names.indexOf(records[0])]?.includes(records[1]);
        if (state === 'joined') expect(together).toBe(true);
        // Only other statements of people can bring together what one of them keeps apart.
        const stated = newest.filter((one) => one.state === 'joined').length;
        if (state === 'apart' && stated === 0) expect(together).toBe(false);
      }
    }),
  );
});
