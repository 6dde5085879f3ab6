import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type SegmentHead, writeSegmentHead } from '../../domain/upload/segment-head.ts';
import { apiHandler } from '../../platform/handlers/api.ts';
import { readInput, segmentKey } from '../../platform/objects.ts';
import type { InputKey } from '../../schemas/input.ts';
import { sha256Hex } from '../../test/sha256.ts';
import { apiEvent, principals, type TestWorld, withWorld } from '../../test/world.ts';
import { routes } from './routes.ts';

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
const bytesOf = (length: number): Buffer => {
  serial += 1;
  return Buffer.from(Array.from({ length }, (_, at) => (at * 37 + serial * 11 + (at >> 8) * serial) % 256));
};
const nameOf = (whole: Buffer): string => Buffer.from(sha256Hex(whole), 'hex').toString('base64url');
const keyOf = (whole: Buffer): InputKey => ({ kind: 'image', clinic: 'north', sha256: sha256Hex(whole) });
const announced = () => it.sent.map(({ message }) => ('basis' in message.data ? message.data.basis : ''));

type Part = { more?: boolean; preview?: number; head?: Partial<SegmentHead>; body?: Buffer };
async function put(whole: Buffer, from: number, to: number, { more, preview, head = {}, body }: Part = {}) {
  const bytes = body ?? whole.subarray(from, to);
  const said = writeSegmentHead({ digest: createHash('sha256').update(bytes).digest('hex'), ...head });
  const query = new URLSearchParams({ offset: `${from}`, length: `${whole.length}`, head: `${said.length}` });
  if (preview !== undefined) query.set('preview', `${preview}`);
  if (more) query.set('more', '1');
  const event = apiEvent(north, 'PUT', `/uploads/image/${nameOf(whole)}?${query}`, {
    body: Buffer.concat([said, bytes]),
  });
  const answer = await apiHandler({ world: () => it.world, routes })(event);
  return { status: answer.statusCode, json: JSON.parse(answer.body) };
}
const look = (whole: Buffer) =>
  apiHandler({ world: () => it.world, routes })(apiEvent(north, 'HEAD', `/uploads/image/${nameOf(whole)}`));
const arrived = async (whole: Buffer) => Buffer.from(await readInput(it.world.objects, 'intake', keyOf(whole)));

describe('an object in small segments', () => {
  test('is announced at its prefix and when the segment comes that nothing follows', async () => {
    const whole = bytesOf(1000);
    const facts = { originalSha256: 'a'.repeat(64), pixelHash: 'b'.repeat(64) };
    const acceptedAt = '2026-03-01T05:00:00.000Z';
    await put(whole, 0, 100, { more: true, preview: 200, head: { ...facts, acceptedAt } });
    expect(announced()).toEqual([]);
    await put(whole, 200, 600, { more: true, preview: 200, head: { acceptedAt } });
    expect(await put(whole, 100, 200, { more: true, preview: 200, head: { acceptedAt } })).toMatchObject({
      status: 200,
      json: { complete: false, stored: [[100, 200]] },
    });
    expect(announced()).toEqual(['preview']);
    expect((await put(whole, 600, 1000, { preview: 200, head: { acceptedAt } })).json).toMatchObject({
      complete: true,
      stored: [[0, 1000]],
    });
    expect(announced()).toEqual(['preview', 'whole']);
    expect(it.sent[1]?.message.data).toMatchObject({ receivedAt: acceptedAt });
    const first = await it.world.objects.head('intake', `image/north/${sha256Hex(whole)}/000000000000`);
    expect(first?.metadata).toMatchObject({ 'original-sha256': 'a'.repeat(64), 'pixel-hash': 'b'.repeat(64) });
  });

  test('may have pieces that overlap, as a broken line leaves them: each byte is read once', async () => {
    const whole = bytesOf(1000);
    const cuts = [
      [0, 300],
      [100, 200],
      [200, 500],
      [400, 450],
      [450, 900],
    ] as const;
    for (const [from, to] of cuts) await put(whole, from, to, { more: true });
    expect((await put(whole, 900, 1000)).json).toMatchObject({ complete: true });
    expect(Buffer.compare(await arrived(whole), whole)).toBe(0);
  });

  test('is not changed any more once it is accepted; its sender hears that he may stop', async () => {
    const whole = bytesOf(600);
    await put(whole, 0, 300, { more: true });
    await put(whole, 300, 600);
    const other = await put(whole, 100, 200, { more: true, body: bytesOf(100) });
    expect(other.json).toMatchObject({ complete: true, repeat: true, stored: [[0, 600]] });
    expect(Buffer.compare(await arrived(whole), whole)).toBe(0);
    expect((await it.world.chart.input(keyOf(whole)))?.repeats).toBe(0);
    await put(whole, 0, 300, { more: true });
    expect((await it.world.chart.input(keyOf(whole)))?.repeats).toBe(1);
  });

  test('keeps the longer of two segments at one place, and length and preview as they were said first', async () => {
    const whole = bytesOf(900);
    await put(whole, 0, 300, { more: true, preview: 200 });
    expect(await put(whole, 0, 100, { more: true, preview: 200 })).toMatchObject({ status: 409 });
    expect(await put(whole, 300, 400, { more: true })).toMatchObject({ status: 409 });
    expect(await put(whole, 300, 400, { more: true, preview: 200 })).toMatchObject({ status: 200 });
  });

  test('costs the same few questions for each of them, however many there are', async () => {
    const whole = bytesOf(110_000);
    const { objects, chart } = it.world;
    let asked = 0;
    const counted = <A extends unknown[], R>(ask: (...args: A) => R) => {
      return (...args: A): R => {
        asked += 1;
        return ask(...args);
      };
    };
    const handler = apiHandler({
      world: () => ({
        ...it.world,
        objects: { ...objects, list: counted(objects.list), head: counted(objects.head), get: counted(objects.get) },
        chart: { ...chart, marks: counted(chart.marks) },
      }),
      routes,
    });
    const costOf = async (from: number): Promise<number> => {
      asked = 0;
      const body = whole.subarray(from, from + 100);
      const headers = { 'content-digest': `sha-256=:${createHash('sha256').update(body).digest('base64')}:` };
      const target = `/uploads/image/${nameOf(whole)}?offset=${from}&length=${whole.length}&more=1`;
      expect((await handler(apiEvent(north, 'PUT', target, { body, headers }))).statusCode).toBe(200);
      return asked;
    };
    expect(await costOf(0)).toBeLessThanOrEqual(3);
    expect(await costOf(100)).toBeLessThanOrEqual(3);
    await stored(whole, 100, (from) => from >= 200 && from < whole.length - 200);
    expect(await costOf(whole.length - 200)).toBeLessThanOrEqual(3);
    // More segments than one page of a listing has.
    expect((await look(whole)).headers).toMatchObject({ 'oka-segments': '0-109899', 'oka-complete': 'false' });
    expect((await put(whole, 109_900, 110_000)).json).toMatchObject({ complete: true });
    expect(Buffer.compare(await arrived(whole), whole)).toBe(0);
  });

  test('with more than a hundred gaps is described by its first hundred ranges', async () => {
    const whole = bytesOf(1000);
    await stored(whole, 1, (from) => from % 2 === 0 && from < 210);
    const { headers } = await look(whole);
    expect(String(headers?.['oka-segments']).split(',')).toHaveLength(100);
    expect(headers).toMatchObject({ 'oka-more': 'true' });
  });
});

/** Segments as the door stores them, written beside it. */
async function stored(whole: Buffer, bytes: number, isWanted: (from: number) => boolean): Promise<void> {
  const all = Array.from({ length: whole.length / bytes }, (_, k) => k * bytes).filter(isWanted);
  const metadata = { length: String(whole.length), digest: 'x', 'received-at': it.time.now.toISOString() };
  const queue = all.values();
  const worker = async (): Promise<void> => {
    for (const from of queue) {
      const key = segmentKey(keyOf(whole), from);
      await it.world.objects.put('intake', key, whole.subarray(from, from + bytes), { metadata });
    }
  };
  await Promise.all(Array.from({ length: 32 }, worker));
}

describe('the door refuses', () => {
  test('a head that is none, a digest in it that is another, and a segment without any', async () => {
    const whole = bytesOf(100);
    const target = (query: string) => `/uploads/image/${nameOf(whole)}?offset=0&length=100${query}`;
    const ask = async (query: string, body: Uint8Array) => {
      const answer = await apiHandler({ world: () => it.world, routes })(
        apiEvent(north, 'PUT', target(query), { body }),
      );
      return JSON.parse(answer.body);
    };
    expect(await ask('&head=34', Buffer.alloc(50))).toMatchObject({ code: 'malformed-request', path: 'query.head' });
    expect(await ask('&more=1', whole.subarray(0, 50))).toMatchObject({ path: 'headers.content-digest' });
    expect((await put(whole, 0, 50, { head: { digest: 'c'.repeat(64) } })).json).toMatchObject({
      code: 'digest-mismatch',
    });
    const ahead = new Date(it.time.now.getTime() + 3_600_000).toISOString();
    expect((await put(whole, 0, 50, { head: { acceptedAt: ahead } })).json).toMatchObject({ path: 'query.head' });
  });

  test('a name that is no digest, and bytes that are not what their name says', async () => {
    const whole = bytesOf(100);
    const handler = apiHandler({ world: () => it.world, routes });
    const short = await handler(apiEvent(north, 'PUT', '/uploads/image/abc?offset=0&length=100', { body: whole }));
    expect(JSON.parse(short.body)).toMatchObject({ code: 'malformed-request', path: 'path.sha256' });
    const wrong = await handler(
      apiEvent(north, 'PUT', `/uploads/image/${nameOf(bytesOf(9))}?offset=0&length=100`, { body: whole }),
    );
    expect(JSON.parse(wrong.body)).toMatchObject({ code: 'digest-mismatch' });
    // Sent in one piece its name is its digest.
    const plain = await handler(
      apiEvent(north, 'PUT', `/uploads/image/${nameOf(whole)}?offset=0&length=100`, { body: whole }),
    );
    expect(JSON.parse(plain.body)).toMatchObject({ complete: true });
  });
});
