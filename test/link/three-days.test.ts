import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { MemoryDisk } from '../../edge/files/testing/memory-disk.ts';
import { openJournal } from '../../edge/journal/journal.ts';
import { type Ask, LineBroken } from '../../edge/region/transport.ts';
import type { Lane } from '../../edge/spool/meta.ts';
import { openSpool } from '../../edge/spool/spool.ts';
import { startUplink } from '../../edge/uplink/uplink.ts';
import { UplinkSettings } from '../../schemas/edge/uplink.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-01-31T00:00:00.000Z');
const BYTES_PER_SECOND = 32_000;
const OBJECT_BYTES = 6000;
const QUOTA_BYTES = 900_000;

/** A clock that stands still until told, and what was to be done by then. */
function simulated() {
  let now = START;
  let timers: { readonly at: number; readonly then: () => void }[] = [];
  const settle = async (): Promise<void> => {
    for (let k = 0; k < 20; k++) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    clock: () => new Date(now),
    after(ms: number, then: () => void): () => void {
      const timer = { at: now + ms, then };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    async advanceTo(at: number): Promise<void> {
      for (;;) {
        await settle();
        const next = timers.reduce<(typeof timers)[number] | undefined>(
          (best, one) => (best === undefined || one.at < best.at ? one : best),
          undefined,
        );
        if (next === undefined || next.at > at) break;
        timers = timers.filter((one) => one !== next);
        now = Math.max(now, next.at);
        next.then();
      }
      now = at;
      await settle();
    },
  };
}

test('three days without a line: nothing is lost, the disk stays bounded, then urgent first and each patient in order', async () => {
  const time = simulated();
  const disk = new MemoryDisk();
  const common = { files: disk.files, clock: time.clock };
  const journal = await openJournal({ folder: '/edge/journal', ...common });
  const small = { quotaBytes: QUOTA_BYTES, inlineBytes: 1000, segmentBytes: 20_000 };
  const spool = await openSpool({ folder: '/edge/spool', ...common, ...small, retentionMs: 24 * HOUR });

  let isAway = true;
  let tries = 0;
  const came: string[] = [];
  const ask: Ask = ({ method, path, body = [] }) =>
    new Promise((resolve, reject) => {
      tries += 1;
      if (isAway) return reject(new LineBroken(new Error('away')));
      const bytes = body.reduce((sum, part) => sum + part.length, 0);
      time.after(150 + (1000 * bytes) / BYTES_PER_SECOND, () => {
        if (method === 'HEAD') return resolve({ status: 404, headers: {}, body: Buffer.alloc(0) });
        const url = new URL(path, 'http://region');
        const [, , kind, name = ''] = url.pathname.split('/');
        const sha256 = Buffer.from(name, 'base64url').toString('hex');
        const length = Number(url.searchParams.get('length'));
        const complete = !url.searchParams.has('more');
        if (complete) came.push(sha256);
        const said = { input: { kind, clinic: 'north', sha256 }, length, stored: [[0, length]], complete };
        resolve({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(said)) });
      });
    });
  const uplink = await startUplink({
    ...{ journal, spool, url: 'http://region', token: async () => 'token', zone: 'UTC', folder: '/edge/uplink' },
    ...{ ...common, ask, after: time.after, refuse: async () => undefined },
    settings: UplinkSettings.parse({ preview: { encode: false } }),
  });

  const names = new Map<string, { readonly lane: Lane; readonly patient?: number; readonly hour: number }>();
  let refused = 0;
  for (let half = 0; half < 144; half += 1) {
    await time.advanceTo(START + half * 30 * MINUTE);
    const hour = half / 2;
    const acceptedAt = time.clock().toISOString();
    const lane: Lane = half % 24 === 7 ? 'urgent' : half % 5 === 0 ? 'bulk' : 'routine';
    const bytes = Buffer.alloc(OBJECT_BYTES, `${half}-`);
    try {
      const incoming = await spool.begin();
      await incoming.write(bytes);
      await incoming.commit({ acceptedAt, by: 'dicom', address: 'x', lane });
      names.set(createHash('sha256').update(bytes).digest('hex'), { lane, hour });
    } catch (cause) {
      expect(cause).toMatchObject({ code: 'no-room' });
      refused += 1;
    }
    expect(spool.counts.bytes).toBeLessThanOrEqual(QUOTA_BYTES);
    const patient = half % 5;
    const text = Buffer.from(
      `MSH|^~\\&|LIS|L\rPID|1||${patient}^^^N\rOBR|1||${half}|GLU|${half === 100 ? 'S' : 'R'}\r`,
    );
    const { sha256 } = await journal.append(text, { acceptedAt, by: 'mllp', address: 'x' });
    names.set(sha256, { lane: half === 100 ? 'urgent' : 'routine', patient, hour });
  }
  await time.advanceTo(START + 72 * HOUR);
  expect(uplink.state().line).toMatchObject({ isAway: true, code: 'unavailable' });
  // One try a minute at most, whatever waits.
  expect(tries).toBeLessThan(72 * 60 * 2);
  expect(refused).toBeGreaterThan(0);
  expect(came).toEqual([]);

  isAway = false;
  await time.advanceTo(START + 73 * HOUR);
  expect(new Set(came)).toEqual(new Set(names.keys()));
  expect(came).toHaveLength(names.size);
  const story = came.map((sha256) => names.get(sha256) as NonNullable<ReturnType<typeof names.get>>);
  for (let patient = 0; patient < 5; patient += 1) {
    const hours = story.filter((one) => one.patient === patient).map(({ hour }) => hour);
    expect(hours).toEqual([...hours].sort((a, b) => a - b));
  }
  // First the urgent and the 20 messages that one of them may not overtake; these go one by one, and beside them others.
  const urgent = story.flatMap(({ lane }, place) => (lane === 'urgent' ? [place] : []));
  expect(urgent.length).toBeGreaterThan(4);
  expect(Math.max(...urgent)).toBeLessThanOrEqual(urgent.length + 2 * 20 + 1);
  expect(uplink.state().lanes.urgent.waiting + uplink.state().lanes.routine.waiting).toBe(0);

  await time.advanceTo(START + 120 * HOUR);
  await spool.clean();
  expect(spool.counts.objects).toBe(0);
  const incoming = await spool.begin();
  await incoming.abort();
  await uplink.stop();
  await spool.close();
  await journal.close();
}, 60_000);
