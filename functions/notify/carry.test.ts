import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { dutyRegion } from '../../domain/duty/example.ts';
import type { Ask, Notice } from '../../schemas/delivery.ts';
import { record } from '../../test/chart-examples.ts';
import { type TestWorld, withWorld } from '../../test/world.ts';
import { carryNotice } from './carry.ts';

type Posted = { to: string; channel: string; text: string; id: string };
let it: TestWorld;
let gateway: Server;
let url: string;
let got: Posted[] = [];
/** What the gateway answers next, and then 202 for ever. */
let answers: (number | 'silence')[] = [];

beforeAll(async () => {
  gateway = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    got.push(JSON.parse(Buffer.concat(pieces).toString('utf8')));
    const answer = answers.shift() ?? 202;
    if (answer !== 'silence') response.writeHead(answer).end('its own words');
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  const address = gateway.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/send`;
  const people = dutyRegion().people.map((person) =>
    person.id !== 'day'
      ? person
      : {
          ...person,
          channels: [
            { kind: 'sms', address: '+70000000000' },
            { kind: 'phone', address: '101' },
          ],
        },
  );
  it = await withWorld(dutyRegion({ people, gateway: { url, timeoutSeconds: 0.3 } }));
});
afterAll(async () => {
  gateway.closeAllConnections();
  await new Promise<void>((resolve) => gateway.close(() => resolve()));
  await it.close();
});
beforeEach(() => {
  got = [];
  answers = [];
  it.sent.length = 0;
});

let serial = 900;

/** An ask of a critical result that is stored with its notice. */
async function asked(change: Partial<Ask> = {}, notice: Partial<Notice> = {}): Promise<Ask> {
  serial += 1;
  const askedAt = it.time.now.toISOString();
  const ask: Ask = {
    ...{ record: record(serial), resultId: 'e'.repeat(64), version: 1, clinic: 'north', to: 'day' },
    ...{ channel: 'sms', rung: 0, reason: 'critical', level: 'red', askedAt },
    ...change,
  };
  const { record: of, resultId, version, clinic, to, channel, rung, reason } = ask;
  await it.world.chart.changeDelivery(of, resultId, () => ({
    ...{ record: of, resultId, version, clinic, ehr: 'mis', severity: 'critical', state: 'current', level: 'red' },
    ...{ sentAt: askedAt, dueAt: new Date(it.time.now.getTime() + 900_000).toISOString(), from: version },
    notices: [{ to, channel, rung, version, reason, askedAt, ...notice }],
  }));
  return ask;
}

const told = () => it.sent.map(({ queue, message }) => ({ queue, ...(message as { data: object }).data }));

describe('a notice', () => {
  test('goes to the gateway with words that name nobody, and the delivery hears that it was taken', async () => {
    const ask = await asked();
    await carryNotice(ask, it.world);
    expect(got).toHaveLength(1);
    expect(got[0]).toMatchObject({ to: '+70000000000', channel: 'sms' });
    expect(got[0]?.text).toMatch(
      /^Ока: критический результат, красный уровень\. больница north\. Примите до \d\d:\d\d\./,
    );
    expect(told()).toMatchObject([{ queue: 'acknowledgements', outcome: 'sent', to: 'day', channel: 'sms' }]);
  });

  test('of one version, person and channel has one id, however often it is carried', async () => {
    const ask = await asked();
    await carryNotice(ask, it.world);
    await carryNotice(ask, it.world);
    expect(new Set(got.map(({ id }) => id)).size).toBe(1);
    expect(got[0]?.id).toMatch(/^[0-9a-f]{64}$/);
  });

  const failing: [string, (number | 'silence')[], number, string][] = [
    ['that answers with a fault of its own', [500, 503], 2, 'gateway-away'],
    ['that does not answer in its time', ['silence', 'silence'], 2, 'gateway-away'],
    ['that refuses the number', [422], 1, 'gateway-refused'],
  ];
  test.each(failing)(
    'by a gateway %s has failed at once, so that the next way is tried',
    async (_, said, tries, why) => {
      answers = [...said];
      await carryNotice(await asked(), it.world);
      expect(got).toHaveLength(tries);
      expect(told()).toMatchObject([{ outcome: 'failed', why }]);
      expect(JSON.stringify(it.sent)).not.toContain('its own words');
    },
  );

  test('that the gateway takes at the second time is sent', async () => {
    answers = [503];
    await carryNotice(await asked(), it.world);
    expect(told()).toMatchObject([{ outcome: 'sent' }]);
  });

  test('by telephone stands on the duty desk’s list, once', async () => {
    const ask = await asked({ channel: 'phone' });
    await carryNotice(ask, it.world);
    await carryNotice({ ...ask, askedAt: new Date(it.time.now.getTime() + 60_000).toISOString() }, it.world);
    expect((await it.world.chart.calls.open('north')).filter((call) => call.ask.record === ask.record)).toHaveLength(1);
    expect(got).toEqual([]);
    expect(told()[0]).toMatchObject({ outcome: 'sent', channel: 'phone' });
  });

  test('to somebody without such an address, or whom the directory lacks, has failed with a reason', async () => {
    await carryNotice(await asked({ channel: 'mail' }), it.world);
    await carryNotice(await asked({ to: 'ghost' }), it.world);
    await carryNotice(await asked({ to: 'night', channel: 'phone' }), it.world);
    expect(told()).toMatchObject([{ why: 'no-address' }, { why: 'person-unknown' }, { why: 'no-address' }]);
  });

  test('of a result that somebody has taken note of, or that was carried already, is carried no more', async () => {
    const met = await asked();
    await it.world.chart.changeDelivery(met.record, met.resultId, (stored) =>
      stored ? { ...stored, acknowledged: { at: it.time.now.toISOString(), by: 'night' } } : undefined,
    );
    await carryNotice(met, it.world);
    await carryNotice(await asked({}, { outcome: 'sent' }), it.world);
    expect([got, told()]).toEqual([[], []]);
  });

  test('in a region without a gateway has failed: the desk and the telephone are left', async () => {
    const { gateway: _, ...region } = it.world.region;
    await carryNotice(await asked(), { ...it.world, region });
    expect(told()).toMatchObject([{ outcome: 'failed', why: 'no-gateway' }]);
  });

  test('that came before its delivery is brought again by the queue', async () => {
    const ask = { ...(await asked()), resultId: 'd'.repeat(64) };
    await expect(carryNotice(ask, it.world)).rejects.toMatchObject({ code: 'not-found' });
  });
});
