import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { noteDelivered } from '../../functions/acknowledge/delivered.ts';
import { noteNotice, noteSilentClinic } from '../../functions/acknowledge/noticed.ts';
import { noteDue } from '../../functions/acknowledge/overdue.ts';
import { runMinute } from '../../functions/due/minute.ts';
import { carryNotice } from '../../functions/notify/carry.ts';
import { publishRecord } from '../../functions/publish/publish.ts';
import { RANK } from '../../schemas/chart.ts';
import { RegionFile } from '../../schemas/region.ts';
import type { Result } from '../../schemas/result.ts';
import { input, record } from '../chart-examples.ts';
import { type TestWorld, testRegion, withWorld } from '../world.ts';

export const TRACE = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

/** A gateway for mail and SMS that keeps what it was handed; `status` is what it answers. */
async function startGateway() {
  const taken: { to: string; channel: string; text: string; id: string }[] = [];
  const gateway = { taken, status: 200, url: '', close: async () => {} };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (gateway.status < 300) taken.push(JSON.parse(Buffer.concat(parts).toString()));
      response.writeHead(gateway.status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  gateway.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  gateway.close = async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return gateway;
}

const EVERY_DAY = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** An invented region with people: attending (T1, SMS and telephone), deputy, one on duty of the clinic, one of the region. */
const regionWith = (gateway: string): RegionFile =>
  RegionFile.parse({
    ...testRegion(),
    critical: { deadlineSeconds: 900 },
    gateway: { url: gateway },
    people: [
      {
        ...{ id: 'attending', name: 'A (invented)', clinics: ['north'], deputies: ['deputy'] },
        staff: [{ clinic: 'north', number: 'T1' }],
        channels: [
          { kind: 'sms', address: '+70000000001' },
          { kind: 'phone', address: '101' },
        ],
      },
      { id: 'deputy', name: 'B (invented)', clinics: ['north'], channels: [{ kind: 'sms', address: '+70000000002' }] },
      { id: 'duty', name: 'C (invented)', clinics: ['north'], channels: [{ kind: 'sms', address: '+70000000003' }] },
    ],
    duty: [{ days: EVERY_DAY, from: '00:00', to: '00:00', people: ['duty'] }],
  });

/**
 * The region's boxes from publishing to the alarm, over real wire protocols: the store, the gateway's HTTP, and queues whose
 * messages are handed on by `settle` as SQS would.
 */
export async function deliveryRegion() {
  const gateway = await startGateway();
  const it: TestWorld = await withWorld(regionWith(gateway.url));
  const { world, sent, time } = it;
  let serial = 700;

  /** A patient whom `attending` treats, with results that advise has stored. */
  async function patientWith(results: (of: string) => Result[], clinic = 'north'): Promise<string> {
    serial += 1;
    const of = record(serial);
    const said = { time: '2026-03-02T07:00:00.000Z', rank: RANK.final, receivedAt: '2026-03-02T07:00:00.000Z' };
    const visit = {
      status: 'in-progress',
      class: { code: 'IMP' },
      period: { start: '2026-03-02T07:00:00Z' },
      participant: [
        {
          type: [{ coding: [{ code: 'ATND' }] }],
          individual: { type: 'Practitioner', identifier: { value: 'T1' } },
        },
      ],
    };
    await world.chart.write({
      items: [
        {
          record: of,
          resourceType: 'Patient',
          id: of,
          groups: { demographics: makeGroup({ birthDate: '1950' }, said) },
        },
        { record: of, resourceType: 'Encounter', id: of, groups: { base: makeGroup(visit, said) } },
      ],
      owners: { [of]: clinic },
      awaiting: { input: { ...input(serial), clinic }, record: of },
    });
    await say(of, results(of));
    return of;
  }

  /** Advise has stored these results of a record. */
  async function say(of: string, results: Result[]): Promise<void> {
    const before = await world.chart.advice(of);
    const revision = (await world.chart.head(of))?.revision ?? 0;
    await world.chart.putAdvice(of, revision, results, { revision: before?.revision });
  }

  /** Hands on every message until none is left. */
  async function settle(): Promise<void> {
    for (let next = sent.shift(); next !== undefined; next = sent.shift()) {
      const { message } = next;
      if (message.type === 'oka.notice.requested') await carryNotice(message.data, world, TRACE);
      if (message.type === 'oka.notice.answered') await noteNotice(message, world);
      if (message.type === 'oka.delivery.due') await noteDue(message, world);
      if (message.type === 'oka.clinic.silent') await noteSilentClinic(message, world);
      if (message.type === 'oka.result.delivered') await noteDelivered(message, world);
    }
  }

  /** The region's minutes until this many seconds have passed. */
  async function wait(seconds: number): Promise<void> {
    for (let left = seconds; left > 0; left -= 60) {
      time.now = new Date(time.now.getTime() + Math.min(60, left) * 1000);
      await runMinute(world);
      await settle();
    }
  }

  const publish = (of: string) => publishRecord(of, world, TRACE);
  const close = async (): Promise<void> => {
    await it.close();
    await gateway.close();
  };
  return { ...it, gateway, patientWith, say, publish, settle, wait, close };
}
export type DeliveryRegion = Awaited<ReturnType<typeof deliveryRegion>>;
