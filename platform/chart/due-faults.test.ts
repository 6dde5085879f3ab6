import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type TestChart, withChart } from '../../test/chart.ts';
import { at, CLINIC, record } from '../../test/chart-examples.ts';
import { sha256Hex } from '../../test/sha256.ts';
import { deliveryKey, duePartition, dueShard, minuteOf } from './keys.ts';

// Thousands of requests over the wire; a busy machine needs its time.
jest.setTimeout(180_000);

let world: TestChart;
let now = at(0);
beforeAll(async () => {
  world = await withChart({ clock: () => new Date(now) });
});
afterAll(() => world.close());

const resultId = (n: number) => sha256Hex(`result ${n}`);
const put = (n: number, dueAt: string) =>
  world.chart.changeDelivery(record(n), resultId(n), () => ({
    ...{ record: record(n), resultId: resultId(n), version: 1, clinic: CLINIC, ehr: 'main' },
    ...{ severity: 'critical', sentAt: at(0), dueAt },
  }));
const take = (n: number) =>
  world.chart.changeDelivery(record(n), resultId(n), (stored) => {
    if (stored === undefined) return undefined;
    const { dueAt: _, ...rest } = stored;
    return rest;
  });

/** Runs `due` at `minutes`, in which what `fails` names cannot be done; what was tried, and whether the run failed. */
async function due(minutes: number, fails: readonly number[] = []): Promise<{ tried: number[]; failed: boolean }> {
  now = at(minutes);
  const tried: number[] = [];
  const run = world.chart.due(new Date(now), async ({ record: of }) => {
    const n = Array.from({ length: 40 }, (_, one) => one).find((one) => record(one) === of) ?? -1;
    tried.push(n);
    if (fails.includes(n)) throw new Error('queue away');
  });
  const failed = await run.then(
    () => false,
    () => true,
  );
  return { tried: tried.sort((a, b) => a - b), failed };
}

test('what fails for ever is tried for ever, and keeps nothing of later hours from being due', async () => {
  await put(1, at(1));
  expect(await due(2, [1])).toEqual({ tried: [1], failed: true });
  now = at(100);
  await put(2, at(200));
  await put(3, at(400));
  expect(await due(200, [1])).toEqual({ tried: [1, 2], failed: true });
  await take(2);
  expect(await due(400, [1])).toEqual({ tried: [1, 3], failed: true });
  await Promise.all([take(1), take(3)]);
  for (const minutes of [401, 402, 403, 404]) expect(await due(minutes)).toEqual({ tried: [], failed: false });
});

test('a row that cannot be read is a fault of the run and hides no other of its minute', async () => {
  now = at(405);
  await put(4, at(406));
  const minute = minuteOf(at(406));
  const keys = { duePk: duePartition(minute, dueShard(record(5), resultId(5))), dueSk: `${at(406)}#x` };
  const unreadable = { ...deliveryKey(record(5), resultId(5)), ...keys, delivery: '{"of":"a later form"}' };
  await world.client.send(new PutCommand({ TableName: world.table, Item: unreadable }));
  expect(await due(406)).toEqual({ tried: [4], failed: true });
  await Promise.all([
    take(4),
    world.client.send(new PutCommand({ TableName: world.table, Item: deliveryKey(record(5), resultId(5)) })),
  ]);
  expect(await due(407)).toEqual({ tried: [], failed: false });
});

test('a deadline does not wait behind what only has charts judged again', async () => {
  now = at(408);
  await Promise.all([10, 11, 12].map((n) => world.chart.planTurn({ record: record(n), at: at(409), revision: 1 })));
  await put(13, at(411));
  now = at(411);
  const before = world.sent.length;
  let judged = -1;
  await world.chart.due(new Date(now), async () => {
    judged = world.sent.length - before;
  });
  expect([judged, world.sent.length - before]).toEqual([0, 3]);
});
