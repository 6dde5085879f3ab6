import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readInput } from '../../platform/objects.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { InputKind } from '../../schemas/input.ts';
import { dicomExample } from '../dicom.ts';
import { type Door, openDoor } from '../door.ts';
import { filmOf } from './film.ts';
import { openStage, type Stage } from './stage.ts';

/** The region's own words; what a proxy says gives nothing up. */
const TOO_LARGE = { code: 'over-size', message: 'the object is too large', whatToDo: 'Send it in parts.' };

let door: Door;
let stage: Stage;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());
beforeEach(async () => {
  door.trouble = undefined;
  door.it.sent.length = 0;
  stage = await openStage(door);
});
afterEach(() => stage.close());

const KIB = 1024;
const drained = (): string[] =>
  stage.events.flatMap((event) => (event.what === 'drained' ? [event.of.entry.sha256] : []));
const arrived = async (kind: InputKind, sha256: string): Promise<Buffer> =>
  Buffer.from(await readInput(door.it.world.objects, 'intake', { kind, clinic: 'north', sha256 }));

describe('what waits in a clinic', () => {
  test('goes to the region: messages and objects, with the time of their acceptance', async () => {
    const message = await stage.message('PID|1||1^^^N', '2026-01-31T05:00:00.000Z');
    const bytes = randomBytes(100 * KIB);
    const object = await stage.object(bytes);
    await stage.start(door.url);
    await stage.until(() => drained().length === 2);
    expect((await arrived('record', message)).toString()).toContain('PID|1||1');
    expect(Buffer.compare(await arrived('image', object.sha256), bytes)).toBe(0);
    expect(door.it.sent.map(({ message: { data } }) => data)).toContainEqual(
      expect.objectContaining({ receivedAt: '2026-01-31T05:00:00.000Z' }),
    );
    await stage.until(() => [...stage.spool.waiting()].length === 0 && stage.journal.counts.waiting === 0);
  });

  test('the first bytes of every film go before the rest of any, and each arrives without loss', async () => {
    const originals = [filmOf('1.2.3.1'), filmOf('1.2.3.2'), filmOf('1.2.3.3')];
    for (const original of originals) await stage.object(original, { transferSyntaxUid: '1.2.840.10008.1.2.1' });
    door.trouble = () => 'busy';
    const uplink = await stage.start(door.url);
    // All copies are made before the line lets anything through.
    await stage.until(() => uplink.state().preparing === 0, 20_000);
    door.trouble = undefined;
    await stage.until(() => drained().length === 3, 20_000);
    // Two segments that arrive together may both see the prefix complete: announced twice is announced.
    const said = door.it.sent.map(({ message: { data } }) =>
      'basis' in data ? `${data.basis} ${data.input.sha256}` : '',
    );
    expect([...new Set(said)].map((text) => text.split(' ')[0])).toEqual([
      'preview',
      'preview',
      'preview',
      'whole',
      'whole',
      'whole',
    ]);
    expect(said.findLastIndex((text) => text.startsWith('preview'))).toBe(said.length - 4);
    await stage.until(() => [...stage.spool.waiting()].length === 0);
    const entries = [...stage.spool.entries()];
    expect(entries.map(({ marks }) => marks.map(({ what }) => what).sort())).toEqual(
      originals.map(() => ['drained', 'prefix-sent']),
    );
    const copies = door.it.sent.slice(-3).map(({ message: { data } }) => ('input' in data ? data.input.sha256 : ''));
    // The edge can say under which name the region has each.
    const names = [...stage.spool.entries()].map(({ marks }) => marks.find(({ what }) => what === 'drained')?.as);
    expect(names.sort()).toEqual([...copies].sort());
    for (const sha256 of copies)
      expect((await arrived('image', sha256)).length).toBeLessThan(originals[0]?.length ?? 0);
  });

  test('the byte-identical original follows as bulk where the clinic has no archive', async () => {
    const original = filmOf('1.2.3.4', 64, 64);
    const entry = await stage.object(original, { transferSyntaxUid: '1.2.840.10008.1.2.1' });
    await stage.start(door.url, { originals: true });
    await stage.until(() => drained().length === 2);
    expect(Buffer.compare(await arrived('image', entry.sha256), Buffer.from(original))).toBe(0);
    await stage.until(
      () => stage.spool.get(entry.sha256)?.marks.some(({ what }) => what === 'original-drained') === true,
    );
  });

  test('an image goes as it is where the disk has no room for its copy: else nothing would ever make room', async () => {
    const original = filmOf('1.2.3.5', 64, 64);
    const { sha256 } = await stage.object(original, { transferSyntaxUid: '1.2.840.10008.1.2.1' });
    const beginDerived = () => Promise.reject(new OkaError('no-room'));
    await stage.start(door.url, {}, { spool: { ...stage.spool, beginDerived } });
    await stage.until(() => drained().length === 1);
    expect(Buffer.compare(await arrived('image', sha256), Buffer.from(original))).toBe(0);
    // The region has the very bytes, so the edge may give them up for the next image.
    await stage.until(() => stage.spool.get(sha256)?.marks.some(({ what }) => what === 'original-drained') === true);
    expect(stage.events).toContainEqual({ what: 'disk', fault: expect.objectContaining({ code: 'no-room' }) });
  });

  test('JPEG is sent as it is', async () => {
    const jpeg = dicomExample({}, { syntax: '1.2.840.10008.1.2.4.50' });
    const entry = await stage.object(jpeg, { transferSyntaxUid: '1.2.840.10008.1.2.4.50' });
    await stage.start(door.url);
    await stage.until(() => drained().length === 1);
    expect(Buffer.compare(await arrived('image', entry.sha256), Buffer.from(jpeg))).toBe(0);
  });

  test('goes on after a restart where it stopped: only what is missing is sent', async () => {
    // A line that breaks often is cut into small segments.
    mkdirSync(join(stage.folder, 'uplink'));
    writeFileSync(join(stage.folder, 'uplink', 'link.json'), '{"betweenCutsMs":1}');
    const bytes = randomBytes(2000 * KIB);
    const { sha256 } = await stage.object(bytes);
    let sent = 0;
    door.trouble = ({ method }) => {
      if (method !== 'PUT') return undefined;
      sent += 1;
      return sent > 10 ? 'cut-before' : undefined;
    };
    const first = await stage.start(door.url);
    await stage.until(() => sent > 10, 20_000);
    await first.stop();
    const before = (await door.it.world.objects.list('intake', `image/north/${sha256}/`)).length;
    expect(before).toBeGreaterThan(5);
    const after: string[] = [];
    door.trouble = ({ method, target }) => {
      after.push(`${method} ${new URL(target, door.url).searchParams.get('offset') ?? ''}`);
      return undefined;
    };
    await stage.start(door.url);
    await stage.until(() => drained().length === 1, 20_000);
    expect(after.filter((line) => line.startsWith('HEAD'))).toHaveLength(1);
    expect(after).not.toContain('PUT 0');
    expect(Buffer.compare(await arrived('image', sha256), bytes)).toBe(0);
  });
});

describe('an order on the line', () => {
  const order = (): string[] =>
    door.it.sent
      .map(({ message: { data } }) => ('input' in data ? data.input.sha256 : ''))
      .filter((sha256) => sha256 !== '');

  test('is kept for the messages of one patient, and an urgent one brings those before it along', async () => {
    const routine = [];
    for (let k = 0; k < 20; k++) routine.push(await stage.message(`PID|1||${k}^^^N\rOBR|1||F${k}|GLU`));
    const first = await stage.message('PID|1||X^^^N\rOBR|1||A|GLU');
    const urgent = await stage.message('PID|1||X^^^N\rOBR|1||B|GLU|S');
    const later = await stage.message('PID|1||X^^^N\rOBR|1||C|GLU');
    door.trouble = () => 'busy';
    await stage.start(door.url, {}, { inFlight: 1 });
    await stage.until(() => stage.events.length > 2);
    door.trouble = undefined;
    await stage.until(() => drained().length === 23);
    const came = order();
    expect(came.indexOf(first)).toBeLessThan(came.indexOf(urgent));
    expect(came.indexOf(urgent)).toBeLessThan(came.indexOf(later));
    // Those that had been tried while the region was busy wait a little longer.
    expect(came.indexOf(urgent)).toBeLessThan(8);
  });

  test('a message that the region never takes holds up nobody, its patient least of all', async () => {
    const poison = await stage.message('PID|1||X^^^N\rOBR|1||A|GLU');
    const next = await stage.message('PID|1||X^^^N\rOBR|1||B|GLU');
    const name = Buffer.from(poison, 'hex').toString('base64url');
    door.trouble = ({ target }) => (target.includes(name) ? 'busy' : undefined);
    await stage.start(door.url, {}, { backoffMs: [1, 5] });
    await stage.until(() => drained().includes(next));
    expect(drained()).toEqual([next]);
    await stage.until(() => stage.journal.counts.waiting === 1);
  });

  test('what the region refuses for good leaves the line with its code', async () => {
    const refused: string[] = [];
    const sha256 = await stage.message('PID|1||X^^^N');
    await stage.start(
      door.url,
      {},
      {
        ask: async () => ({ status: 413, headers: {}, body: Buffer.from(JSON.stringify(TOO_LARGE)) }),
        refuse: async (entry, code) => void refused.push(`${entry.sha256} ${code}`),
      },
    );
    await stage.until(() => stage.events.some(({ what }) => what === 'refused'));
    expect(refused).toEqual([`${sha256} over-size`]);
    await stage.until(() => stage.journal.counts.waiting === 0);
  });

  test('a message that the disk does not give for a moment is sent without a restart', async () => {
    const sha256 = await stage.message('PID|1||X^^^N');
    let fails = 1;
    const read: typeof stage.journal.read = async (...asked) => {
      fails -= 1;
      if (fails >= 0) throw Object.assign(new Error('EMFILE'), { code: 'EMFILE' });
      return stage.journal.read(...asked);
    };
    await stage.start(door.url, {}, { journal: { ...stage.journal, read } });
    await stage.until(() => drained().includes(sha256));
  });

  test('what was taken while the clock of the edge ran ahead is accepted when the clock is right again', async () => {
    const ahead = new Date(Date.now() + 7 * 3_600_000).toISOString();
    const message = await stage.message('PID|1||X^^^N', ahead);
    const image = await stage.object(randomBytes(100 * KIB), { acceptedAt: ahead });
    await stage.start(door.url);
    await stage.until(() => drained().length === 2);
    expect(drained().sort()).toEqual([message, image.sha256].sort());
    // The region takes no time that lies ahead of its own, and was told when it was sent.
    const times = door.it.sent.map(({ message: { data } }) => ('receivedAt' in data ? data.receivedAt : ''));
    expect(times.every((time) => time !== '' && time < new Date(Date.now() + 1000).toISOString())).toBe(true);
  });

  test('goes on at once when the clock of the edge is set back while the region is away', async () => {
    let aheadMs = 7 * 3_600_000;
    const clock = () => new Date(Date.now() + aheadMs);
    const message = await stage.message('PID|1||X^^^N');
    door.trouble = () => 'cut-before';
    await stage.start(door.url, {}, { clock });
    await stage.until(() => stage.events.length > 2);
    aheadMs = 0;
    door.trouble = undefined;
    await stage.until(() => drained().includes(message));
    expect(stage.events.some(({ what }) => what === 'refused')).toBe(false);
  });

  test('a region whose clock is behind ours refuses nothing for good', async () => {
    const waits = await stage.message('PID|1||X^^^N');
    const said = { code: 'malformed-request', path: 'headers.oka-accepted-at' };
    const body = Buffer.from(JSON.stringify({ ...said, message: 'x', whatToDo: 'x' }));
    await stage.start(door.url, {}, { ask: async () => ({ status: 400, headers: {}, body }) });
    await stage.until(() => stage.events.length > 1);
    expect(stage.events.map(({ what }) => what)).not.toContain('refused');
    expect([...stage.journal.waiting()].map(({ sha256 }) => sha256)).toEqual([waits]);
  });

  test('a live consult leaves the others a small share, and ends', async () => {
    for (let k = 0; k < 4; k++) await stage.object(randomBytes(200 * KIB));
    const uplink = await stage.start(door.url, { consultSharePercent: 0 }, {});
    uplink.consult(new Date(Date.now() + 60_000));
    const urgent = await stage.message('PID|1||X^^^N\rOBR|1||A|GLU|S');
    await stage.until(() => drained().includes(urgent));
    expect(drained().length).toBeLessThan(4);
    expect(uplink.state().consultUntil).toEqual(expect.any(String));
    uplink.consult(new Date(0));
    await stage.until(() => drained().length === 5);
    expect(uplink.state().lanes.routine.waiting).toBe(0);
  });
});
