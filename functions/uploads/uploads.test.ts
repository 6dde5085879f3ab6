import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { apiHandler } from '../../platform/handlers/api.ts';
import { readInput } from '../../platform/objects.ts';
import { UploadAnswer } from '../../schemas/api/answers.ts';
import type { InputKey } from '../../schemas/input.ts';
import type { Principal } from '../../schemas/principal.ts';
import { sha256Hex } from '../../test/sha256.ts';
import { apiEvent, principals, type TestWorld, withWorld } from '../../test/world.ts';
import { routes } from './routes.ts';
import { joined, prefixOf } from './segments.ts';

let it: TestWorld;
let serial = 0;
beforeAll(async () => {
  it = await withWorld();
});
afterAll(() => it.close());
beforeEach(() => {
  it.sent.length = 0;
});

const north = principals.edge('north');
/** Bytes that no other test has sent. */
const bytesOf = (length: number): Buffer => {
  serial += 1;
  return Buffer.from(Array.from({ length }, (_, at) => (at * 31 + serial * 7 + (at >> 8) * serial) % 256));
};

const digestOf = (bytes: Uint8Array): string => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;

type Put = {
  whole: Buffer;
  from?: number;
  to?: number;
  kind?: string;
  preview?: number;
  as?: Principal;
  digest?: string;
};
async function put({ whole, from = 0, to = whole.length, kind = 'image', preview, as = north, digest }: Put) {
  const body = whole.subarray(from, to);
  const query = `offset=${from}&length=${whole.length}${preview === undefined ? '' : `&preview=${preview}`}`;
  const headers = { 'Content-Digest': digest ?? digestOf(body) };
  const event = apiEvent(as, 'PUT', `/uploads/${kind}/${sha256Hex(whole)}?${query}`, { body, headers });
  const { statusCode, body: answer } = await apiHandler({ world: () => it.world, routes })(event);
  return { status: statusCode, json: JSON.parse(answer) };
}

async function head(whole: Buffer, kind = 'image') {
  const event = apiEvent(north, 'HEAD', `/uploads/${kind}/${sha256Hex(whole)}`);
  return apiHandler({ world: () => it.world, routes })(event);
}

const keyOf = (whole: Buffer, kind: InputKey['kind'] = 'image'): InputKey => ({
  kind,
  clinic: 'north',
  sha256: sha256Hex(whole),
});
const announced = () => it.sent.map(({ queue, message }) => [queue, 'basis' in message.data ? message.data.basis : '']);

describe('an object in one segment', () => {
  test('is accepted when its bytes are in intake and its message is sent', async () => {
    const whole = bytesOf(500);
    const { status, json } = await put({ whole, kind: 'record' });
    expect(status).toBe(200);
    expect(UploadAnswer.parse(json)).toEqual({
      input: keyOf(whole, 'record'),
      length: 500,
      stored: [[0, 500]],
      complete: true,
    });
    expect(await readInput(it.world.objects, 'intake', keyOf(whole, 'record'))).toEqual(new Uint8Array(whole));
    expect(announced()).toEqual([['records', '']]);
    expect(it.sent[0]?.message.data).toMatchObject({ length: 500, receivedAt: it.time.now.toISOString() });
  });

  test('again is a repeat: counted, and announced again only while the input has no end', async () => {
    const whole = bytesOf(64);
    await put({ whole });
    const first = it.time.now.toISOString();
    it.time.now = new Date(it.time.now.getTime() + 5000);
    expect((await put({ whole })).json).toMatchObject({ complete: true, repeat: true });
    expect(announced()).toHaveLength(2);
    expect(it.sent[1]?.message.data).toMatchObject({ receivedAt: first });
    await it.world.chart.endInput(keyOf(whole), { state: 'stored' });
    expect((await put({ whole })).json).toMatchObject({ repeat: true });
    expect(announced()).toHaveLength(2);
    expect((await it.world.chart.input(keyOf(whole)))?.repeats).toBe(2);
  });

  test('is announced although the process died between the bytes and the message', async () => {
    const whole = bytesOf(64);
    const { queues } = it.world;
    const send = queues.send;
    queues.send = async () => {
      throw new Error('killed');
    };
    expect((await put({ whole })).status).toBe(503);
    queues.send = send;
    expect((await put({ whole })).json).toMatchObject({ complete: true });
    expect(announced()).toEqual([['images', 'whole']]);
  });
});

describe('an object in segments', () => {
  test('is announced when the prefix and when the whole is there, each once', async () => {
    const whole = bytesOf(1000);
    const parts: [number, number][] = [
      [0, 200],
      [200, 600],
      [600, 800],
      [800, 1000],
    ];
    for (const [from, to] of parts) await put({ whole, from, to, preview: 200 });
    expect(announced()).toEqual([
      ['images', 'preview'],
      ['images', 'whole'],
    ]);
    expect(it.sent[1]?.message.data).toMatchObject({ previewBytes: 200, length: 1000 });
  });

  test('says what is there, and nothing of what is not', async () => {
    const whole = bytesOf(900);
    expect((await head(whole)).statusCode).toBe(404);
    await put({ whole, from: 0, to: 100, preview: 100 });
    await put({ whole, from: 600, to: 900, preview: 100 });
    const answer = await head(whole);
    expect(answer.headers).toMatchObject({
      'oka-segments': '0-99,600-899',
      'oka-last': '600-899',
      'oka-length': '900',
      'oka-preview': '100',
      'oka-complete': 'false',
    });
  });

  test('whose segments arrive at the same time is announced at least once', async () => {
    const whole = bytesOf(800);
    const answers = await Promise.all([0, 200, 400, 600].map((from) => put({ whole, from, to: from + 200 })));
    expect(answers.some(({ json }) => json.complete)).toBe(true);
    expect(announced().length).toBeGreaterThan(0);
  });

  test('is refused when the joined bytes are not those of its name, and accepted when the right ones replace them', async () => {
    const whole = bytesOf(400);
    const wrong = Buffer.from(whole);
    wrong.writeUInt8(wrong.readUInt8(10) ^ 1, 10);
    const half = wrong.subarray(0, 200);
    const event = apiEvent(north, 'PUT', `/uploads/image/${sha256Hex(whole)}?offset=0&length=400`, {
      body: half,
      headers: { 'content-digest': digestOf(half) },
    });
    await apiHandler({ world: () => it.world, routes })(event);
    expect((await put({ whole, from: 200 })).json).toMatchObject({ code: 'digest-mismatch' });
    expect(it.sent).toHaveLength(0);
    expect((await put({ whole, from: 0, to: 200 })).json).toMatchObject({ complete: true });
    expect(announced()).toEqual([['images', 'whole']]);
  });

  test('once accepted never changes', async () => {
    const whole = bytesOf(300);
    await put({ whole });
    const other = bytesOf(300);
    const event = apiEvent(north, 'PUT', `/uploads/image/${sha256Hex(whole)}?offset=0&length=300`, {
      body: other,
      headers: { 'content-digest': digestOf(other) },
    });
    const answer = await apiHandler({ world: () => it.world, routes })(event);
    expect(answer.statusCode).toBe(409);
    expect(await readInput(it.world.objects, 'intake', keyOf(whole))).toEqual(new Uint8Array(whole));
  });
});

describe('the door refuses', () => {
  const cases: [string, Partial<Put> & { expect: object }][] = [
    [
      'a segment with another digest',
      { digest: digestOf(Buffer.from('x')), expect: { status: 422, code: 'digest-mismatch' } },
    ],
    ['a digest of another form', { digest: 'md5=:x:', expect: { status: 400, path: 'headers.content-digest' } }],
    ['a kind that is none', { kind: 'video', expect: { status: 400, path: 'path.kind' } }],
    ['a preview of a record', { kind: 'record', preview: 10, expect: { status: 400, path: 'query.preview' } }],
    ['a preview longer than the object', { preview: 999, expect: { status: 400, path: 'query.preview' } }],
    ['a person', { as: principals.person('north'), expect: { status: 403, code: 'forbidden' } }],
    ['an operator', { as: principals.operator(), expect: { status: 403, code: 'forbidden' } }],
  ];
  test.each(cases)('%s', async (_, { expect: wanted, ...changes }) => {
    const { status, json } = await put({ whole: bytesOf(100), ...changes });
    expect({ status, ...json }).toMatchObject(wanted);
    expect(json.whatToDo).toEqual(expect.any(String));
    expect(it.sent).toHaveLength(0);
  });

  test('a segment larger than 4 MiB', async () => {
    const whole = Buffer.alloc(4 * 1024 * 1024 + 1, 7);
    expect(await put({ whole })).toMatchObject({ status: 413, json: { code: 'over-size' } });
  });

  test('segments that overlap, or that say another length or preview', async () => {
    const whole = bytesOf(600);
    await put({ whole, from: 0, to: 300, preview: 100 });
    expect(await put({ whole, from: 200, to: 500, preview: 100 })).toMatchObject({ status: 409 });
    expect(await put({ whole, from: 300, to: 500, preview: 200 })).toMatchObject({ status: 409 });
    expect(await put({ whole, from: 300, to: 500 })).toMatchObject({ status: 409, json: { code: 'segment-conflict' } });
    expect(await put({ whole, from: 300, preview: 100 })).toMatchObject({ status: 200, json: { complete: true } });
  });

  test.each([
    ['offset=&length=50', 'query.offset'],
    ['offset=0x0&length=50', 'query.offset'],
    ['offset=0&length=5e1', 'query.length'],
    ['offset=0&length=%2050', 'query.length'],
    ['offset=0&length=50&preview=1.0', 'query.preview'],
  ])('%s: a count of bytes is written in digits', async (query, path) => {
    const whole = bytesOf(50);
    const headers = { 'content-digest': digestOf(whole) };
    const event = apiEvent(north, 'PUT', `/uploads/image/${sha256Hex(whole)}?${query}`, { body: whole, headers });
    const answer = await apiHandler({ world: () => it.world, routes })(event);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'malformed-request', path });
  });

  test('an object that no reader could hold', async () => {
    const whole = bytesOf(50);
    const headers = { 'content-digest': digestOf(whole) };
    const target = `/uploads/image/${sha256Hex(whole)}?offset=0&length=${512 * 1024 * 1024 + 1}`;
    const answer = await apiHandler({ world: () => it.world, routes })(
      apiEvent(north, 'PUT', target, { body: whole, headers }),
    );
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'object-too-large' });
    expect(answer.statusCode).toBe(413);
  });

  test.each(['2026-02-30T00:00:00.000Z', '2026-13-01T99:00:00.000Z'])(
    '%s as time of acceptance: it is on no calendar, and no ledger would hold it',
    async (at) => {
      const whole = bytesOf(50);
      const headers = { 'content-digest': digestOf(whole), 'oka-accepted-at': at };
      const target = `/uploads/image/${sha256Hex(whole)}?offset=0&length=50`;
      const answer = await apiHandler({ world: () => it.world, routes })(
        apiEvent(north, 'PUT', target, { body: whole, headers }),
      );
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'malformed-request', path: 'headers.oka-accepted-at' });
    },
  );

  test('bytes beyond the stated length', async () => {
    const whole = bytesOf(50);
    const event = apiEvent(north, 'PUT', `/uploads/image/${sha256Hex(whole)}?offset=10&length=50`, {
      body: whole,
      headers: { 'content-digest': digestOf(whole) },
    });
    const answer = await apiHandler({ world: () => it.world, routes })(event);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'malformed-request', path: 'query.length' });
  });
});

describe('one clinic', () => {
  test('never sees or completes what another sends under the same name', async () => {
    const whole = bytesOf(200);
    await put({ whole, from: 0, to: 100 });
    const south = await put({ whole, from: 100, as: principals.edge('south') });
    expect(south.json).toMatchObject({ complete: false, stored: [[100, 200]] });
    expect(await it.world.chart.input({ ...keyOf(whole), clinic: 'south' })).toBeUndefined();
  });
});

describe('ranges', () => {
  test('any order of segments of any cut joins to the whole', () => {
    const cutsOf = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 8 });
    fc.assert(
      fc.property(cutsOf, (inner) => {
        const places = [0, ...inner.sort((a, b) => a - b), 100];
        const segments = places.slice(1).map((to, at) => [places[at] ?? 0, to] as const);
        expect(joined(segments)).toEqual([[0, 100]]);
        expect(prefixOf(segments)).toBe(100);
        const gap = segments.filter((_, at) => at !== segments.length - 1);
        expect(prefixOf(gap)).toBe(places.at(-2));
      }),
    );
  });
});
