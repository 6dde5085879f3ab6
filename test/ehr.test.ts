import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Applied } from '../local/ehr/apply.ts';
import { startPhysicians } from '../local/ehr/physicians.ts';
import { readLedger, startEhr } from '../local/ehr/process.ts';
import { localRegion, openKeys } from '../local/keys.ts';
import { type Servers, startServers } from '../local/servers/servers.ts';
import { sqsClient } from '../local/template/create.ts';
import { verifyStatement } from '../platform/tokens.ts';
import { ResultAcknowledged, ResultPublished } from '../schemas/messages.ts';
import { RegionFile } from '../schemas/region.ts';

const title = { en: 'Demo', ru: 'Демо' };
const base = RegionFile.parse({
  id: 'toy',
  title,
  zone: 'UTC',
  audience: 'https://oka.test',
  clinics: [{ id: 'district', title, oid: '1.2.3', zone: 'UTC', domains: [], senders: [], ehr: 'demo' }],
  ehrs: [{ id: 'demo', title, replaces: true }],
  critical: { deadlineSeconds: 20 },
});
const RECORD = '0a0b0c0d-0000-8000-8000-000000000001';
let folder: string;
let servers: Servers;
let sqs: SQSClient;
let queueUrl: string;
let acknowledgementsUrl: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oka-ehr-process-'));
  servers = await startServers(folder, { s3: 0, sqs: 0, dynamodb: 0 });
  sqs = sqsClient(servers.urls.sqs);
  const make = async (QueueName: string, Attributes = {}) =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
  queueUrl = await make('records-demo.fifo', { FifoQueue: 'true' });
  acknowledgementsUrl = await make('acknowledgements');
});
afterEach(async () => {
  sqs.destroy();
  await servers.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A critical result whose bundle carries words only. */
function publish(version: number): Promise<unknown> {
  const bundle = {
    resourceType: 'Bundle',
    entry: [
      { resource: { resourceType: 'Patient', id: RECORD } },
      { resource: { resourceType: 'DetectedIssue', detail: 'Калий 7,1' } },
    ],
  };
  const hash = String(version).repeat(64);
  const result = { resultId: 'a'.repeat(64), record: RECORD, version, contentHash: hash, severity: 'critical' };
  const message = ResultPublished.parse({
    specversion: '1.0',
    id: 'x',
    source: 'test',
    type: 'oka.result.published',
    time: '2026-03-02T08:00:01.000Z',
    datacontenttype: 'application/json',
    traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`,
    data: { ...result, ehr: 'demo', clinic: 'district', state: 'current', notify: true, bundle },
  });
  const MessageDeduplicationId = `${version}`;
  const MessageBody = JSON.stringify(message);
  return sqs.send(
    new SendMessageCommand({ QueueUrl: queueUrl, MessageBody, MessageGroupId: RECORD, MessageDeduplicationId }),
  );
}
async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not come to that');
}

test('a physician signs for the version that was applied; killed, the record system goes on where it was', async () => {
  const keys = await openKeys(folder, base);
  const region = localRegion(base, keys);
  const applied: Applied[] = [];
  const physician = { id: 'p1', name: 'Врач', clinic: 'district', roles: ['physician'] };
  const physicians = startPhysicians({
    keys,
    sqs,
    acknowledgementsUrl,
    acknowledges: ({ version }) => (version === 1 ? { physician, afterSeconds: 0.1 } : undefined),
  });
  const ehr = await startEhr({
    dataFolder: folder,
    region,
    apiUrl: 'http://127.0.0.1:9',
    sqsUrl: servers.urls.sqs,
    queues: { demo: queueUrl },
    acknowledgementsUrl,
    onApplied(one) {
      applied.push(one);
      physicians.onApplied(one);
    },
  });
  await publish(1);
  await until(() => applied.length === 1 && physicians.pending() === 0);
  ehr.kill();
  // Until the server sees that its caller is dead, a message may go to the dead one and come back after its hold.
  await new Promise((resolve) => setTimeout(resolve, 300));
  await publish(2);
  await until(async () => (await readLedger(folder, 'demo')).some(({ version }) => version === 2));
  await ehr.stop();
  await physicians.stop();
  expect((await readLedger(folder, 'demo')).map(({ version, outcome }) => `${version} ${outcome}`)).toEqual([
    '1 applied',
    '2 applied',
  ]);

  const said: unknown[] = [];
  for (let tries = 0; tries < 5 && said.length < 3; tries += 1) {
    const command = new ReceiveMessageCommand({ QueueUrl: acknowledgementsUrl, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await sqs.send(command);
    said.push(...Messages.map(({ Body }) => JSON.parse(Body ?? '')));
  }
  const signed = said
    .map((message) => ResultAcknowledged.safeParse(message))
    .flatMap(({ data }) => (data ? [data] : []));
  expect(signed).toHaveLength(1);
  const { statement, at } = signed[0]?.data ?? { statement: '', at: '' };
  const { principal, about } = await verifyStatement(statement, region, new Date(at), new Date());
  expect(principal).toMatchObject({ kind: 'person', id: 'p1', clinics: ['district'] });
  const readBack = { birthYear: '', says: 'Калий 7,1' };
  expect(about).toEqual({ act: 'acknowledge', record: RECORD, resultId: 'a'.repeat(64), version: 1, readBack });
});
