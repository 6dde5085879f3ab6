import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type ShapedLine, shapedLine } from '../../local/day/shaped-line.ts';
import { type Door, openDoor } from '../door.ts';
import { filmOf } from './film.ts';
import { openStage, type Stage } from './stage.ts';
import { standIn } from './stand-in.ts';

let door: Door;
let stage: Stage;
let line: ShapedLine | undefined;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());
beforeEach(async () => {
  door.trouble = undefined;
  door.it.sent.length = 0;
  stage = await openStage(door);
});
afterEach(async () => {
  await stage.close();
  await line?.close();
});

const KIB = 1024;
const portOf = (url: string): number => Number(new URL(url).port);
const urlOf = ({ port }: ShapedLine): string => `http://127.0.0.1:${port}`;
const drained = (): string[] =>
  stage.events.flatMap((event) => (event.what === 'drained' ? [event.of.entry.sha256] : []));

test('over a line that breaks again and again everything arrives, and at most 2 % of it is sent twice', async () => {
  const region = await standIn();
  // 2 Mbit/s with a cut every 10 s, four times as fast: 1 MB/s, a cut every 2.5 s.
  line = await shapedLine({ to: region.port, bytesPerSecond: 1_000_000, delayMs: 5, cutEveryMs: 2500 });
  const bytes = randomBytes(9000 * KIB);
  // A line whose habits are known; a new one is learnt from its first cuts.
  mkdirSync(join(stage.folder, 'uplink'));
  writeFileSync(join(stage.folder, 'uplink', 'link.json'), '{"betweenCutsMs":2500,"bytesPerSecond":900000}');
  const { sha256 } = await stage.object(bytes, { transferSyntaxUid: '1.2.840.10008.1.2.4.50' });
  await stage.start(urlOf(line), {});
  await stage.until(() => drained().length === 1, 25_000);
  expect(line.cuts()).toBeGreaterThan(2);
  expect(region.whole).toEqual([sha256]);
  // Headers go with each segment of 16 KiB; what is beyond them and the object was sent again.
  const segments = Math.ceil(bytes.length / (16 * KIB));
  const sentTwice = line.passed.up - bytes.length - segments * 540;
  expect(sentTwice / bytes.length).toBeLessThan(0.02);
  await region.close();
});

test('an urgent study overtakes 200 queued routine ones on the line', async () => {
  line = await shapedLine({ to: portOf(door.url), bytesPerSecond: 400_000, delayMs: 5 });
  line.isAway = true;
  for (let k = 0; k < 200; k++)
    await stage.object(randomBytes(70 * KIB), { transferSyntaxUid: '1.2.840.10008.1.2.4.50' });
  await stage.start(urlOf(line));
  line.isAway = false;
  await stage.until(() => drained().length >= 2);
  const before = drained().length;
  const { sha256 } = await stage.object(randomBytes(200 * KIB), {
    lane: 'urgent',
    transferSyntaxUid: '1.2.840.10008.1.2.4.50',
  });
  await stage.until(() => drained().includes(sha256));
  // Those whose last segments were under way may end before it.
  expect(drained().indexOf(sha256)).toBeLessThanOrEqual(before + 4);
  expect([...stage.spool.waiting()].length).toBeGreaterThan(150);
});

test('no request has more than 500 bytes of headers, the first segment of an image and a message included', async () => {
  const heads: string[] = [];
  const spy = createServer((near) => {
    let text = '';
    near.on('data', (piece) => {
      text += piece.toString('latin1');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const head = text.slice(0, end + 4);
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
        if (text.length < head.length + length) return;
        heads.push(head);
        text = text.slice(head.length + length);
        near.write(`HTTP/1.1 ${head.startsWith('HEAD') ? 404 : 503} -\r\ncontent-length: 0\r\n\r\n`);
      }
    });
    near.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => spy.listen(0, '127.0.0.1', resolve));
  const address = spy.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  await stage.message('PID|1||1^^^N');
  await stage.object(filmOf('1.2.3.9'), { transferSyntaxUid: '1.2.840.10008.1.2.1' });
  const uplink = await stage.start(url, {}, { backoffMs: [1, 10] });
  await stage.until(
    () => heads.some((head) => head.includes('PUT /uploads/image/')) && heads.some((head) => head.includes('/record/')),
  );
  expect(uplink.state().line.code).toBe('unavailable');
  const longest = Math.max(...heads.map(({ length }) => length));
  expect(longest).toBeLessThanOrEqual(500);
  expect(heads.some((head) => head.includes('preview=') && head.includes('head=104'))).toBe(true);
  await uplink.stop();
  await new Promise((resolve) => spy.close(resolve));
});

test('when the region comes back after an absence, requests come one by one and never more than two at once', async () => {
  line = await shapedLine({ to: portOf(door.url), delayMs: 2 });
  line.isAway = true;
  for (let k = 0; k < 30; k++) await stage.message(`PID|1||${k}^^^N`);
  let [running, most] = [0, 0];
  door.trouble = () => {
    running += 1;
    most = Math.max(most, running);
    setTimeout(() => {
      running -= 1;
    }, 3);
    return undefined;
  };
  const uplink = await stage.start(urlOf(line));
  await stage.until(() => uplink.state().line.isAway);
  expect(uplink.state().line).toMatchObject({ awaySince: expect.any(String), code: 'unavailable' });
  line.isAway = false;
  await stage.until(() => drained().length === 30);
  expect(line.connections()).toBeLessThanOrEqual(3);
  expect(most).toBeLessThanOrEqual(3);
  expect(uplink.state().line.isAway).toBe(false);
});
