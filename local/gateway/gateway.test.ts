import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LocalGateway, startGateway } from './gateway.ts';

const folder = mkdtempSync(join(tmpdir(), 'oka-gateway-'));
let gateway: LocalGateway;
beforeAll(async () => {
  gateway = await startGateway(folder);
});
afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
});

const send = async (body: unknown, { url = gateway.url, method = 'POST' } = {}): Promise<number> =>
  (await fetch(url, { method, body: JSON.stringify(body) })).status;
const notice = (letter: string) => ({ to: '+70000000000', channel: 'sms', text: 'Ока', id: letter.repeat(64) });

test('each message is a line on the disk; the same id again is a repeat, and no second message', async () => {
  expect([await send(notice('a')), await send(notice('a')), await send(notice('b'))]).toEqual([202, 202, 202]);
  const lines = readFileSync(join(folder, 'gateway', 'messages.jsonl'), 'utf8')
    .trim()
    .split('\n');
  expect(lines.map((line) => JSON.parse(line).isRepeat)).toEqual([undefined, true, undefined]);
  expect(gateway.taken()).toHaveLength(3);
});

test('it fails as often as it is told, by a call or over HTTP, and then takes messages again', async () => {
  gateway.fail({ times: 1, status: 503 });
  expect([await send(notice('c')), await send(notice('c'))]).toEqual([503, 202]);
  expect(await send({ times: 1, status: 429 }, { url: new URL('/failing', gateway.url).href, method: 'PUT' })).toBe(
    204,
  );
  expect([await send(notice('d')), await send(notice('d'))]).toEqual([429, 202]);
});

test('what is no message is refused', async () => {
  expect([await send({ to: 'x' }), await send(notice('e'), { url: new URL('/else', gateway.url).href })]).toEqual([
    422, 404,
  ]);
});
