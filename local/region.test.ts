import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalRegion, startLocalRegion } from './region.ts';
import { LOCAL_CREDENTIALS, sqsClient } from './template/create.ts';
import { writeToyRegion } from './testing/toy-region.ts';

const folder = mkdtempSync(join(tmpdir(), 'oka-region-'));
const options = {
  dataFolder: join(folder, 'data'),
  outdir: join(folder, 'cdk.out'),
  ports: { http: 0, s3: 0, sqs: 0, dynamodb: 0 },
  dueSeconds: 0.5,
  retrySeconds: 0.2,
  quiet: true,
};
let region: LocalRegion;
let sqs: SQSClient;
let s3: S3Client;

async function start(): Promise<void> {
  region = await startLocalRegion(options);
  sqs = sqsClient(region.urls.sqs);
  s3 = new S3Client({ endpoint: region.urls.s3, region: 'us-east-1', credentials: LOCAL_CREDENTIALS });
}
async function stop(): Promise<void> {
  sqs.destroy();
  s3.destroy();
  await region.stop();
}
beforeAll(async () => {
  writeToyRegion(options.outdir);
  await start();
});
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (path: string, token: string | undefined = 'good', init: RequestInit = {}) =>
  fetch(`${region.apiUrl}${path}`, {
    ...init,
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...init.headers },
  });
const send = (message: { name: string; fails?: number; hangs?: number }) =>
  sqs.send(
    new SendMessageCommand({ QueueUrl: region.environment.OKA_QUEUE_WORK, MessageBody: JSON.stringify(message) }),
  );
const keys = async (Prefix: string) => {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'bucket-intake', Prefix }));
  return Contents.map(({ Key }) => Key ?? '');
};
async function until<T>(what: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 150; tries += 1) {
    const value = await what();
    if (holds(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`it did not come to that; last: ${JSON.stringify(await what())}`);
}

describe('the REST API of the template', () => {
  test('hands a proxy event to the function and its answer to the caller', async () => {
    const response = await ask('/things/a%20b?x=1&x=2&y=3', 'good', { method: 'PUT', body: 'тело' });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-function')).toBe('toy-answer');
    const { event, left } = (await response.json()) as { event: Record<string, unknown>; left: number };
    expect(left).toBeGreaterThan(1000);
    expect(event).toMatchObject({
      resource: '/things/{kind}',
      path: '/things/a%20b',
      httpMethod: 'PUT',
      pathParameters: { kind: 'a b' },
      queryStringParameters: { x: '2', y: '3' },
      multiValueQueryStringParameters: { x: ['1', '2'] },
      body: 'тело',
      isBase64Encoded: false,
      requestContext: {
        authorizer: { principalId: 'good', principal: '{"id":"good"}' },
        resourcePath: '/things/{kind}',
      },
    });
  });

  test('sends bytes of binary media types as Base64, and decodes Base64 for those who accept such types', async () => {
    const headers = { 'content-type': 'application/octet-stream' };
    const put = await ask('/things/bytes', 'good', { method: 'PUT', body: Buffer.from([0, 255]), headers });
    expect(((await put.json()) as { event: object }).event).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
    const picture = await ask('/things/picture', 'good', { headers: { accept: 'image/png' } });
    expect([...new Uint8Array(await picture.arrayBuffer())]).toEqual([137, 80]);
    expect(await (await ask('/things/picture', 'good', { headers: { accept: 'text/plain' } })).text()).toBe('iVA=');
  });

  test('takes the fixed path before the parameter and answers HEAD without a body', async () => {
    expect(((await (await ask('/things/fixed')).json()) as { event: object }).event).toMatchObject({
      resource: '/things/fixed',
    });
    const head = await ask('/things/x', 'good', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([201, '']);
  });

  test.each([
    ['no token', '/things/x', undefined, 401, 'unauthenticated'],
    ['a wrong token', '/things/x', 'bad', 401, 'unauthenticated'],
    ['a denied caller', '/things/x', 'other', 403, 'forbidden'],
    ['an authoriser that fails', '/things/x', 'broken', 500, 'unavailable'],
    ['no such path', '/nothing', 'good', 404, 'not-found'],
    ['no such method', '/things/fixed?method', 'good', 404, 'not-found'],
    ['a function that throws', '/things/throw', 'good', 502, 'unavailable'],
    ['an answer without form', '/things/malformed', 'good', 502, 'unavailable'],
    ['a function that is late', '/things/slow', 'good', 504, 'unavailable'],
  ])('refuses with the template of the gateway response: %s', async (_name, path, token, status, code) => {
    const init = path.endsWith('?method') ? { method: 'DELETE' } : {};
    // `undefined` would take the default token.
    const response = await ask(path, token ?? '', init);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ code, traceId: response.headers.get('x-amzn-requestid') });
  });

  test('refuses more than 10 MB, announced or not', async () => {
    const body = Buffer.alloc(10 * 1024 * 1024 + 1);
    const announced = await ask('/things/x', 'good', { method: 'PUT', body });
    expect([announced.status, await announced.json()]).toEqual([413, expect.objectContaining({ code: 'over-size' })]);
    const stream = new ReadableStream({
      start(controller) {
        for (let part = 0; part < 11; part += 1) controller.enqueue(new Uint8Array(1024 * 1024));
        controller.close();
      },
    });
    const init = { method: 'PUT', body: stream, duplex: 'half' } as RequestInit;
    expect((await ask('/things/x', 'good', init)).status).toBe(413);
  });

  test('gives functions their variables: secret, layer, local addresses', async () => {
    const variables = (await (await ask('/things/environment')).json()) as Record<string, string>;
    expect(variables).toMatchObject({
      OKA_API_URL: region.apiUrl,
      OKA_QUEUE_WORK: `${region.urls.sqs}/000000000000/work`,
      OKA_TABLE: 'chart-table',
      AWS_ENDPOINT_URL_S3: region.urls.s3,
      layer: '{"id":"toy"}',
    });
    expect(variables.OKA_ID_KEY).toMatch(/^[0-9a-f]{64}$/);
    expect(variables.OKA_ID_KEY).toBe(region.environment.OKA_ID_KEY);
  });
});

describe('between queues and functions', () => {
  test('a batch with partial failures gives back only what failed', async () => {
    await Promise.all([send({ name: 'whole' }), send({ name: 'second', fails: 1 }), send({ name: 'third' })]);
    const done = await until(
      () => keys('done/'),
      (found) => found.includes('done/second/2') && found.length >= 3,
    );
    expect(done.filter((key) => /whole|second|third/.test(key))).toEqual([
      'done/second/2',
      'done/third/1',
      'done/whole/1',
    ]);
  });

  test('a message that fails each time ends in the dead-letter queue and is collected there', async () => {
    await send({ name: 'poison', fails: 99 });
    await until(
      () => keys('dead/'),
      (found) => found.includes('dead/poison'),
    );
    expect((await keys('done/poison')).length).toBe(0);
  });

  test('a killed worker is a failed invocation: its batch comes again and is done', async () => {
    await send({ name: 'killed', hangs: 1 });
    await until(
      () => keys('hangs/'),
      (found) => found.includes('hangs/killed'),
    );
    expect(region.killRandomWorker()).toBe('toy-work');
    await until(
      () => keys('done/killed'),
      (found) => found.includes('done/killed/2'),
    );
  });

  test('counts what waits, and nothing is left at the end', async () => {
    const counts = await until(region.queueCounts, (found) =>
      Object.values(found).every(({ visible, inFlight }) => visible + inFlight === 0),
    );
    expect(Object.keys(counts).sort()).toEqual(['records-ehr.fifo', 'work', 'work-dlq']);
  });

  test('the schedule of a minute runs as often as asked, and its log is kept', async () => {
    await until(
      () => keys('ticks/'),
      (found) => found.length >= 2,
    );
    expect(readFileSync(join(options.dataFolder, 'logs', 'toy-tick.log'), 'utf8')).toContain('{"message":"tick"}');
  });
});

describe('a second start on the same data', () => {
  test('has what the first one had: objects, keys, the table, and messages that nobody had done', async () => {
    const { OKA_ID_KEY } = region.environment;
    await send({ name: 'across', hangs: 1 });
    await until(
      () => keys('hangs/'),
      (found) => found.includes('hangs/across'),
    );
    // Everything dies at once, as in a power cut.
    for (const pid of Object.values(region.serverPids())) process.kill(pid ?? 0, 'SIGKILL');
    await stop();
    await start();
    expect(await keys('done/whole')).toEqual(['done/whole/1']);
    expect(region.environment.OKA_ID_KEY).toBe(OKA_ID_KEY);
    await until(
      () => keys('done/across'),
      (found) => found.length > 0,
    );
    const dynamodb = new DynamoDBClient({
      endpoint: region.urls.dynamodb,
      region: 'us-east-1',
      credentials: LOCAL_CREDENTIALS,
    });
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'chart-table' }));
    dynamodb.destroy();
    expect(Table?.LocalSecondaryIndexes?.[0]?.IndexName).toBe('byCodeTime');
  });
});
