import { createHash } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type TestChart, withChart } from '../../test/chart.ts';
import { owners, record } from '../../test/chart-examples.ts';
import { film } from '../../test/identity/story.ts';
import type { Chart } from './chart.ts';
import { sharedStudyKey, studyHolderKey } from './keys.ts';
import { studiesOfTwo } from './study-of-two.ts';

// Hundreds of requests over the wire; a busy machine needs its time.
jest.setTimeout(120_000);

// What a device without sense makes: the UID of the film of each of its patients.
const UID = '1.2.3';
const NAME = createHash('sha256').update(UID).digest('hex');

let world: TestChart;
beforeEach(async () => {
  world = await withChart();
});
afterEach(() => world.close());

/** So many charts that hold the study already, as the writes of their films left them. */
const held = (count: number): Promise<unknown> =>
  Promise.all(
    Array.from({ length: count }, (_, n) => record(1000 + n)).flatMap((one) =>
      [
        { ...studyHolderKey(NAME, one), study: record(90_002) },
        { ...sharedStudyKey(one, NAME), uid: UID },
      ].map((Item) => world.client.send(new PutCommand({ TableName: world.table, Item }))),
    ),
  );

async function counted<T>(work: (chart: Chart) => Promise<T>): Promise<{ value: T; requests: number }> {
  let requests = 0;
  const send = (...args: Parameters<TestChart['client']['send']>) => {
    requests += 1;
    return world.client.send(...args);
  };
  const value = await work(world.again({ client: { send: send as TestChart['client']['send'] } }));
  return { value, requests };
}

const own = record(1);
const write = (chart: Chart) => chart.write({ items: film(own), owners: owners(own) });

test('a study in 32 charts is one patient’s while no other copy claims it', async () => {
  await held(31);
  await write(world.chart);
  expect((await studiesOfTwo(world.chart, [own])).size).toBe(0);
});

test('a UID in more than 32 charts names no examination: all of them hear of it, and none is told of it', async () => {
  await held(32);
  await write(world.chart);
  expect((await studiesOfTwo(world.chart, [own])).size).toBe(1);
  const told = new Set(world.sent.map((one) => one.record));
  expect([own, ...Array.from({ length: 32 }, (_, n) => record(1000 + n))].filter((one) => !told.has(one))).toEqual([]);
});

test('a UID in hundreds of charts costs a film of one more no more than another film', async () => {
  await held(300);
  const { requests } = await counted(write);
  expect(requests).toBeLessThan(60);
  expect(new Set(world.sent.map((one) => one.record))).toEqual(new Set([own]));
  const read = await counted((chart) => studiesOfTwo(chart, [own]));
  expect(read.value.size).toBe(1);
  expect(read.requests).toBeLessThan(5);
});
