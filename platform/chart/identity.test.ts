import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { numberKey } from '../../domain/fhir/identifiers.ts';
import { RANK } from '../../schemas/chart.ts';
import { type TestChart, withChart } from '../../test/chart.ts';
import { at, creatinine, edge, ID_KEY, owners, patient, record, snils } from '../../test/chart-examples.ts';
import { numberPartition } from './keys.ts';
import { makeStore } from './store.ts';

// Thousands of requests over the wire; a busy machine needs its time.
jest.setTimeout(180_000);

let world: TestChart;
let next = 20_000;
beforeAll(async () => {
  world = await withChart();
});
afterAll(() => world.close());

const newRecords = (count: number) => Array.from({ length: count }, () => record(next++));
const write = (...items: ReturnType<typeof patient>[]) =>
  world.chart.write({ items, owners: owners(...items.map((item) => item.record)) });
const persons = (...records: string[]) => Promise.all(records.map((one) => world.chart.person(one)));
/** Records whose advice was asked for since `before`. */
const askedSince = (before: number) => [...new Set(world.sent.slice(before).map((one) => one.record))].sort();

/** The records that a number leads to, as the table has them. */
const pointersOf = async (value: string) => {
  const partition = numberPartition(numberKey(ID_KEY, { system: 'snils', value }));
  return (await makeStore(world.client, world.table).query({ partition })).map(({ sk }) => sk);
};

describe('records that hold one SNILS', () => {
  test('are one person when all agrees, whichever came first, and both hear of it', async () => {
    const [a = '', b = ''] = newRecords(2);
    await write(patient(a, { snils: snils(next) }));
    const before = world.sent.length;
    await write(patient(b, { snils: snils(next), family: 'ELKINA' }));
    expect(await persons(a, b)).toEqual([[a, b].sort(), [a, b].sort()]);
    expect(askedSince(before)).toEqual([a, b].sort());
  });

  test('part when a birth date is corrected, and both hear of it', async () => {
    const [a = '', b = ''] = newRecords(2);
    const number = snils(next);
    await write(patient(a, { snils: number }), patient(b, { snils: number }));
    expect(await world.chart.person(a)).toHaveLength(2);
    const before = world.sent.length;
    await write(patient(b, { snils: number, birthDate: '1981-05-12', said: 5 }));
    expect(await persons(a, b)).toEqual([[a], [b]]);
    expect(askedSince(before)).toEqual([a, b].sort());
  });

  test('part when the number is replaced: it is not held for ever', async () => {
    const [a = '', b = '', c = ''] = newRecords(3);
    const [wrong, right] = [snils(next), snils(next + 1)];
    next += 2;
    await write(patient(a, { snils: wrong }), patient(b, { snils: wrong }));
    const before = world.sent.length;
    await write(patient(b, { snils: right, said: 5 }), patient(c, { snils: right }));
    expect(askedSince(before)).toEqual([a, b, c].sort());
    expect(await pointersOf(wrong)).toEqual([a]);
    expect(await persons(a, b, c)).toEqual([[a], [b, c].sort(), [b, c].sort()]);
    // An older message that comes late brings nothing back.
    await write(patient(b, { snils: wrong, said: 2 }));
    expect(await world.chart.person(a)).toEqual([a]);
  });

  test('part when a third differs, whom nobody may overlook, and all three hear of it', async () => {
    const [a = '', b = '', c = ''] = newRecords(3);
    const number = snils(next);
    await write(patient(a, { snils: number }), patient(b, { snils: number }));
    const before = world.sent.length;
    await write(patient(c, { snils: number, family: 'Небылова' }));
    expect(await persons(a, b, c)).toEqual([[a], [b], [c]]);
    expect(askedSince(before)).toEqual([a, b, c].sort());
  });

  test('hear of one another’s facts only while they are linked', async () => {
    const [a = '', b = ''] = newRecords(2);
    const number = snils(next);
    await write(patient(a, { snils: number }), patient(b, { snils: number }));
    let before = world.sent.length;
    await write(creatinine(a, next));
    expect(askedSince(before)).toEqual([a, b].sort());
    await write(patient(b, { snils: number, sex: 'male', said: 5 }));
    before = world.sent.length;
    await write(creatinine(a, next + 5000));
    expect(askedSince(before)).toEqual([a]);
  });

  test('are parted by a human for good, and joined by one where they differ', async () => {
    const [a = '', b = '', c = ''] = newRecords(3);
    const number = snils(next);
    const apart = edge(a, b, { kind: 'link', state: 'apart' });
    await world.chart.write({ items: [], edges: [apart], owners: owners(a, b) });
    await write(patient(a, { snils: number }), patient(b, { snils: number, said: 50 }));
    expect(await persons(a, b)).toEqual([[a], [b]]);
    await world.chart.write({ items: [], edges: [edge(a, b, { kind: 'link', state: 'open', said: 5 })], owners: {} });
    expect(await world.chart.person(a)).toEqual([a, b].sort());
    await write(patient(c, { snils: number, birthDate: '1950-01-02' }));
    await world.chart.write({ items: [], edges: [edge(a, c, { kind: 'link' })], owners: {} });
    expect(await persons(a, b, c)).toEqual([[a, c].sort(), [b], [a, c].sort()]);
  });

  test('in more than 32 records say nothing; those who were linked hear when the 33rd comes', async () => {
    const records = newRecords(33);
    const number = snils(next);
    for (const one of records.slice(0, 32)) await write(patient(one, { snils: number }));
    expect(await world.chart.person(records[0] ?? '')).toHaveLength(32);
    const before = world.sent.length;
    await write(patient(records[32] ?? '', { snils: number }));
    expect(await persons(...records.slice(30))).toEqual(records.slice(30).map((one) => [one]));
    expect(askedSince(before)).toEqual([...records].sort());
  });

  test('are not linked by a number of the region’s stop list', async () => {
    const [a = '', b = ''] = newRecords(2);
    await write(patient(a, { snils: '112-233-445 95' }), patient(b, { snils: '112-233-445 95' }));
    expect(await world.again({ stopNumbers: ['11223344595'] }).person(a)).toEqual([a]);
    expect(await world.chart.person(a)).toEqual([a, b].sort());
  });
});

test('a list of pairs that was overtaken by a newer run does not bring back what no longer waits', async () => {
  const [a = '', b = ''] = newRecords(2);
  const number = snils(next);
  await write(patient(a, { snils: number }), patient(b, { snils: number, family: 'Небылова' }));
  const head = await world.chart.head(a);
  let overtaken = false;
  const client = {
    send: async (command: never) => {
      const { Item } = (command as { input: { Item?: { sk: string } } }).input;
      if (Item?.sk === 'Proposals' && !overtaken) {
        overtaken = true;
        await write(patient(b, { snils: number, said: 5 }));
        const newer = await world.chart.head(a);
        if (newer) await world.chart.listOpenPairs(newer);
      }
      return world.client.send(command);
    },
  } as unknown as typeof world.client;
  if (head) await world.again({ client }).listOpenPairs(head);
  expect(overtaken).toBe(true);
  expect(await world.chart.openPairs(a)).toEqual([]);
  expect(await world.chart.recordsWithOpenPairs('north', 100)).not.toContain(a);
});

test('a Patient that is deleted holds nothing', async () => {
  const [a = '', b = ''] = newRecords(2);
  const number = snils(next);
  await write(patient(a, { snils: number }), patient(b, { snils: number }));
  const gone = makeGroup({}, { time: at(9), rank: RANK.cancelled, receivedAt: at(9), deleted: true });
  await write({ ...patient(b), groups: { demographics: gone } });
  expect(await world.chart.person(a)).toEqual([a]);
});

test('no key of the table carries a number', async () => {
  const [a = ''] = newRecords(1);
  const number = snils(next);
  const keys: string[] = [];
  const client = {
    send: (command: never) => {
      const { input } = command as {
        input: { Key?: object; Item?: { pk: string; sk: string }; ExpressionAttributeValues?: { ':pk'?: string } };
      };
      keys.push(JSON.stringify([input.Key, input.Item?.pk, input.Item?.sk, input.ExpressionAttributeValues?.[':pk']]));
      return world.client.send(command);
    },
  } as typeof world.client;
  await world.again({ client }).write({ items: [patient(a, { snils: number })], owners: owners(a) });
  expect(keys.some((key) => key.includes('number#'))).toBe(true);
  const digits = number.replaceAll(/\D/g, '');
  expect(keys.filter((key) => key.includes(digits) || key.includes(number))).toEqual([]);
});

type Said = { readonly of: number; readonly number: number; readonly birthDate: string; readonly said: number };

test('any shuffle with duplicates of demographics and decisions ends in the same persons, one by one or at once', async () => {
  const demographics: fc.Arbitrary<Said> = fc
    .record({ of: fc.nat(2), number: fc.nat(1), year: fc.nat(1), said: fc.nat(3) })
    // No two contents at one time: the hash that would decide differs from one play to the next, as the numbers do.
    .map(({ of, number, year, said }) => ({
      of,
      number,
      birthDate: `198${year}-05-12`,
      said: 4 * said + 2 * number + year,
    }));
  const decision = fc.record({
    pair: fc.constantFrom<[number, number]>([0, 1], [1, 2]),
    state: fc.constantFrom<'joined' | 'apart' | 'open'>('joined', 'apart', 'open'),
    said: fc.nat(3),
  });
  const message = fc.oneof({ weight: 3, arbitrary: demographics }, { weight: 1, arbitrary: decision });
  const play = async (
    messages: readonly (Said | { pair: [number, number]; state: 'joined' | 'apart' | 'open'; said: number })[],
    atOnce: boolean,
  ) => {
    const records = newRecords(3);
    next += 3;
    const base = next;
    const writing = (one: (typeof messages)[number]) =>
      world.chart.write(
        'pair' in one
          ? {
              items: [],
              edges: [
                edge(records[one.pair[0]] ?? '', records[one.pair[1]] ?? '', {
                  kind: 'link',
                  state: one.state,
                  said: one.said,
                }),
              ],
              owners: owners(...records),
            }
          : {
              items: [patient(records[one.of] ?? '', { ...one, snils: snils(base + one.number) })],
              owners: owners(...records),
            },
      );
    if (atOnce) await Promise.all(messages.map(writing));
    else for (const one of messages) await writing(one);
    const found = await persons(...records);
    return found.map((person) => person.map((one) => records.indexOf(one)).sort());
  };
  await fc.assert(
    fc.asyncProperty(
      fc
        .array(message, { minLength: 2, maxLength: 7 })
        .chain((messages) =>
          fc.tuple(
            fc.constant(messages),
            fc.shuffledSubarray([...messages, ...messages], { minLength: messages.length }),
            fc.boolean(),
          ),
        ),
      async ([messages, shuffled, atOnce]) => {
        const expected = await play(messages, false);
        expect(await play([...shuffled, ...messages.filter((one) => !shuffled.includes(one))], atOnce)).toEqual(
          expected,
        );
      },
    ),
    { numRuns: 25 },
  );
});
