import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { createS3Server } from '../local/s3/server.ts';
import { makeObjects } from '../platform/objects.ts';
import type { Queues } from '../platform/queues.ts';
import type { World } from '../platform/world.ts';
import { MESSAGES, type MessageType } from '../schemas/messages.ts';
import type { Principal } from '../schemas/principal.ts';
import { RegionFile } from '../schemas/region.ts';
import { type TestChart, withChart } from './chart.ts';

type Message = ReturnType<(typeof MESSAGES)[MessageType]['parse']>;
export type SentMessage = { queue: string; message: Message; fifo?: { group: string; deduplication: string } };

export type TestWorld = {
  readonly world: World;
  readonly chart: TestChart;
  /** Every message that was sent, in order; `queue` as in `env` below. */
  readonly sent: SentMessage[];
  /** What `clock` gives; move it as you like. */
  readonly time: { now: Date };
  close(): Promise<void>;
};

const clinic = (id: string, number: number, ehr?: string) => ({
  id,
  title: { en: `${id} (invented)`, ru: `${id} (вымышленная)` },
  oid: `1.2.643.5.1.13.13.12.2.77.${number}`,
  zone: 'Asia/Yekaterinburg',
  domains: [{ namespace: id.toUpperCase(), oid: `1.2.643.5.1.13.13.12.2.77.${number}.1` }],
  senders: [],
  ...(ehr ? { ehr } : {}),
});

/** An invented region: `north` and `south` with record systems, `lab` without; the critical deadline is 20 s. */
export const testRegion = (): RegionFile =>
  RegionFile.parse({
    id: 'test',
    title: { en: 'Test region', ru: 'Испытательная область' },
    zone: 'Asia/Yekaterinburg',
    audience: 'https://oka.test',
    clinics: [clinic('north', 1, 'mis-north'), clinic('south', 2, 'mis-south'), clinic('lab', 3)],
    ehrs: ['mis-north', 'mis-south'].map((id) => ({ id, title: { en: id, ru: id }, replaces: true })),
    critical: { deadlineSeconds: 20 },
  });

const BUCKETS = {
  OKA_BUCKET_INTAKE: 'intake',
  OKA_BUCKET_ARCHIVE: 'archive',
  OKA_BUCKET_DERIVED: 'derived',
  OKA_BUCKET_AUDIT: 'audit',
};

/**
 * The world of a function on real protocols: DynamoDB (dynalite), S3 (the one of `local/`, on disk), and queues that keep
 * what is sent after holding it to its schema. Close it after the tests.
 */
export async function withWorld(region = testRegion()): Promise<TestWorld> {
  const time = { now: new Date('2026-03-02T08:00:00.000Z') };
  const clock = () => time.now;
  const chart = await withChart({ clock });
  const folder = mkdtempSync(join(tmpdir(), 'oka-world-'));
  const server = await createS3Server(folder);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  process.env.AWS_ENDPOINT_URL_S3 = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  Object.assign(process.env, { AWS_REGION: 'local', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
  const s3 = new S3Client({ forcePathStyle: true });
  for (const Bucket of Object.values(BUCKETS)) await s3.send(new CreateBucketCommand({ Bucket }));
  s3.destroy();

  const sent: SentMessage[] = [];
  const queues: Queues = {
    send: async (queue, message, fifo) => {
      const checked = MESSAGES[message.type].parse(JSON.parse(JSON.stringify(message)));
      sent.push({ queue, message: checked, ...(fifo ? { fifo } : {}) });
    },
  };
  const env = {
    ...BUCKETS,
    OKA_ID_KEY: 'ab'.repeat(32),
    OKA_MODELS: join(import.meta.dirname, '../models'),
    OKA_QUEUE_IMAGES: 'images',
    OKA_QUEUE_RECORDS: 'records',
    OKA_QUEUE_ACKNOWLEDGEMENTS: 'acknowledgements',
    OKA_QUEUE_NOTICES: 'notices',
    OKA_EHR_QUEUES: JSON.stringify({ 'mis-north': 'records-north', 'mis-south': 'records-south' }),
  };
  const world: World = { chart: chart.chart, objects: makeObjects(), queues, region, clock, env };
  const close = async (): Promise<void> => {
    await chart.close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    rmSync(folder, { recursive: true, force: true });
  };
  return { world, chart, sent, time, close };
}

export const principals = {
  edge: (clinicId: string): Principal => ({ kind: 'edge', id: `edge:${clinicId}`, clinics: [clinicId], roles: [] }),
  ehr: (...clinics: string[]): Principal => ({ kind: 'ehr', id: 'ehr', clinics, roles: [] }),
  person: (clinicId: string): Principal => ({ kind: 'person', id: 'p1', clinics: [clinicId], roles: ['physician'] }),
  operator: (): Principal => ({ kind: 'operator', id: 'duty', clinics: [], roles: [] }),
};

let requests = 0;

/** An event as API Gateway (REST, format 1.0) hands it to a proxy Lambda. `target`: path with query. */
export function apiEvent(
  principal: Principal | undefined,
  method: string,
  target: string,
  { body, headers = {} }: { body?: Uint8Array; headers?: Record<string, string> } = {},
): APIGatewayProxyEvent {
  const { pathname, searchParams } = new URL(target, 'http://api.test');
  requests += 1;
  const event = {
    resource: pathname,
    path: pathname,
    httpMethod: method,
    headers,
    queryStringParameters: searchParams.size > 0 ? Object.fromEntries(searchParams) : null,
    multiValueQueryStringParameters:
      searchParams.size > 0
        ? Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]))
        : null,
    pathParameters: null,
    body: body ? Buffer.from(body).toString('base64') : null,
    isBase64Encoded: body !== undefined,
    requestContext: {
      requestId: `request-${requests}`,
      extendedRequestId: `extended-${requests}`,
      authorizer: principal ? { principal: JSON.stringify(principal) } : {},
    },
  };
  return event as unknown as APIGatewayProxyEvent;
}
