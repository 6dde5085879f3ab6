import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { intakePrefix } from '../../platform/objects.ts';
import { MAX_BODY_BYTES } from '../../schemas/api/uploads.ts';
import { type Attributes, dicomExample } from '../dicom.ts';
import { sha256Hex } from '../sha256.ts';
import { principals } from '../world.ts';
import { type ImageRegion, openImageRegion } from './region.ts';

let region: ImageRegion;
beforeAll(async () => {
  region = await openImageRegion();
  await region.admit();
});
afterAll(() => region.it.close());

const TYPE = 'multipart/related; type="application/dicom"; boundary=mark';
const bodyOf = (...objects: Uint8Array[]): Buffer =>
  Buffer.concat([
    ...objects.flatMap((bytes) => [Buffer.from('\r\n--mark\r\nContent-Type: application/dicom\r\n\r\n'), bytes]),
    Buffer.from('\r\n--mark--\r\n'),
  ]);
const example = (study: string, at: number, more: Partial<Attributes> = {}): Uint8Array =>
  dicomExample({
    '0020000d': ['UI', study],
    '0020000e': ['UI', `${study}.1`],
    '00080018': ['UI', `${study}.1.${at}`],
    ...more,
  } as Attributes);
const keyOf = (bytes: Uint8Array) => ({ kind: 'image', clinic: 'north', sha256: sha256Hex(bytes) }) as const;
type Response = Record<string, { Value: Record<string, { Value: unknown[] }>[] }>;
const sequence = (json: unknown, tag: string) => (json as Response)[tag]?.Value ?? [];
const reasons = (json: unknown) => sequence(json, '00081198').map((item) => item['00081197']?.Value[0]);

describe('instances that are stored', () => {
  test('are in intake and on their way when they are answered, and found once they are taken in', async () => {
    const objects = [example('1.2.40', 1), example('1.2.40', 2)];
    const answer = await region.store('/dicomweb/studies', bodyOf(...objects), TYPE);
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/dicom+json' } });
    expect(answer.json()).toMatchObject({
      '00081190': { vr: 'UR', Value: ['http://api.test/dicomweb/studies/1.2.40'] },
      '00081199': {
        vr: 'SQ',
        Value: [
          {
            '00081155': { vr: 'UI', Value: ['1.2.40.1.1'] },
            '00081190': { Value: ['http://api.test/dicomweb/studies/1.2.40/series/1.2.40.1/instances/1.2.40.1.1'] },
          },
          { '00081155': { vr: 'UI', Value: ['1.2.40.1.2'] } },
        ],
      },
    });
    for (const bytes of objects) {
      expect(await region.world.objects.list('intake', intakePrefix(keyOf(bytes)))).toHaveLength(1);
      expect(await region.world.chart.input(keyOf(bytes))).toMatchObject({ length: bytes.length });
    }
    expect(region.it.sent.map(({ queue }) => queue)).toEqual(['images', 'images']);
    await region.takeIn();
    expect((await region.ask('/dicomweb/studies/1.2.40/instances')).json()).toHaveLength(2);
  });

  test('again are repeats: the same answer, nothing twice', async () => {
    const bytes = example('1.2.41', 1);
    await region.store('/dicomweb/studies/1.2.41', bodyOf(bytes), TYPE);
    await region.takeIn();
    expect((await region.store('/dicomweb/studies/1.2.41', bodyOf(bytes), TYPE)).status).toBe(200);
    expect((await region.world.chart.input(keyOf(bytes)))?.repeats).toBe(1);
    await region.takeIn();
    expect((await region.ask('/dicomweb/studies/1.2.41/instances')).json()).toHaveLength(1);
  });

  test('and have come in segments before are repeats too', async () => {
    const bytes = example('1.2.42', 1);
    const digestOf = (part: Uint8Array) => `sha-256=:${Buffer.from(sha256Hex(part), 'hex').toString('base64')}:`;
    const { apiHandler } = await import('../../platform/handlers/api.ts');
    const { routes } = await import('../../functions/uploads/routes.ts');
    const { apiEvent } = await import('../world.ts');
    const put = apiHandler({ world: () => region.world, routes });
    for (const [from, to] of [
      [0, 100],
      [100, bytes.length],
    ] as const) {
      const body = bytes.subarray(from, to);
      const target = `/uploads/image/${sha256Hex(bytes)}?offset=${from}&length=${bytes.length}`;
      await put(
        apiEvent(principals.edge('north'), 'PUT', target, { body, headers: { 'content-digest': digestOf(body) } }),
      );
    }
    const answer = await region.store('/dicomweb/studies', bodyOf(bytes), TYPE);
    expect([answer.status, sequence(answer.json(), '00081199').length]).toEqual([200, 1]);
  });
});

describe('instances that are not', () => {
  test('are told one by one, with the reason of the standard, beside those that are', async () => {
    const answer = await region.store(
      '/dicomweb/studies/1.2.43',
      bodyOf(example('1.2.43', 1), example('1.2.44', 1), Buffer.from('no object at all')),
      TYPE,
    );
    expect(answer.status).toBe(202);
    expect(sequence(answer.json(), '00081199')).toHaveLength(1);
    expect(reasons(answer.json())).toEqual([0xa900, 0xc000]);
    expect(sequence(answer.json(), '00081198')[0]?.['00081155']?.Value).toEqual(['1.2.44.1.1']);
  });

  test('at all are a conflict, and nothing of them is kept', async () => {
    const cut = example('1.2.45', 1).subarray(0, 200);
    const answer = await region.store('/dicomweb/studies', bodyOf(cut), TYPE);
    expect([answer.status, ...reasons(answer.json())]).toEqual([409, 0xc000]);
    expect(await region.world.objects.list('intake', intakePrefix(keyOf(cut)))).toEqual([]);
  });

  test('because a store does not answer may be sent again', async () => {
    const { queues } = region.world;
    const { send } = queues;
    queues.send = () => Promise.reject(new Error('away'));
    const answer = await region.store('/dicomweb/studies', bodyOf(example('1.2.46', 1)), TYPE);
    queues.send = send;
    expect([answer.status, ...reasons(answer.json())]).toEqual([409, 0xa700]);
    expect((await region.store('/dicomweb/studies', bodyOf(example('1.2.46', 1)), TYPE)).status).toBe(200);
  });
});

describe('the door refuses', () => {
  test('what is larger than it takes, and names the door for it', async () => {
    const answer = await region.store('/dicomweb/studies', Buffer.alloc(MAX_BODY_BYTES + 1), TYPE);
    expect(answer.status).toBe(413);
    expect(answer.json()).toMatchObject({ code: 'over-size', whatToDo: expect.stringContaining('PUT /uploads/') });
  });

  test.each([
    ['application/dicom', 415, 'unsupported-media-type'],
    ['multipart/related; type="application/dicom+json"; boundary=mark', 415, 'unsupported-media-type'],
    ['multipart/related; type="application/dicom"', 415, 'unsupported-media-type'],
    ['multipart/related; type="application/dicom"; boundary=other', 400, 'malformed-request'],
  ])('a body of %s', async (type, status, code) => {
    const answer = await region.store('/dicomweb/studies', bodyOf(example('1.2.47', 1)), type);
    expect([answer.status, (answer.json() as { code: string }).code]).toEqual([status, code]);
  });

  test('everyone but the clinic’s edge', async () => {
    for (const as of [principals.person('north'), principals.ehr('north'), principals.operator()])
      expect((await region.store('/dicomweb/studies', bodyOf(example('1.2.48', 1)), TYPE, as)).status).toBe(403);
  });
});
