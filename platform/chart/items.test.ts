import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { type TestChart, withChart } from '../../test/chart.ts';
import { at, CREATININE, creatinine, owners, record } from '../../test/chart-examples.ts';
import { SMALL_CHART } from './items.ts';

let world: TestChart;
beforeAll(async () => {
  world = await withChart();
});
afterAll(() => world.close());

const tombstone = (said: number) => makeGroup({}, { time: at(said), rank: 40, receivedAt: at(said), deleted: true });
const write = (of: string, ...items: ReturnType<typeof creatinine>[]) =>
  world.chart.write({ items, owners: owners(of), silent: true });

test('the newest N of a facet come newest first by clinical time, whatever the order of arrival', async () => {
  const a = record(1);
  await write(a, ...[3, 1, 5, 2, 4].map((n) => creatinine(a, n, { value: n, effective: n, said: 10 - n })));

  const newest = await world.chart.newest(a, CREATININE, 3);

  expect(newest.map(({ resource }) => (resource as fhir4.Observation).valueQuantity?.value)).toEqual([5, 4, 3]);
  expect(await world.chart.newest(a, 'Observation:http://loinc.org|1468', 3)).toEqual([]);
  expect(await world.chart.newest(record(2), CREATININE, 3)).toEqual([]);
});

test.each([
  ['a small chart, in one query', 12, 31],
  ['a chart longer than one query reads', SMALL_CHART + 5, 32],
])('several facets are read as each by itself: %s', async (_, many, number) => {
  const a = record(number);
  const undated = creatinine(a, 900, { said: 50 });
  const { effectiveDateTime: __, ...value } = undated.groups.base?.value ?? {};
  const others = [1, 2].map((n) => {
    const urea = creatinine(a, 800 + n, { effective: n });
    const code = { coding: [{ system: 'http://loinc.org', code: '14682-90' }] };
    return {
      ...urea,
      groups: { base: makeGroup({ ...urea.groups.base?.value, code }, { time: at(n), rank: 20, receivedAt: at(n) }) },
    };
  });
  const items = Array.from({ length: many }, (_item, n) => creatinine(a, n, { value: n, effective: (n * 7) % many }));
  await write(a, ...items, ...others, {
    ...undated,
    groups: { base: makeGroup(value, { time: at(50), rank: 20, receivedAt: at(50) }) },
  });
  const wanted = [
    CREATININE,
    'Observation:http://loinc.org|14682-90',
    'Observation:http://loinc.org|14682',
    'Patient',
  ].map((facet) => ({ facet, count: 5 }));

  const found = await world.chart.newestOfEach(a, wanted);

  const single = await Promise.all(wanted.map(({ facet, count }) => world.chart.newest(a, facet, count)));
  expect(found).toEqual(single);
  expect(found.map((one) => one.length)).toEqual([5, 2, 0, 0]);
});

test('a fact without a time never hides a dated one', async () => {
  const a = record(3);
  const undated = creatinine(a, 1, { said: 50 });
  const { effectiveDateTime: _, ...value } = undated.groups.base?.value ?? {};
  const group = makeGroup(value, { time: at(50), rank: 20, receivedAt: at(50) });
  await write(a, { ...undated, groups: { base: group } }, creatinine(a, 2, { effective: 1 }));

  expect((await world.chart.newest(a, CREATININE, 1))[0]?.id).toBe(creatinine(a, 2).id);
  expect(await world.chart.newest(a, CREATININE, 2)).toHaveLength(2);
});

test('a deleted resource leaves the index and stays as a tombstone', async () => {
  const a = record(4);
  await write(a, creatinine(a, 1));

  await write(a, { ...creatinine(a, 1), groups: { base: tombstone(5) } });
  await write(a, creatinine(a, 1, { said: 4, value: 1 }));

  expect(await world.chart.newest(a, CREATININE, 9)).toEqual([]);
  const stored = await world.chart.get(a, 'Observation', creatinine(a, 1).id);
  expect(stored?.resource).toBeUndefined();
  expect(stored?.groups.base?.deleted).toBe(true);
  expect(await world.chart.everything(a)).toHaveLength(1);
});

test('an item above 300 KB keeps its groups in bulk, merges and reads as any other', async () => {
  const a = record(5);
  const text = 'ж'.repeat(100_000);
  const large = (n: number) => ({
    ...creatinine(a, 1),
    groups: {
      [`instance:${n}`]: makeGroup({ note: [{ text: `${n}${text}` }] }, { time: at(n), rank: 20, receivedAt: at(n) }),
    },
  });

  await write(a, large(1), creatinine(a, 1));
  await write(a, large(2));
  await write(a, large(3));

  const stored = await world.chart.get(a, 'Observation', large(1).id);
  expect(Object.keys(stored?.groups ?? {})).toEqual(['base', 'instance:1', 'instance:2', 'instance:3']);
  expect(world.bulk.objects.size).toBe(2);
  expect(await world.chart.newest(a, CREATININE, 1)).toEqual([stored]);
});

test('numbers, empty strings and nested nulls come back as they went in', async () => {
  const a = record(6);
  const value = {
    status: 'final',
    valueQuantity: { value: 0.1 + 0.2, low: 1e-7, high: 1e130 },
    note: ['', null, { a: [] }],
  };
  const item = {
    ...creatinine(a, 1),
    groups: { base: makeGroup(value, { time: at(0), rank: 20, receivedAt: at(0) }) },
  };

  await write(a, item);

  expect((await world.chart.get(a, 'Observation', item.id))?.groups.base?.value).toEqual(value);
});
