import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startMllpEhr } from '../../edge/connector/testing/mllp-ehr.ts';
import { publishedOf, resultIdOf } from '../../edge/connector/testing/results.ts';
import { type Edge, startEdge } from '../../edge/edge.ts';
import { object } from '../../edge/folder/testing/objects.ts';
import { makeMllpClient } from '../../edge/mllp/client.ts';
import { freePort, hasOrthanc, startOrthanc } from '../../edge/pacs/testing/orthanc.ts';
import { REPORT, resultWith, startRegion } from '../../edge/pacs/testing/region.ts';
import { explainSettings } from '../../edge/settings/explain.ts';
import { readEdgeSettings } from '../../edge/settings/read.ts';
import { appointment } from '../../edge/worklist/testing.ts';
import { startServers } from '../../local/servers/servers.ts';
import { sqsClient } from '../../local/template/create.ts';
import type { EdgeSettingsInput } from '../../schemas/edge.ts';
import { atEnd, closeAll, pause } from '../mllp.ts';

afterEach(closeAll);

/** Everything around one clinic: a region that gives results and queues, a record system, a folder for the edge. */
async function surroundings() {
  const folder = mkdtempSync(join(tmpdir(), 'oka-outward-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  const servers = await startServers(folder, { s3: 0, sqs: 0, dynamodb: 0 });
  atEnd(() => servers.stop());
  const sqs = sqsClient(servers.urls.sqs);
  atEnd(() => sqs.destroy());
  /** Its address as a region gives it: where the queue is, is where it is asked. */
  const make = async (QueueName: string, Attributes = {}): Promise<string> => {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return new URL(new URL(QueueUrl).pathname, servers.urls.sqs).href;
  };
  const queue = await make('records-demo.fifo', { FifoQueue: 'true' });
  const region = await startRegion([REPORT]);
  atEnd(region.stop);
  const ehr = await startMllpEhr();
  atEnd(ehr.stop);
  return {
    ehr,
    connector: {
      ...{ ehr: 'demo', replaces: true, queue, acknowledgements: await make('acknowledgements') },
      mllp: { host: '127.0.0.1', port: ehr.port },
    },
    async publish(name: string): Promise<void> {
      const message = publishedOf({ name });
      const { entry } = message.data.bundle as { entry: unknown[] };
      entry.push(...(resultWith([REPORT]).bundle as { entry: unknown[] }).entry.slice(1));
      await sqs.send(
        new SendMessageCommand({
          ...{ QueueUrl: queue, MessageBody: JSON.stringify(message) },
          ...{ MessageGroupId: message.data.record, MessageDeduplicationId: name },
        }),
      );
    },
    /** Writes the edge.yaml and starts what it says. */
    async edge(more: Partial<EdgeSettingsInput>): Promise<Edge> {
      const config = join(folder, 'edge.yaml');
      writeFileSync(join(folder, 'token'), 'a.b.c');
      const link = { url: region.url, tokenFile: 'token' };
      const own: EdgeSettingsInput = { clinic: 'north', oid: '1.2.643.1', zone: 'UTC', data: 'data', region: link };
      writeFileSync(config, explainSettings({ ...own, mllp: { port: 0 }, ...more }));
      const edge = await startEdge({ settings: await readEdgeSettings(config), token: async () => 'ehr' });
      atEnd(edge.stop);
      return edge;
    },
  };
}

process.env.AWS_ACCESS_KEY_ID ??= 'test';
process.env.AWS_SECRET_ACCESS_KEY ??= 'test';

const statesOf = (edge: Edge) =>
  Object.fromEntries(Object.entries(edge.state()).map(([name, { state }]) => [name, state]));

async function hl7(edge: Edge, bytes: Uint8Array): Promise<unknown> {
  const client = makeMllpClient({ host: '127.0.0.1', port: edge.ports().mllp ?? 0 });
  atEnd(client.close);
  return client.send(bytes);
}
const tomorrow = (): string =>
  new Date(Date.now() + 24 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 8).concat('1000');

(hasOrthanc ? describe : describe.skip)('what the edge brings to the clinic', () => {
  test('a result goes into the record system and its report into the PACS; earlier studies come for an appointment', async () => {
    const port = await freePort();
    const { ehr, connector, publish, edge: start } = await surroundings();
    const orthanc = await startOrthanc({ DicomModalities: { oka: ['OKA', '127.0.0.1', port] } });
    atEnd(orthanc.stop);
    const chest = { Modality: 'DX', StudyDate: '20250401', IssuerOfPatientID: 'MIS' };
    const patient = { PatientName: 'Ivanov^Ivan', PatientBirthDate: '19800105', PatientSex: 'M' };
    await orthanc.put(object(1, { ...chest, ...patient, StudyInstanceUID: '2.25.501' }));
    const { host, port: pacsPort } = orthanc.peer;
    const edge = await start({
      dicom: { port },
      worklist: {},
      connector,
      pacs: { peer: { aeTitle: 'PACS', host, port: pacsPort } },
      priors: { from: '00:00', to: '00:00' },
    });
    const parts = ['uplink', 'worklist', 'pacs', 'connector', 'contact', 'priors', 'dicom', 'mllp'];
    expect(statesOf(edge)).toEqual(Object.fromEntries(parts.map((name) => [name, 'running'])));

    await publish('a');
    while (!ehr.held.has(resultIdOf('a').slice(0, 20))) await pause(20);
    while (!(await orthanc.instances()).includes(REPORT.uid)) await pause(50);

    expect(await hl7(edge, appointment({ when: tomorrow() }))).toMatchObject({ class: 'accepted' });
    const studies = () => [...edge.objects()].map(({ about }) => [about.studyInstanceUid, about.lane]);
    while (studies().length === 0) await pause(20);
    expect(studies()).toEqual([['2.25.501', 'bulk']]);
  }, 60_000);
});

test('parts that cannot run say why, and keep neither the doors nor the record system waiting', async () => {
  const { ehr, connector, publish, edge: start } = await surroundings();
  const edge = await start({
    dicom: { port: 0 },
    worklist: {},
    connector,
    pacs: { peer: { aeTitle: 'PACS', host: '127.0.0.1', port: 1, tls: { ca: 'none.pem' } } },
    page: { port: 0, tls: { cert: 'none.pem', key: 'none.pem' } },
  });
  const { pacs, page, ...others } = statesOf(edge);
  expect([pacs, page]).toEqual(['failed', 'failed']);
  expect(new Set(Object.values(others))).toEqual(new Set(['running']));
  expect(edge.state().pacs?.fault).toContain('none.pem');
  expect(await hl7(edge, appointment())).toMatchObject({ class: 'accepted' });
  await publish('b');
  while (!ehr.held.has(resultIdOf('b').slice(0, 20))) await pause(20);
}, 60_000);
