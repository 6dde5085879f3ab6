import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { StoredModelDecision } from '../../schemas/governance.ts';
import type { WatchedImage } from '../../schemas/watch.ts';
import { type TestChart, withChart } from '../../test/chart.ts';
import { record } from '../../test/chart-examples.ts';

let it: TestChart;
beforeAll(async () => {
  it = await withChart();
});
afterAll(() => it.close());

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 8, minute)).toISOString();
const image = (n: number, change: Partial<WatchedImage> = {}): WatchedImage => ({
  observation: record(100 + n),
  ...{ model: 'm', version: '1.0.0', clinic: 'north', record: record(1), study: record(2), image: String(n) },
  acceptedAt: at(n),
  standing: 'active',
  state: 'absent',
  ...change,
});
const place = { model: 'm', version: '1.0.0', clinic: 'north' };
const decision: StoredModelDecision = {
  ...{ model: 'm', act: 'suspend', clinic: 'north', since: at(1), at: at(1), by: 'duty', why: 'a new tube' },
};

test('a decision is kept once however often it is said', async () => {
  const { models } = it.chart;
  await models.decide({ ...decision, act: 'resume', at: at(3) });
  await models.decide(decision);
  await models.decide(decision);
  expect((await models.decisions()).map(({ act }) => act)).toEqual(['suspend', 'resume']);
});

describe('what is watched', () => {
  test('is read newest first and no more than asked for, or from a time on', async () => {
    const { models } = it.chart;
    await models.note([image(3), image(1), image(2), image(1)], 1);
    const read = async (limit: number) => (await models.images(place, limit)).map((one) => one.image);
    expect(await read(10)).toEqual(['3', '2', '1']);
    expect(await read(2)).toEqual(['3', '2']);
    const since: string[] = [];
    await models.eachImage(place, at(2), (one) => since.push(one.image));
    expect(since).toEqual(['2', '3']);
    expect(await models.images({ ...place, clinic: 'south' }, 10)).toEqual([]);
  });

  test('is what the newest revision saw, in whatever order advice comes to write it', async () => {
    const { models } = it.chart;
    for (const [n, order] of [
      [5, [1, 2, 3]],
      [6, [3, 1, 2]],
      [7, [3, 3, 2]],
    ] as const) {
      for (const revision of order)
        await models.note([image(n, { state: revision === 3 ? 'present' : 'waiting' })], revision);
      const [found] = await models.images(place, 1);
      expect(found).toMatchObject({ image: String(n), state: 'present', revision: 3 });
    }
  });

  test('a failure yields to what is known of the image, before and after', async () => {
    const { models } = it.chart;
    await models.noteFailed(image(10, { state: 'failed' }));
    await models.note([image(10)], 1);
    await models.noteFailed(image(10, { state: 'failed' }));
    expect((await models.images(place, 1))[0]).toMatchObject({ image: '10', state: 'absent' });
  });
});

test('answers of blind readers all stay', async () => {
  const { models } = it.chart;
  const read = { model: 'm', clinic: 'north', study: record(9), reader: 'r', says: 'present', at: at(1) } as const;
  await models.addBlindRead(read);
  await models.addBlindRead(read);
  await models.addBlindRead({ ...read, says: 'absent', at: at(2) });
  expect((await models.blindReads('m', 'north')).map(({ says }) => says)).toEqual(['present', 'absent']);
});

test('a record that is renewed asks for advice under a new revision', async () => {
  await it.chart.renew(record(1));
  await it.chart.renew(record(1));
  expect(it.sent.slice(-2)).toEqual([
    { record: record(1), revision: 1 },
    { record: record(1), revision: 2 },
  ]);
});
