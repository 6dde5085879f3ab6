import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { binaryReader } from '../../edge/connector/binary.ts';
import { askRegion } from '../../edge/region/region.ts';
import { ResultDelivered, ResultPublished } from '../../schemas/messages.ts';
import { Result } from '../../schemas/result.ts';
import { type Servers, startServers } from '../servers/servers.ts';
import { sqsClient } from '../template/create.ts';
import type { Applied } from './apply.ts';
import { parseLedger } from './ledger.ts';
import { inZone } from './page.ts';
import { startReader } from './reader.ts';

const hash = (letter: string) => letter.repeat(64);
const RECORD = '0a0b0c0d-0000-8000-8000-000000000001';
const SAID = [
  { ru: 'Признаки выше порога: пневмония.', en: 'Signs of pneumonia above the threshold.' },
  { ru: 'ИИ, предварительно, не подтверждено врачом', en: 'AI, preliminary, not confirmed by a physician' },
];

const finding = (version: number, content: object = {}, more: object = {}): Result =>
  Result.parse({
    resultId: hash('a'),
    record: RECORD,
    subject: '1.2.3',
    producer: 'chest-xray-children',
    producerVersion: '1',
    version,
    contentHash: hash(String(version)),
    state: 'current',
    severity: 'warning',
    notify: true,
    sourceTime: '2026-03-02T08:00:00.000Z',
    content: {
      kind: 'finding',
      state: 'present',
      label: { id: 'pneumonia', title: { en: 'Pneumonia', ru: 'Пневмония' }, snomed: '233604007', icd10: ['J18.9'] },
      probability: 0.93,
      basis: 'whole',
      model: { id: 'chest-xray-children', version: '1', sha256: hash('c') },
      study: { id: '0a0b0c0d-0000-8000-8000-000000000002', studyInstanceUid: '1.2.3' },
      instance: { sopInstanceUid: '1.2.3.4', pixelHash: hash('d') },
      derived: { preview: 'a', heatMap: 'b' },
      ...content,
    },
    cited: [],
    ...more,
  });

const paragraphs = (language: 'ru' | 'en') =>
  SAID.map((line) => `<p lang="${language}">${line[language]}</p>`).join('');
const bundleOf = (result: Result, patient: object = {}) => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: [
    {
      resource: {
        resourceType: 'Patient',
        id: RECORD,
        name: [{ family: 'Выдуманова<b>', given: ['Аня'] }],
        birthDate: '2023-05-01',
        ...patient,
      },
    },
    {
      resource: {
        resourceType: 'DiagnosticReport',
        text: { status: 'generated', div: `<div>${paragraphs('ru')}${paragraphs('en')}</div>` },
        extension: [{ url: 'https://oka.health/fhir/result', valueString: JSON.stringify(result) }],
        presentedForm: [
          { url: 'Binary/preview', contentType: 'image/png', title: 'Снимок / Preview' },
          { url: 'Binary/heat', contentType: 'image/png', title: 'Тепловая карта / Heat map' },
        ],
      },
    },
  ],
});

let folder: string;
let servers: Servers;
let sqs: SQSClient;
let api: Server;
let apiUrl: string;
const binaries = new Map<string, Buffer>();
let stops: (() => Promise<void>)[] = [];
let queueUrl: string;
let acknowledgementsUrl: string;
let count = 0;

beforeAll(async () => {
  servers = await startServers(mkdtempSync(join(tmpdir(), 'oka-ehr-sqs-')), { s3: 0, sqs: 0, dynamodb: 0 });
  sqs = sqsClient(servers.urls.sqs);
  api = createServer((request, response) => {
    const bytes = binaries.get(request.url ?? '');
    if (request.headers.authorization !== 'Bearer token') response.writeHead(401).end();
    else if (!bytes) response.writeHead(404).end();
    else {
      const [from = 0, to = 0] = (/bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []).slice(1).map(Number);
      const part = bytes.subarray(from, to + 1);
      response.writeHead(206, { 'content-range': `bytes ${from}-${from + part.length - 1}/${bytes.length}` }).end(part);
    }
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => api.once('listening', resolve));
  apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
});
afterAll(async () => {
  sqs.destroy();
  api.close();
  await servers.stop();
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oka-ehr-'));
  count += 1;
  const make = async (QueueName: string, Attributes = {}) =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
  queueUrl = await make(`records-${count}.fifo`, { FifoQueue: 'true', VisibilityTimeout: '30' });
  acknowledgementsUrl = await make(`acknowledgements-${count}`);
  binaries.clear();
  binaries.set('/fhir/Binary/preview', Buffer.from('PREVIEW'));
  binaries.set('/fhir/Binary/heat', Buffer.from('HEAT'));
});
afterEach(async () => {
  for (const stop of stops) await stop();
  stops = [];
  rmSync(folder, { recursive: true, force: true });
});

async function start(onApplied: (applied: Applied) => void = () => undefined) {
  const title = { ru: 'МИС', en: 'EHR' };
  const reader = await startReader({
    ehr: 'demo',
    title,
    folder,
    sqs,
    queueUrl,
    acknowledgementsUrl,
    readBinary: binaryReader(askRegion({ url: apiUrl }).ask, async () => 'token'),
    placeOf: () => ({ title: { ru: 'Больница', en: 'Hospital' }, zone: 'Asia/Yekaterinburg' }),
    onApplied,
  });
  stops.push(reader.stop);
  return reader;
}
async function publish(result: Result, more: object = {}) {
  const { resultId, record, version, contentHash, state, severity, notify } = result;
  const data = { ehr: 'demo', clinic: 'district', record, resultId, version, contentHash, state, severity, notify };
  const message = ResultPublished.parse({
    specversion: '1.0',
    id: 'x',
    source: 'test',
    type: 'oka.result.published',
    time: '2026-03-02T08:00:01.000Z',
    datacontenttype: 'application/json',
    traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`,
    data: { ...data, ...('bundleAt' in more || 'bundle' in more ? more : { bundle: bundleOf(result) }) },
  });
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: JSON.stringify(message),
      MessageGroupId: record,
      MessageDeduplicationId: `${Math.random()}`,
    }),
  );
}
async function answers(wanted: number) {
  const found: ResultDelivered[] = [];
  for (let tries = 0; tries < 20 && found.length < wanted; tries += 1) {
    const command = new ReceiveMessageCommand({
      QueueUrl: acknowledgementsUrl,
      WaitTimeSeconds: 1,
      MaxNumberOfMessages: 10,
    });
    const { Messages = [] } = await sqs.send(command);
    found.push(...Messages.map(({ Body }) => ResultDelivered.parse(JSON.parse(Body ?? ''))));
  }
  return found.map(({ data }) => [data.version, data.code, data.text].filter((part) => part !== undefined));
}
const outcomes = () =>
  parseLedger(readFileSync(join(folder, 'ledger.jsonl'), 'utf8')).map(
    ({ version, outcome }) => `${version} ${outcome}`,
  );
const pageText = () => readFileSync(join(folder, `${RECORD}.html`), 'utf8');

describe('a record system', () => {
  test('applies each version once: the same and a lower one are answered and change nothing', async () => {
    const applied: number[] = [];
    await start(({ version }) => applied.push(version));
    for (const version of [2, 2, 1, 3]) await publish(finding(version));
    expect(await answers(4)).toEqual([
      [2, 'AA'],
      [2, 'AA'],
      [1, 'AA'],
      [3, 'AA'],
    ]);
    expect(outcomes()).toEqual(['2 applied', '2 ignored', '1 ignored', '3 applied']);
    expect(applied).toEqual([2, 3]);
  });

  test('keeps its versions over a restart, also when a crash cut off the last line of its ledger', async () => {
    const first = await start();
    await publish(finding(2));
    await answers(1);
    await first.stop();
    stops = [];
    appendFileSync(join(folder, 'ledger.jsonl'), '{"at":"2026');
    const second = await start();
    expect(second.counts()).toEqual({ applied: 1, ignored: 0, refused: 0 });
    await publish(finding(2));
    await publish(finding(3));
    await answers(2);
    expect(outcomes()).toEqual(['2 applied', '2 ignored', '3 applied']);
    expect(pageText()).toContain('версия</span> <span lang="en" class="en">version</span> 2');
  });

  test('shows the finding in words, the pictures beside it, and always that a physician has not confirmed it', async () => {
    await start();
    const agreement = {
      report: 'DiagnosticReport/1',
      verdict: 'disagrees',
      reportSays: { ru: 'инфильтрации нет', en: 'no infiltration' },
    };
    await publish(finding(1, {}, { agreement }));
    await answers(1);
    const html = pageText();
    expect(html).toContain('Выдуманова&#60;b&#62; Аня');
    expect(html).toContain('ИИ, предварительно, не подтверждено врачом');
    expect(html).toContain('Признаки выше порога: пневмония.');
    expect(html).toContain('РАСХОДИТСЯ');
    expect(html).toContain('Что повлияло на сеть, а не где болезнь');
    expect(html).toMatch(/<img src="images\/preview.png".*<img src="images\/heat.png"/s);
    expect(readFileSync(join(folder, 'images', 'heat.png'), 'utf8')).toBe('HEAT');
    const index = () => readFileSync(join(folder, 'index.html'), 'utf8');
    for (let tries = 0; tries < 50 && !index().includes(RECORD); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(index()).toContain(`${RECORD}.html`);
  });

  test('shows absence without green and without "normal", and what is not assessed without a value', async () => {
    await start();
    await publish(finding(1, { state: 'absent', probability: 0.02 }));
    await answers(1);
    expect(pageText()).toContain('ничего другого не искали');
    expect(pageText()).not.toMatch(/green|норм|normal|#0[0-9a-f]8|#2e7d32/i);
    await publish(finding(2, { state: 'not-assessed', reason: 'age-missing', probability: 0.4 }));
    await answers(1);
    expect(pageText()).toContain('не оценивалось');
    expect(pageText()).not.toContain('40 %');
  });

  test('says of a withdrawn result that it no longer holds', async () => {
    await start();
    await publish(finding(1));
    await publish(finding(2, {}, { state: 'withdrawn' }));
    await answers(2);
    expect(pageText()).toContain('ОТОЗВАНО');
    expect(pageText()).toContain('<article class="withdrawn">');
  });

  test('fetches a large bundle by its address and checks its digest', async () => {
    await start();
    const bytes = Buffer.from(JSON.stringify({ ...bundleOf(finding(1)), note: 'x'.repeat(4 * 1024 * 1024) }));
    binaries.set('/fhir/Binary/large', bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await publish(finding(1), { bundleAt: { path: '/fhir/Binary/large', sha256, bytes: bytes.length } });
    await publish(finding(2), { bundleAt: { path: '/fhir/Binary/large', sha256: hash('0'), bytes: bytes.length } });
    await publish(finding(3), { bundleAt: { path: '/fhir/Binary/gone', sha256, bytes: 1 } });
    expect(await answers(3)).toEqual([
      [1, 'AA'],
      [2, 'AE', 'bundleAt: length or SHA-256 differs from what was announced'],
      [3, 'AE', 'bundleAt: the API answered 404'],
    ]);
  });

  test.each([
    ['no bundle', {}, 'not a FHIR bundle with entries'],
    ['another record', bundleOf(finding(1), { id: 'someone-else' }), 'the Patient is of another record'],
    ['another version', bundleOf(finding(9)), 'version differs between message and bundle'],
  ])('answers AE to a bundle it cannot use: %s', async (_name, bundle, text) => {
    await start();
    await publish(finding(1), { bundle });
    expect(await answers(1)).toEqual([[1, 'AE', text]]);
    expect(existsSync(join(folder, `${RECORD}.html`))).toBe(false);
    // A mended bundle of the same version may come again.
    await publish(finding(1));
    expect(await answers(1)).toEqual([[1, 'AA']]);
  });

  test('a picture that is not there is said, and deleted messages are gone from the queue', async () => {
    await start();
    binaries.delete('/fhir/Binary/heat');
    await publish(finding(1));
    await answers(1);
    expect(pageText()).toContain('изображение недоступно');
    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    // The answer goes out before the message is deleted: a crash in between repeats it.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...names] }),
    );
    expect(names.map((name) => Attributes?.[name])).toEqual(['0', '0']);
  });
});

test('times are shown on the clock of the clinic, with the offset; a date alone stays a date', () => {
  expect(inZone('2026-03-02T20:30:00.000Z', 'Asia/Yekaterinburg')).toContain('>03.03.2026, 01:30 GMT+5<');
  expect(inZone('1950', 'Asia/Yekaterinburg')).toBe('1950');
});
