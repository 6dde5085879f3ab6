import { BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { canonicalJson } from '../../domain/fhir/canonical.ts';
import { advise } from '../../functions/advise/advise.ts';
import { receiveRecord } from '../../functions/receive-record/receive.ts';
import type { Chart } from '../../platform/chart/chart.ts';
import type { ObjectStore } from '../../platform/objects.ts';
import { makeEvent } from '../../platform/queues.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import { type InputKey, inputId } from '../../schemas/input.ts';
import type { AdviceRequested, RecordUploaded } from '../../schemas/messages.ts';
import type { TestChart } from '../chart.ts';
import { sha256Hex } from '../sha256.ts';
import type { StoryInput } from './message.ts';
import { REGION } from './region.ts';

/** What must be equal after every order of the same inputs: by name, as canonical text. */
export type Fingerprint = Readonly<Record<string, string>>;

const ENV = {
  OKA_BUCKET_INTAKE: 'intake',
  OKA_BUCKET_ARCHIVE: 'archive',
  OKA_BUCKET_DERIVED: 'derived',
  OKA_QUEUE_RESULTS: 'results',
  OKA_QUEUE_RECORDS: 'records',
  OKA_QUEUE_IMAGES: 'images',
  OKA_ID_KEY: '5c'.repeat(32),
};

/** Objects in memory, listed in the order of their keys as S3 does. */
function objectsInMemory(): ObjectStore {
  const kept = new Map<string, { bytes: Uint8Array; metadata: Record<string, string> }>();
  return {
    put: async (bucket, key, bytes, { metadata = {} } = {}) => void kept.set(`${bucket}/${key}`, { bytes, metadata }),
    get: async (bucket, key, range) => {
      const found = kept.get(`${bucket}/${key}`);
      if (found === undefined) throw new OkaError('not-found', 'object');
      return range ? found.bytes.subarray(range.from, range.to + 1) : found.bytes;
    },
    head: async (bucket, key) => {
      const found = kept.get(`${bucket}/${key}`);
      return found && { length: found.bytes.length, contentType: undefined, metadata: found.metadata };
    },
    list: async (bucket, prefix) =>
      [...kept]
        .filter(([name]) => name.startsWith(`${bucket}/${prefix}`))
        .map(([name, { bytes }]) => ({ key: name.slice(bucket.length + 1), length: bytes.length }))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
  };
}

/**
 * Plays inputs through the functions that take them in the region, `receive-record` and `advise`, over a chart on the
 * real DynamoDB protocol; at the end every trigger has been followed. The table is empty before.
 * @param isQuiet says after which inputs the triggers so far are followed; in between they pile up
 */
export async function play(
  test: TestChart,
  inputs: readonly StoryInput[],
  isQuiet: (place: number) => boolean,
): Promise<Fingerprint> {
  await empty(test);
  const triggered = new Set<string>();
  const known = new Set<string>();
  const stored = test.again({ sendAdvice: async (record) => void triggered.add(record) });
  const chart: Chart = {
    ...stored,
    write: (write) => {
      for (const record of Object.keys(write.owners)) known.add(record);
      return stored.write(write);
    },
  };
  // Inputs that the region reads once more, as when the character set of their sender has become another.
  const again: RecordUploaded[] = [];
  const world: World = {
    ...{ chart, objects: objectsInMemory(), region: REGION, env: ENV },
    clock: () => new Date('2026-03-02T12:00:00.000Z'),
    queues: {
      send: async (_, message) => {
        if (message.type === 'oka.record.uploaded') again.push(message as RecordUploaded);
      },
    },
  };
  const refused = new Map<string, string>();
  const settle = async (): Promise<void> => {
    while (again.length > 0 || triggered.size > 0) {
      const message = again.shift();
      if (message) await receive(message, world, refused);
      else await followTriggers(triggered, world);
    }
  };
  for (const [place, input] of inputs.entries()) {
    await receive(await uploaded(input, world), world, refused);
    if (isQuiet(place)) await settle();
  }
  await settle();
  const fingerprint: Record<string, string> = Object.fromEntries(refused);
  for (const record of known) Object.assign(fingerprint, await fingerprintOf(record, chart));
  return fingerprint;
}

/** Scans: a test's way to begin anew, not a way the product reads. */
async function empty({ client, table }: TestChart): Promise<void> {
  for (;;) {
    const { Items: rows = [] } = await client.send(new ScanCommand({ TableName: table, Limit: 25 }));
    if (rows.length === 0) return;
    const requests = rows.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
  }
}

/** The input in intake, and the message that says so. */
async function uploaded({ clinic, bytes, receivedAt }: StoryInput, world: World): Promise<RecordUploaded> {
  const input: InputKey = { kind: 'record', clinic, sha256: sha256Hex(bytes) };
  const length = bytes.length;
  await world.objects.put(ENV.OKA_BUCKET_INTAKE, `record/${clinic}/${input.sha256}/0`, bytes);
  await world.chart.openInput(input, length, receivedAt);
  const message = makeEvent('oka.record.uploaded', 'uploads', { input, length, receivedAt }, { time: world.clock() });
  return message as RecordUploaded;
}

/** @param refused gets the input and why, where it ends in quarantine */
async function receive(message: RecordUploaded, world: World, refused: Map<string, string>): Promise<void> {
  const { input } = message.data;
  try {
    await receiveRecord(message, world);
  } catch (cause) {
    if (!(cause instanceof OkaError)) throw cause;
    await world.chart.endInput(input, { state: 'quarantined', code: cause.code });
    refused.set(`input ${inputId(input)}`, cause.message);
  }
}

async function followTriggers(triggered: Set<string>, world: World): Promise<void> {
  for (let [record] = triggered; record !== undefined; [record] = triggered) {
    triggered.delete(record);
    const head = await world.chart.head(record);
    const data = { record, revision: head?.revision ?? 0 };
    const message = makeEvent('oka.advice.requested', 'chart', data, { time: world.clock() });
    await advise(message as AdviceRequested, world);
  }
}

async function fingerprintOf(record: string, chart: Chart): Promise<Fingerprint> {
  const named: Record<string, string> = {
    [`person ${record}`]: (await chart.person(record)).join(),
    [`survivor ${record}`]: (await chart.survivor(record)) ?? '',
  };
  for (const { resourceType, id, groups, resource } of await chart.everything(record))
    named[`${resourceType} ${id} of ${record}`] = canonicalJson({ groups, resource });
  // What was withdrawn says as much as what never was (docs/decisions/withdrawn-equals-unsaid.md).
  for (const { resultId, contentHash, subject, state } of (await chart.advice(record))?.results ?? [])
    if (state === 'current') named[`result ${subject} ${resultId}`] = contentHash;
  return named;
}

/** Names of entries in which two fingerprints differ, with both sides. */
export function differences(a: Fingerprint, b: Fingerprint): { name: string; one?: string; other?: string }[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]).sort();
  return names.map((name) => ({ name, ...(a[name] && { one: a[name] }), ...(b[name] && { other: b[name] }) }));
}
