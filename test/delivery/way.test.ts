import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { escalationOf } from '../../domain/delivery/way/states.ts';
import { publishRecord } from '../../functions/publish/publish.ts';
import { takeStep } from '../../platform/way.ts';
import type { Delivery } from '../../schemas/delivery.ts';
import { criticalAdvice } from '../results.ts';
import { type DeliveryRegion, deliveryRegion } from './region.ts';

// Dozens of minutes of a region, each over the wire.
jest.setTimeout(120_000);

let region: DeliveryRegion;
beforeAll(async () => {
  region = await deliveryRegion();
});
afterAll(() => region.close());
beforeEach(() => {
  region.gateway.taken.length = 0;
  region.gateway.status = 200;
});

const now = (): string => region.time.now.toISOString();
const critical = () => region.patientWith((of) => [criticalAdvice(of)]);
const deliveryOf = async (of: string): Promise<Delivery> => {
  const delivery = await region.world.chart.delivery(of, criticalAdvice(of).resultId);
  if (delivery === undefined) throw new Error('nothing was sent');
  return delivery;
};
const told = (): string[] => region.gateway.taken.map(({ to }) => to.slice(-1));
const acknowledge = async (of: string, by = 'attending') => {
  const { version } = await deliveryOf(of);
  await takeStep(region.world, criticalAdvice(of), { type: 'acknowledged', by, version, at: now() });
};

describe('a critical result of a clinic without a record system', () => {
  test('asks whoever is on duty at once, sounds the alarm when nobody answers, and ends with a person', async () => {
    const of = await region.patientWith((r) => [criticalAdvice(r)], 'lab');
    await region.publish(of);
    await region.settle();
    expect(told()).toEqual(['3']);
    expect(await deliveryOf(of)).toMatchObject({ clinic: 'lab', unknownStaff: ['T1'] });
    await region.wait(960);
    expect((await region.world.chart.alarms('lab')).map(({ record }) => record)).toEqual([of]);
    const [open] = await region.world.chart.work.open({ clinic: 'lab' }, { limit: 5 });
    expect(open).toMatchObject({ record: of });

    await acknowledge(of, 'duty');
    expect(await region.world.chart.alarms('lab')).toEqual([]);
    expect(escalationOf(await deliveryOf(of))).toBe('met');
  });
});

describe('a critical result that nobody answers', () => {
  test('reaches the attending doctor at once, his deputy, the doctor on duty, and the alarm; once each', async () => {
    const of = await critical();
    await region.publish(of);
    await region.settle();
    expect(told()).toEqual(['1']);
    await region.wait(300);
    expect(told()).toEqual(['1', '2']);
    await region.wait(300);
    expect(told()).toEqual(['1', '2', '3']);
    expect(await region.world.chart.alarms('north')).toEqual([]);
    const written = jest.spyOn(process.stdout, 'write');
    await region.wait(420);
    const rings = written.mock.calls.filter(([line]) => String(line).includes('"CriticalOverdue":1')).length;
    written.mockRestore();
    expect(rings).toBeGreaterThan(1);
    expect((await region.world.chart.alarms('north')).map(({ record }) => record)).toEqual([of]);
    expect(told()).toEqual(['1', '2', '3']);

    await takeStep(region.world, criticalAdvice(of), { type: 'alarm-taken', by: 'duty', version: 1, at: now() });
    await region.wait(540);
    expect(escalationOf(await deliveryOf(of))).toBe('taken');
    await region.wait(120);
    expect(escalationOf(await deliveryOf(of))).toBe('alarm');

    await acknowledge(of);
    await region.wait(120);
    expect([escalationOf(await deliveryOf(of)), await region.world.chart.alarms('north')]).toEqual(['met', []]);
    expect(told()).toEqual(['1', '2', '3']);
  });

  test('says nothing of the patient to the gateway', async () => {
    const of = await critical();
    await region.publish(of);
    await region.settle();
    expect(region.gateway.taken).toHaveLength(1);
    const text = JSON.stringify(region.gateway.taken);
    for (const secret of [of, '1950', '7.1', '7,1', 'Калий', 'Potassium']) expect(text).not.toContain(secret);
    await acknowledge(of);
  });
});

describe('a failure', () => {
  test('of the queue while it is published: the region’s minute tells it within sixty seconds', async () => {
    const of = await critical();
    const { queues } = region.world;
    const away = {
      ...region.world,
      queues: {
        send: async (...[queue, message, fifo]: Parameters<typeof queues.send>) => {
          if (queue === 'notices') throw new Error('queue away');
          return queues.send(queue, message, fifo);
        },
      },
    } as typeof region.world;
    await expect(publishRecord(of, away, `00-${'c'.repeat(32)}-${'b'.repeat(16)}-01`)).rejects.toThrow('queue away');
    await region.settle();
    expect(told()).toEqual([]);
    await region.wait(60);
    expect(told()).toEqual(['1']);
    await region.publish(of);
    await region.settle();
    expect(told()).toEqual(['1']);
    await acknowledge(of);
  });

  test('of the gateway puts the doctor on the list of calls, and whoever has no telephone is passed over', async () => {
    region.gateway.status = 503;
    const of = await critical();
    await region.publish(of);
    await region.settle();
    const calls = await region.world.chart.calls.open('north');
    expect(calls.filter(({ ask }) => ask.record === of).map(({ ask }) => ask.to)).toEqual(['attending']);
    const { notices } = await deliveryOf(of);
    expect(notices.map(({ to, channel, outcome, why }) => [to, channel, outcome, why])).toEqual([
      ['attending', 'desk', 'sent', undefined],
      ['attending', 'sms', 'failed', 'gateway-away'],
      ['attending', 'phone', 'sent', undefined],
    ]);
    await acknowledge(of);
  });

  test('of a doctor to be there: his deputy is asked in his place', async () => {
    const until = new Date(region.time.now.getTime() + 3600_000).toISOString();
    const change = { kind: 'absence', person: 'attending', from: now(), until } as const;
    const row = { id: '1'.repeat(32), clinic: 'north', change, said: { by: 'attending', at: now() } };
    await region.world.chart.duty.tell(row);
    const of = await critical();
    await region.publish(of);
    await region.settle();
    expect(told()).toEqual(['2']);
    expect((await deliveryOf(of)).recipients).toEqual([{ person: 'attending', as: 'attending' }]);
    await acknowledge(of, 'deputy');
    await region.world.chart.duty.tell({ ...row, undone: { by: 'attending', at: now() } });
  });
});

describe('a version', () => {
  test('that takes a critical result back is told to who read it, and to nobody else', async () => {
    const of = await critical();
    await region.publish(of);
    await region.settle();
    await takeStep(region.world, criticalAdvice(of), { type: 'read', by: 'deputy', version: 1, at: now() });
    region.gateway.taken.length = 0;
    const taken = { version: 2, contentHash: 'e'.repeat(64), state: 'withdrawn', severity: 'info' } as const;
    await region.say(of, [criticalAdvice(of, taken)]);
    await region.publish(of);
    await region.settle();
    await region.wait(1200);
    expect(told()).toEqual(['2']);
    expect(escalationOf(await deliveryOf(of))).toBe('telling');
  });

  test('that takes one back ends its alarm, and is told to who heard of it by telephone', async () => {
    region.gateway.status = 503;
    const of = await critical();
    await region.publish(of);
    await region.settle();
    await region.wait(1080);
    expect((await region.world.chart.alarms('north')).map(({ record }) => record)).toContain(of);
    const taken = { version: 2, contentHash: 'e'.repeat(64), state: 'withdrawn', severity: 'info' } as const;
    await region.say(of, [criticalAdvice(of, taken)]);
    await region.publish(of);
    await region.settle();
    expect((await region.world.chart.alarms('north')).map(({ record }) => record)).not.toContain(of);
    const after = await deliveryOf(of);
    expect(after).not.toHaveProperty('alarm');
    expect(after).not.toHaveProperty('dueAt');
    const calls = (await region.world.chart.calls.open('north')).filter(({ ask }) => ask.record === of);
    expect(calls.filter(({ ask }) => ask.version === 2)).toMatchObject([
      { ask: { to: 'attending', reason: 'withdrawn' } },
    ]);
    const his = await region.world.chart.work.open({ clinic: 'north', person: 'attending' }, { limit: 50 });
    expect(his.map(({ record }) => record)).toContain(of);
  });

  test('that changes an acknowledged one is a new obligation', async () => {
    const of = await critical();
    await region.publish(of);
    await region.settle();
    await acknowledge(of);
    await region.say(of, [criticalAdvice(of, { version: 2, contentHash: 'f'.repeat(64) })]);
    await region.publish(of);
    await region.settle();
    expect(told()).toEqual(['1', '1']);
    expect(escalationOf(await deliveryOf(of))).toBe('asking');
    await acknowledge(of);
  });
});
