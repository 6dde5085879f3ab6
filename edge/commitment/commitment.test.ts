import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { CommitmentSettings } from '../../schemas/edge/commitment.ts';
import { openCommitment } from './commitment.ts';
import { verdictOn } from './judge.ts';
import type { CommitmentEvent, CommitmentOptions } from './seam.ts';
import { CALLER, CLASS, modality, object, spoolOf } from './testing.ts';

const root = mkdtempSync(join(tmpdir(), 'oka-commitment-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let serial = 0;
function folder(): string {
  serial += 1;
  return join(root, String(serial));
}

async function opened(options: Partial<CommitmentOptions> = {}) {
  const [spool, device, events, clock] = [
    spoolOf(),
    modality(),
    [] as CommitmentEvent[],
    { at: '2026-02-03T06:00:00Z' },
  ];
  const commitment = await openCommitment({
    folder: folder(),
    spool,
    report: device.report,
    clock: () => new Date(clock.at),
    onEvent: (event) => events.push(event),
    ...options,
  });
  const settled = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    await commitment.look();
  };
  return { commitment, spool, device, events, clock, settled };
}

describe('what may be said of an object', () => {
  const marks = (...what: readonly string[]) => what.map((one) => ({ at: '', what: one }));
  const entry = (state: string, ...what: readonly string[]) =>
    ({ about: { sopClassUid: CLASS }, marks: marks(...what), state }) as never;
  test.each([
    ['waiting for the line', entry('waiting'), 'working-copy', 'pending'],
    ['its preview is there', entry('waiting', 'prefix-sent'), 'working-copy', 'pending'],
    ['the lossless copy is there', entry('drained', 'drained'), 'working-copy', { held: true }],
    ['the lossless copy is there, the original asked for', entry('drained', 'drained'), 'original', 'pending'],
    ['the original is there', entry('drained', 'drained', 'original-drained'), 'original', { held: true }],
    ['refused by the region', entry('refused', 'refused'), 'working-copy', { held: false, reason: 0x0110 }],
    ['spoilt on our disk', entry('damaged'), 'working-copy', { held: false, reason: 0x0110 }],
  ] as const)('%s', (_, one, counts, expected) => {
    expect(verdictOn({ sopClassUid: CLASS }, [one], { counts, waitedMs: 1e12 })).toEqual(expected);
  });

  test('an object of another class, or one that never came', () => {
    const how = { counts: 'working-copy', waitedMs: 0 } as const;
    expect(verdictOn({ sopClassUid: '1.2' }, [entry('drained', 'drained')], how)).toEqual({
      held: false,
      reason: 0x0119,
    });
    expect(verdictOn({ sopClassUid: CLASS }, [], how)).toBe('pending');
    expect(verdictOn({ sopClassUid: CLASS }, [], { ...how, waitedMs: 600_000 })).toEqual({
      held: false,
      reason: 0x0112,
    });
  });
});

describe('what may be said where other bytes lie under the same UID', () => {
  const one = (state: string, sopClassUid = CLASS) =>
    ({ about: { sopClassUid }, marks: state === 'waiting' ? [] : [{ at: '', what: state }], state }) as never;
  test.each([
    ['the region has both', [one('drained'), one('drained')], { held: true }],
    ['it has the newer alone: the modality may mean the other', [one('waiting'), one('drained')], 'pending'],
    ['it has the older alone', [one('drained'), one('waiting')], 'pending'],
    ['it refused one of them', [one('refused'), one('drained')], { held: false, reason: 0x0110 }],
    ['the other is of another class, so it is not meant', [one('refused', '1.2'), one('drained')], { held: true }],
    ['both are of another class', [one('drained', '1.2'), one('drained', '1.3')], { held: false, reason: 0x0119 }],
  ])('%s', (_, entries, expected) => {
    const how = { counts: 'working-copy', waitedMs: 1e12 } as const;
    expect(verdictOn({ sopClassUid: CLASS }, entries, how)).toEqual(expected);
  });
});

const ask = { transactionUid: '1.2.3', objects: [object('1.1'), object('1.2')] };

test('the report is made when the region has the last object, and no word before', async () => {
  const { commitment, spool, device, settled } = await opened();
  for (const uid of ['1.1', '1.2']) spool.take(uid);
  expect(await commitment.take(ask, CALLER)).toBe(0);
  spool.mark('1.1', 'drained');
  await settled();
  expect(device.heard).toEqual([]);
  expect(commitment.open()).toMatchObject([{ objects: 2, pending: 1, answered: false, isLate: false }]);
  spool.mark('1.2', 'drained');
  await settled();
  expect(device.heard).toEqual([{ transactionUid: '1.2.3', stored: ask.objects, failed: [] }]);
  expect(commitment.open()).toEqual([]);
  await commitment.stop();
});

test('what waits for days is pending with a note, never a failure', async () => {
  const { commitment, spool, device, clock, settled } = await opened();
  for (const uid of ['1.1', '1.2']) spool.take(uid);
  await commitment.take(ask, CALLER);
  clock.at = '2026-02-20T06:00:00Z';
  await settled();
  expect(device.heard).toEqual([]);
  expect(commitment.open()).toMatchObject([{ pending: 2, isLate: true }]);
  await commitment.stop();
});

test('what the region refused and what never came stands in the list of failures', async () => {
  const { commitment, spool, device, clock, settled } = await opened();
  spool.take('1.1');
  await commitment.take({ ...ask, objects: [...ask.objects, object('1.3')] }, CALLER);
  spool.take('1.3');
  spool.mark('1.3', 'refused');
  spool.mark('1.1', 'drained');
  clock.at = '2026-02-03T06:11:00Z';
  await settled();
  expect(device.heard).toEqual([
    {
      transactionUid: '1.2.3',
      stored: [object('1.1')],
      failed: [
        { ...object('1.2'), reason: 0x0112 },
        { ...object('1.3'), reason: 0x0110 },
      ],
    },
  ]);
  await commitment.stop();
});

test('a report that is not taken is sent again, with longer pauses, until the answer is success', async () => {
  const { commitment, spool, device, clock, events, settled } = await opened({ backoffMs: [1000, 4000] });
  device.state.answer = { class: 'transient', why: 'no answer' };
  spool.take('1.1');
  spool.mark('1.1', 'drained');
  await commitment.take({ ...ask, objects: [object('1.1')] }, CALLER);
  for (const seconds of [0, 1, 3, 7, 11]) {
    clock.at = new Date(Date.parse('2026-02-03T06:00:00Z') + seconds * 1000).toISOString();
    await settled();
    await settled();
  }
  const pauses = events.flatMap((event) => (event.what === 'not-reported' ? event.pauseMs : []));
  expect(pauses).toEqual([1000, 2000, 4000, 4000, 4000]);
  device.state.answer = { class: 'done' };
  clock.at = '2026-02-03T07:00:00Z';
  await settled();
  expect(device.heard).toHaveLength(1);
  await settled();
  expect(device.heard).toHaveLength(1);
  await commitment.stop();
});

test('a modality that is gone for good is given up after days, and said so', async () => {
  const { commitment, spool, device, clock, events, settled } = await opened({
    settings: CommitmentSettings.parse({ reportDays: 2 }),
  });
  device.state.answer = { class: 'transient', why: 'no answer' };
  spool.take('1.1');
  spool.mark('1.1', 'drained');
  await commitment.take({ ...ask, objects: [object('1.1')] }, CALLER);
  await settled();
  clock.at = '2026-02-06T06:00:00Z';
  await settled();
  expect(events.at(-1)).toMatchObject({ what: 'given-up' });
  expect(commitment.open()).toEqual([]);
  await commitment.stop();
});

test('the same transaction again is the same; with other objects it is refused', async () => {
  const { commitment, spool, device, settled } = await opened();
  for (const uid of ['1.1', '1.2']) {
    spool.take(uid);
    spool.mark(uid, 'drained');
  }
  await commitment.take(ask, CALLER);
  await settled();
  expect(await commitment.take({ ...ask, objects: [...ask.objects].reverse() }, CALLER)).toBe(0);
  await settled();
  expect(device.heard).toHaveLength(2);
  expect(await commitment.take({ ...ask, objects: [object('1.9')] }, CALLER)).toBe(0x0115);
  expect(await commitment.take({ ...ask, objects: [object('1.1')] }, { ...CALLER, callingAe: 'CT' })).toBe(0);
  await commitment.stop();
});

test('a request outlives a restart, at whatever step it was', async () => {
  const place = folder();
  const spool = spoolOf();
  for (const uid of ['1.1', '1.2']) spool.take(uid);
  const first = await opened({ folder: place, spool });
  await first.commitment.take(ask, CALLER);
  await first.commitment.stop();
  for (const uid of ['1.1', '1.2']) spool.mark(uid, 'drained');
  const away = await opened({ folder: place, spool });
  away.device.state.answer = { class: 'transient', why: 'no answer' };
  await away.settled();
  expect(away.commitment.open()).toMatchObject([{ answered: true }]);
  await away.commitment.stop();
  const back = await opened({ folder: place, spool });
  await back.settled();
  expect(back.device.heard).toHaveLength(1);
  await back.commitment.stop();
  const after = await opened({ folder: place, spool });
  await after.settled();
  expect(after.device.heard).toEqual([]);
  await after.commitment.stop();
});

test('a success that was noted is not taken back when the object has left the spool', async () => {
  const place = folder();
  const spool = spoolOf();
  spool.take('1.1');
  spool.mark('1.1', 'drained');
  const first = await opened({ folder: place, spool });
  first.device.state.answer = { class: 'transient', why: 'no answer' };
  await first.commitment.take({ ...ask, objects: [object('1.1')] }, CALLER);
  await first.settled();
  await first.commitment.stop();
  const later = await opened({ folder: place, spool: spoolOf() });
  later.clock.at = '2026-02-10T06:00:00Z';
  await later.settled();
  expect(later.device.heard).toEqual([{ transactionUid: '1.2.3', stored: [object('1.1')], failed: [] }]);
  await later.commitment.stop();
});
