import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { recordId } from '../../domain/fhir/identifiers.ts';
import { ID_KEY, message, PID, REGION } from '../../domain/hl7/map/example.ts';
import { advise } from '../../functions/advise/advise.ts';
import { receiveRecord } from '../../functions/receive-record/receive.ts';
import { segmentKey } from '../../platform/objects.ts';
import { makeEvent } from '../../platform/queues.ts';
import { type TestWorld, withWorld } from '../world.ts';

// A busy machine needs its time.
jest.setTimeout(60_000);

const RECORD = recordId(ID_KEY, REGION.clinics[0]?.oid ?? '', '1.2.643.5.1.13.13.12.2.999.91.100.1', '70001');

let it: TestWorld;
beforeEach(async () => {
  it = await withWorld(REGION);
  Object.assign(it.world.env, { OKA_ID_KEY: ID_KEY });
});
afterEach(() => it.close());

async function receive(bytes: Uint8Array, receivedAt: string): Promise<void> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const input = { kind: 'record' as const, clinic: 'hospital', sha256 };
  await it.world.objects.put('intake', segmentKey(input, 0), bytes, { metadata: { length: String(bytes.length) } });
  await it.world.chart.openInput(input, bytes.length, receivedAt);
  const data = { input, length: bytes.length, receivedAt };
  await receiveRecord({ data, traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` }, it.world);
}
const advised = async () => {
  const data = { record: RECORD, revision: (await it.world.chart.head(RECORD))?.revision ?? 0 };
  await advise(makeEvent('oka.advice.requested', 'test', data, { time: it.time.now }), it.world);
};
const waiting = async (): Promise<number> => (await it.world.chart.waitingForHuman('hospital')).length;
const order = (pid: string) => message('ORU^R01', [pid, 'OBR|1||F1|БХ^Биохимия^L'], { application: 'RIS' });
const admission = (pid: string, at: string) => message('ADT^A08', [`EVN|A08|${at}`, pid]);

test('a result leaves the list when the demographics were corrected before any advice compared them', async () => {
  const wrong = PID.replace('19800512', '19810512');
  await receive(admission(wrong, '20260110080000'), '2026-01-10T12:00:00.000Z');
  await receive(order(PID), '2026-01-10T12:01:00.000Z');
  expect(await waiting()).toBe(1);
  // The advice queue was behind: the correction is there before the first comparison.
  await receive(admission(PID, '20260110090000'), '2026-01-10T12:02:00.000Z');
  await advised();
  expect(await waiting()).toBe(0);
});

test('a comparison with demographics that are corrected meanwhile lists nothing in the end', async () => {
  const wrong = PID.replace('19800512', '19810512');
  await receive(admission(wrong, '20260110080000'), '2026-01-10T12:00:00.000Z');
  const { chart } = it.world;
  const listForHuman: typeof chart.listForHuman = async (...listing) => {
    // Between the comparison and the list: the correction, and its advice.
    it.world.chart.listForHuman = chart.listForHuman;
    await receive(admission(PID, '20260110090000'), '2026-01-10T12:02:00.000Z');
    await advised();
    await chart.listForHuman(...listing);
  };
  Object.assign(it.world, { chart: { ...chart, listForHuman } });
  await receive(order(PID), '2026-01-10T12:01:00.000Z');
  expect(await waiting()).toBe(0);
});
