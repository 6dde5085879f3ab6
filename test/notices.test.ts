import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sendingEvent } from '../domain/delivery/way/events.ts';
import { nextLookOf } from '../domain/delivery/way/next-look.ts';
import { escalationOf, isOpen } from '../domain/delivery/way/states.ts';
import { dutyRegion } from '../domain/duty/example.ts';
import { noteNotice } from '../functions/acknowledge/noticed.ts';
import { noteDue } from '../functions/acknowledge/overdue.ts';
import { answerCall } from '../functions/duty/calls.ts';
import { carryNotice } from '../functions/notify/carry.ts';
import { type LocalGateway, startGateway } from '../local/gateway/gateway.ts';
import { makeEvent } from '../platform/queues.ts';
import { takeStep } from '../platform/way.ts';
import type { DirectoryPerson } from '../schemas/duty.ts';
import { record } from './chart-examples.ts';
import { randomFrom } from './random.ts';
import { type TestWorld, withWorld } from './world.ts';

// A critical result from its publication to a person, over the real boxes: table, queues, a gateway that fails over HTTP, the
// duty desk's calls, the region's minute.

let it: TestWorld;
let gateway: LocalGateway;
const folder = mkdtempSync(join(tmpdir(), 'oka-notices-'));
let taken = 0;

beforeAll(async () => {
  gateway = await startGateway(folder);
  const region = dutyRegion();
  const people = region.people.map(
    (person, place): DirectoryPerson => ({
      ...person,
      channels: [
        { kind: 'sms', address: `+7000000000${place}` },
        { kind: 'phone', address: `10${place}` },
      ],
    }),
  );
  it = await withWorld({ ...region, people, gateway: { url: gateway.url, timeoutSeconds: 2 } });
  it.time.now = new Date('2026-03-10T11:00:00.000Z');
});
afterAll(async () => {
  await gateway.stop();
  await it.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => gateway.fail({ times: 0, status: 503 }));

/** The queues deliver what was sent, until nothing is on its way. */
async function deliver(): Promise<void> {
  for (; taken < it.sent.length; taken += 1) {
    const { message } = it.sent[taken] ?? {};
    if (message?.type === 'oka.notice.requested') await carryNotice(message.data, it.world);
    if (message?.type === 'oka.notice.answered') await noteNotice(message, it.world);
  }
}

let serial = 1000;
async function critical() {
  serial += 1;
  const named = { record: record(serial), resultId: 'f'.repeat(64) };
  const result = { ...named, version: 1, severity: 'critical', state: 'current', notify: true } as const;
  const recipients = [{ person: 'day', as: 'attending' as const }];
  const sending = { result, clinic: 'north', ehr: 'mis', level: 'red' as const, recipients, unknownStaff: [] };
  await takeStep(it.world, named, sendingEvent(sending));
  await deliver();
  return {
    ...named,
    now: async () => {
      const delivery = await it.world.chart.delivery(named.record, named.resultId);
      if (delivery === undefined) throw new Error('no delivery');
      return delivery;
    },
  };
}
/** The region's minute for one result, as `due` names it when its moment has come. */
async function minutes(
  count: number,
  { record: of, resultId, now }: Awaited<ReturnType<typeof critical>>,
): Promise<void> {
  for (let minute = 0; minute < count; minute++) {
    it.time.now = new Date(it.time.now.getTime() + 60_000);
    const delivery = await now();
    const dueAt = nextLookOf(delivery);
    if (dueAt === undefined || dueAt > it.time.now.toISOString()) continue;
    const data = { record: of, resultId, version: delivery.version, dueAt };
    await noteDue(makeEvent('oka.delivery.due', 'due', data, { time: it.time.now }), it.world);
    await deliver();
  }
}
const callsOf = async (of: string) => (await it.world.chart.calls.open('north')).filter(({ ask }) => ask.record === of);
const smsOf = (from: number) =>
  gateway
    .taken()
    .slice(from)
    .map(({ to }) => to);

async function says(id: string, outcome: 'reached' | 'no-answer', key: string): Promise<void> {
  const clinic = it.world.region.clinics.find((one) => one.id === 'north');
  if (clinic === undefined) throw new Error('no clinic');
  const body = Buffer.from(JSON.stringify({ key, outcome }));
  const principal = { kind: 'person', id: 'desk', clinics: ['north'], roles: [] };
  await answerCall({ principal, path: { call: id }, body } as never, clinic, it.world);
  await deliver();
}

describe('a critical result', () => {
  test('reaches its physician by SMS at once, and nobody twice; the next person follows in his time', async () => {
    const from = gateway.taken().length;
    const one = await critical();
    expect(smsOf(from)).toEqual(['+70000000000']);
    await minutes(4, one);
    expect(smsOf(from)).toHaveLength(1);
    await minutes(2, one);
    expect(smsOf(from)).toEqual(['+70000000000', '+70000000002', '+70000000003']);
  });

  test('goes to the duty desk’s list at once when the gateway is dead; who does not answer is followed at once', async () => {
    gateway.fail({ times: 10_000, status: 503 });
    const { record: of, now } = await critical();
    const [first] = await callsOf(of);
    expect(first?.ask).toMatchObject({ to: 'day', channel: 'phone' });
    await says(first?.id ?? '', 'no-answer', 'call-number-one');
    expect((await callsOf(of)).map(({ ask }) => ask.to).sort()).toEqual(['day', 'deputy', 'other']);
    expect((await now()).rung).toBe(1);
  });

  test('sounds the alarm when the deadline has passed, for as long as nobody takes it', async () => {
    gateway.fail({ times: 10_000, status: 503 });
    const one = await critical();
    await minutes(16, one);
    expect(escalationOf(await one.now())).toBe('alarm');
    await minutes(30, one);
    expect(escalationOf(await one.now())).toBe('alarm');
  });

  test('in any history of a failing gateway, absences and calls ends acknowledged or in alarm, each message sent once', async () => {
    const random = randomFrom(20260310);
    for (let history = 0; history < 12; history++) {
      const from = gateway.taken().length;
      gateway.fail({ times: random.below(7), status: random.below(2) ? 503 : 422 });
      const one = await critical();
      const first = await one.now();
      expect(first.notices.length > 0 || first.alarm !== undefined).toBe(true);
      for (let minute = 0; minute < 18; minute++) {
        if (random.below(4) === 0) gateway.fail({ times: random.below(5), status: 503 });
        const [call] = await callsOf(one.record);
        if (call && random.below(3) === 0)
          await says(call.id, random.below(2) ? 'reached' : 'no-answer', `call-${history}-${minute}`);
        if (random.below(20) === 0) {
          const { version } = await one.now();
          const at = it.time.now.toISOString();
          await takeStep(it.world, one, { type: 'acknowledged', version, by: 'night', at });
        }
        await minutes(1, one);
      }
      const end = await one.now();
      expect(isOpen(end) ? ['alarm', 'taken'] : ['met']).toContain(escalationOf(end));
      const ids = gateway
        .taken()
        .slice(from)
        .filter(({ isRepeat }) => !isRepeat)
        .map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      // Met, so that its alarm is not heard in the next history.
      await takeStep(it.world, one, { type: 'acknowledged', version: 1, by: 'night', at: it.time.now.toISOString() });
    }
  }, 120_000);
});
