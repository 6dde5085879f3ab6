import { advise } from '../functions/advise/advise.ts';
import { publishRecord } from '../functions/publish/publish.ts';
import { receiveRecord } from '../functions/receive-record/receive.ts';
import { segmentKey } from '../platform/objects.ts';
import { makeEvent } from '../platform/queues.ts';
import type { World } from '../platform/world.ts';
import { ID_KEY } from './chart-examples.ts';
import { sha256Hex } from './sha256.ts';
import type { TestWorld } from './world.ts';

/** The world of functions that advise, publish and derive identifiers. */
export const publishing = ({ world }: TestWorld): World => ({
  ...world,
  env: { ...world.env, OKA_QUEUE_RESULTS: 'results', OKA_ID_KEY: ID_KEY },
});

/** What runs after a write: advise for every trigger until none is left, then publish for every result. */
export async function runAfterWrite(it: TestWorld, world: World): Promise<void> {
  for (let asked = it.chart.sent.splice(0); asked.length > 0; asked = it.chart.sent.splice(0))
    for (const data of asked)
      await advise(makeEvent('oka.advice.requested', 'test', data, { time: it.time.now }), world);
  for (const { message } of it.sent.filter(({ queue }) => queue === 'results'))
    await publishRecord((message.data as { record: string }).record, world, message.traceparent);
}

/** Takes an HL7 message of a clinic in, as `uploads` and `receive-record` do. */
export async function takeRecord(clinic: string, text: string, it: TestWorld, world: World): Promise<void> {
  const bytes = Buffer.from(text);
  const input = { kind: 'record', clinic, sha256: sha256Hex(bytes) } as const;
  const receivedAt = it.time.now.toISOString();
  await world.objects.put('intake', segmentKey(input, 0), bytes, { metadata: { length: String(bytes.length) } });
  await world.chart.openInput(input, bytes.length, receivedAt);
  const data = { input, basis: 'whole', length: bytes.length, receivedAt } as const;
  await receiveRecord(makeEvent('oka.record.uploaded', 'test', data, { time: it.time.now }), world);
}
