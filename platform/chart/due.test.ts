import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Delivery, type DeliveryInput } from '../../schemas/delivery.ts';
import { type TestChart, withChart } from '../../test/chart.ts';
import { at, CLINIC, record } from '../../test/chart-examples.ts';
import { sha256Hex } from '../../test/sha256.ts';

// Thousands of requests over the wire; a busy machine needs its time.
jest.setTimeout(180_000);

let world: TestChart;
let now = at(0);
beforeAll(async () => {
  world = await withChart({ clock: () => new Date(now) });
});
afterAll(() => world.close());

const resultId = (n: number) => sha256Hex(`result ${n}`);
const delivery = (n: number, more: Partial<DeliveryInput> = {}): DeliveryInput => ({
  record: record(n),
  resultId: resultId(n),
  version: 1,
  clinic: CLINIC,
  ehr: 'main',
  severity: 'critical',
  sentAt: at(0),
  ...more,
});
const put = (n: number, more: Partial<DeliveryInput> = {}) =>
  world.chart.changeDelivery(record(n), resultId(n), () => delivery(n, more));
const take = (n: number) =>
  world.chart.changeDelivery(record(n), resultId(n), (stored) => {
    const { dueAt: _, ...rest } = stored ?? delivery(n);
    return { ...rest, overdueSince: now };
  });

/** Runs `due` at `minutes`; the numbers of the deliveries it named. */
async function due(minutes: number, each = async (_n: number) => {}): Promise<number[]> {
  now = at(minutes);
  const named: number[] = [];
  await world.chart.due(new Date(now), async (key) => {
    const n = Array.from({ length: 300 }, (_, one) => one).find((one) => resultId(one) === key.resultId) ?? -1;
    await each(n);
    named.push(n);
  });
  return named.sort((a, b) => a - b);
}

describe('a delivery', () => {
  beforeEach(() => {
    now = at(0);
  });

  test('is changed by many at once and loses nothing', async () => {
    await put(200, { version: 1 });

    await Promise.all(
      Array.from({ length: 20 }, () =>
        world.chart.changeDelivery(record(200), resultId(200), (stored) => {
          const before = stored ?? delivery(200);
          return { ...before, version: before.version + 1 };
        }),
      ),
    );

    expect(await world.chart.delivery(record(200), resultId(200))).toMatchObject({ version: 21 });
  });

  test('stays as it is when nothing is to be changed', async () => {
    await put(201);

    const left = await world.chart.changeDelivery(record(201), resultId(201), () => undefined);

    expect(left).toEqual(Delivery.parse(delivery(201)));
    expect(await world.chart.deliveries(record(201))).toEqual([left]);
    expect(await world.chart.changeDelivery(record(202), resultId(202), () => undefined)).toBeUndefined();
    expect(await world.chart.delivery(record(202), resultId(202))).toBeUndefined();
  });
});

describe('what is due', () => {
  test('is named when its time has come, not before, and no longer once it is taken, acknowledged or put off', async () => {
    now = at(1);
    await put(1, { dueAt: at(2.5) });
    await put(2, { dueAt: at(2.5) });
    await put(3, { dueAt: at(3.5) });
    expect(await due(2.4)).toEqual([]);

    expect(await due(2.5)).toEqual([1, 2]);

    await take(1);
    await put(2, { dueAt: at(2.5), acknowledged: { at: now, by: 'a physician' } });
    await put(3, { dueAt: at(30) });
    expect(await due(4)).toEqual([]);
    expect(await due(30)).toEqual([3]);
    await take(3);
  });

  test('is found every 5 seconds of one minute, also when written late into a minute already read', async () => {
    await due(40);
    await put(4, { dueAt: at(40.2) });
    expect(await due(40.1)).toEqual([]);
    expect(await due(40.2)).toEqual([4]);
    await take(4);

    now = at(40.5);
    await put(5, { dueAt: at(40.1) });
    expect(await due(40.5)).toEqual([5]);
    await take(5);

    // Hours too late: it goes under the present minute, whatever its own.
    await put(6, { dueAt: at(-600) });
    expect(await due(40.6)).toEqual([6]);
    await take(6);

    // The writer's clock is 3 minutes behind ours.
    now = at(38);
    await put(7, { dueAt: at(38) });
    expect(await due(41)).toEqual([7]);
    await take(7);
  });

  test('is named again while nobody changes it, and the mark waits for what failed', async () => {
    now = at(50);
    await put(8, { dueAt: at(51) });
    await put(9, { dueAt: at(51) });
    const tried: number[] = [];

    await expect(
      due(70, async (n) => {
        tried.push(n);
        if (n === 8) throw new Error('queue away');
      }),
    ).rejects.toThrow('queue away');

    expect(tried.sort()).toEqual([8, 9]);
    expect(await due(70)).toEqual([8, 9]);
    await Promise.all([take(8), take(9)]);
    expect(await due(70.1)).toEqual([]);
  });

  test('is named for an hour, not only for minutes: whoever is to act may be away, and nothing behind it waits for ever', async () => {
    now = at(71);
    await put(13, { dueAt: at(72) });
    expect(await due(72)).toEqual([13]);
    expect(await due(100)).toEqual([13]);
    await put(14, { dueAt: at(125) });
    expect(await due(131)).toEqual([13, 14]);
    expect(await due(133)).toEqual([13, 14]);
    expect(await due(140)).toEqual([14]);
    await Promise.all([take(13), take(14)]);
  });

  test('is caught up after an outage, at most two hours at a time', async () => {
    now = at(201);
    await put(10, { dueAt: at(230) });
    await put(11, { dueAt: at(325) });

    expect(await due(331)).toEqual([10]);
    await take(10);

    expect(await due(331)).toEqual([11]);
    await take(11);
    now = at(331);
    await put(12, { dueAt: at(331) });
    expect(await due(331)).toEqual([12]);
    await take(12);
  });

  test('spreads over the shards', async () => {
    now = at(332);
    const many = Array.from({ length: 60 }, (_, n) => 100 + n);
    await Promise.all(many.map((n) => put(n, { dueAt: at(333) })));

    expect(await due(332.9)).toEqual([]);
    expect(await due(333)).toEqual(many);
  });

  test('of a night with many open results is named several at once, and a failure of one keeps no other back', async () => {
    now = at(9000);
    for (let n = 220; n < 250; n++) await put(n, { dueAt: at(9000), level: 'red' });
    let begun = 0;
    let atOnce = 0;
    const named = due(9001, async (n) => {
      begun += 1;
      atOnce = Math.max(atOnce, begun);
      await new Promise((resolve) => setTimeout(resolve, 5));
      begun -= 1;
      if (n === 225) throw new Error('the queue is away');
    });
    await expect(named).rejects.toThrow('the queue is away');
    expect(atOnce).toBeGreaterThan(8);
    expect(atOnce).toBeLessThanOrEqual(16);
    const again = await due(9002);
    expect(again.filter((n) => n >= 220 && n < 250)).toEqual(Array.from({ length: 30 }, (_, place) => 220 + place));
    for (let n = 220; n < 250; n++) await take(n);
  });
});
