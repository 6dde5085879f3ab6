import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Result } from '../../schemas/result.ts';
import { type TestChart, withChart } from '../../test/chart.ts';
import { at, record } from '../../test/chart-examples.ts';
import { sha256Hex } from '../../test/sha256.ts';

let world: TestChart;
beforeAll(async () => {
  world = await withChart();
});
afterAll(() => world.close());

const said = (text: string) => ({ en: text, ru: text });
const result = (n: number, version: number, detail = 'detail'): Result => ({
  resultId: sha256Hex(`result ${n}`),
  record: record(1),
  subject: 'matter',
  producer: 'rule',
  producerVersion: '1',
  version,
  contentHash: sha256Hex(detail),
  state: 'current',
  severity: 'info',
  notify: false,
  sourceTime: at(0),
  content: {
    kind: 'advice',
    rule: { id: 'rule', version: '1' },
    matter: 'matter',
    severity: 'info',
    summary: said('summary'),
    detail: said(detail),
    action: said('action'),
    missing: [],
    sources: [],
    form: 'GuidanceResponse',
  },
  cited: [],
});

test('advice of a newer revision replaces the older as one; the older loses and changes nothing', async () => {
  const a = record(1);
  expect(await world.chart.advice(a)).toBeUndefined();

  expect(await world.chart.putAdvice(a, 5, [result(1, 1)], { revision: undefined })).toBe(true);
  expect(await world.chart.putAdvice(a, 7, [result(1, 2, 'new'), result(2, 1)], { revision: 5 })).toBe(true);
  expect(await world.chart.putAdvice(a, 6, [result(1, 3, 'old')], { revision: 5 })).toBe(false);

  expect(await world.chart.advice(a)).toEqual({
    record: a,
    revision: 7,
    results: [result(1, 2, 'new'), result(2, 1)],
    published: {},
  });
});

test('the same content may be stored again under the same revision: a repeat after a crash wins', async () => {
  const a = record(2);

  expect(await world.chart.putAdvice(a, 3, [result(1, 1)])).toBe(true);
  expect(await world.chart.putAdvice(a, 3, [result(1, 1)], { revision: 3 })).toBe(true);
});

test('no version number is ever given to two contents, and no result disappears', async () => {
  const a = record(3);
  await world.chart.putAdvice(a, 3, [result(1, 2, 'first'), result(2, 1)]);
  const conflict = { code: 'conflict' };

  await expect(world.chart.putAdvice(a, 4, [result(1, 2, 'second'), result(2, 1)])).rejects.toMatchObject(conflict);
  await expect(world.chart.putAdvice(a, 4, [result(1, 1, 'first'), result(2, 1)])).rejects.toMatchObject(conflict);
  await expect(world.chart.putAdvice(a, 4, [result(1, 3, 'second')])).rejects.toMatchObject(conflict);
  await expect(
    world.chart.putAdvice(a, 4, [result(1, 3, 'second'), result(2, 1)], { revision: 2 }),
  ).rejects.toMatchObject(conflict);
  expect(await world.chart.putAdvice(a, 3, [result(1, 3, 'second'), result(2, 1)], { revision: 2 })).toBe(false);
  expect(await world.chart.putAdvice(a, 4, [result(1, 3, 'second'), result(2, 1)], { revision: 3 })).toBe(true);
});

test('of many runs on one state that say different things one is stored', async () => {
  const a = record(4);
  await world.chart.putAdvice(a, 1, [result(1, 1)]);

  const runs = await Promise.allSettled(
    Array.from({ length: 10 }, (_, n) =>
      world.chart.putAdvice(a, 2 + (n % 3), [result(1, 2, `run ${n}`)], { revision: 1 }),
    ),
  );

  expect(runs.filter((run) => run.status === 'fulfilled' && run.value)).toHaveLength(1);
  expect((await world.chart.advice(a))?.results[0]?.version).toBe(2);
});

test('what was published only rises', async () => {
  const a = record(5);
  await world.chart.putAdvice(a, 1, [result(1, 1)]);

  await Promise.all(
    [2, 5, 3, 1, 4].map((version) => world.chart.markPublished(a, result(1, 1).resultId, version, version)),
  );
  await world.chart.markPublished(a, result(2, 1).resultId, 1, 1);

  expect((await world.chart.advice(a))?.published).toEqual({ [result(1, 1).resultId]: 5, [result(2, 1).resultId]: 1 });
});

test('advice above 300 KB lies in bulk and comes back whole', async () => {
  const a = record(6);
  const large = [result(1, 1, 'я'.repeat(160_000))];

  await world.chart.putAdvice(a, 1, large);

  expect((await world.chart.advice(a))?.results).toEqual(large);
  expect([...world.bulk.objects.keys()].some((key) => key.startsWith(`advice/${a}/`))).toBe(true);
});
