import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { readDicom } from '../../domain/dicom/read.ts';
import { readMeta } from '../../domain/dicom/reading/meta.ts';
import { MemoryDisk } from '../files/testing/memory-disk.ts';
import { cStore } from './c-store.ts';
import { type PacsEvent, type PacsOptions, startPacs } from './pacs.ts';
import type { Send, Stored } from './send.ts';
import { stow } from './stow.ts';
import { hasOrthanc, startOrthanc } from './testing/orthanc.ts';
import { HEAT_MAP, NOTE, REPORT, resultWith, startRegion } from './testing/region.ts';
import { startStowServer } from './testing/stow-server.ts';

const root = mkdtempSync(join(tmpdir(), 'oka-pacs-'));
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
let serial = 0;

/** Time that passes at once where one waits. */
const hasty = {
  at: 0,
  now: () => Date.parse('2026-03-01T05:00:00Z') + hasty.at,
  steady: () => hasty.at,
  async rest(ms: number, signal: AbortSignal): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (!signal.aborted) hasty.at += ms;
  },
};

async function started(send: Send, more: Partial<PacsOptions> = {}) {
  serial += 1;
  const region = await startRegion();
  const events: PacsEvent[] = [];
  const options: PacsOptions = {
    folder: join(root, String(serial)),
    region: region.options,
    send,
    maxObjectBytes: 64 * 1024 * 1024,
    time: hasty,
    onEvent: (event) => events.push(event),
    ...more,
  };
  let pacs = await startPacs(options);
  ends.push(region.stop, () => pacs.stop());
  const until = async (isTrue: () => boolean): Promise<void> => {
    while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return {
    region,
    events,
    get pacs() {
      return pacs;
    },
    async restarted(change: Partial<PacsOptions> = {}): Promise<void> {
      await pacs.stop();
      pacs = await startPacs({ ...options, ...change });
    },
    /** The power goes: what the old process still does reaches no disk. */
    async killed(disk: MemoryDisk): Promise<void> {
      disk.powerBack(() => 0.5);
      await pacs.stop().catch(() => undefined);
      pacs = await startPacs({ ...options, files: disk.files });
    },
    until,
    done: () => until(() => pacs.state().waiting === 0),
  };
}

/** A PACS in the memory: what it gets, and what it says. */
function pacsThat(says: (uid: string, tries: number) => Stored = () => ({ what: 'stored' })) {
  const tried: string[] = [];
  const send: Send = async (objects) =>
    objects.map(({ sopInstanceUid: uid }) => {
      tried.push(uid);
      return says(uid, tried.filter((one) => one === uid).length);
    });
  return { tried, send };
}

describe('findings on their way to the PACS', () => {
  test('each object is fetched in parts, checked, and stored once, whatever is repeated', async () => {
    const { tried, send } = pacsThat();
    const { pacs, region, done } = await started(send);
    await pacs.consumer.take(resultWith([REPORT, HEAT_MAP]));
    await pacs.consumer.take(resultWith([REPORT, HEAT_MAP]));
    await done();
    await pacs.consumer.take(resultWith([REPORT, HEAT_MAP]));
    await done();
    expect(tried).toEqual([REPORT.uid, HEAT_MAP.uid]);
    expect(region.asked.filter((line) => line.includes(HEAT_MAP.uid)).map((line) => line.split(' ')[1])).toEqual([
      'bytes=0-1048575',
      `bytes=1048576-${HEAT_MAP.bytes.length - 1}`,
    ]);
  });

  test('a PACS that refuses reports gets the heat map and the note; the refusal is told', async () => {
    const { tried, send } = pacsThat((uid) =>
      uid === REPORT.uid ? { what: 'refused', why: 'status 0122' } : { what: 'stored' },
    );
    const { pacs, events, done, restarted } = await started(send);
    await pacs.consumer.take(resultWith([REPORT, HEAT_MAP]));
    await pacs.consumer.take(resultWith([NOTE], 2));
    await done();
    expect(pacs.state()).toMatchObject({ stored: 2, refused: { report: 1, note: 0, 'heat-map': 0 } });
    expect(events).toContainEqual({
      ...{ what: 'refused', kind: 'report', sopClassUid: REPORT.sopClassUid, code: 'pacs-refused', why: 'status 0122' },
    });
    // Once its administrator has allowed them they go again; but what was withdrawn meanwhile would stand there as if it held.
    const allowed = pacsThat();
    await restarted({ again: true, send: allowed.send });
    await done();
    expect([tried.length, allowed.tried]).toEqual([3, []]);
  });

  test('what was refused goes again once its administrator has allowed it', async () => {
    const { send } = pacsThat(() => ({ what: 'refused', why: 'status 0122' }));
    const { pacs, done, restarted } = await started(send);
    await pacs.consumer.take(resultWith([REPORT, HEAT_MAP]));
    await done();
    const allowed = pacsThat();
    await restarted({ again: true, send: allowed.send });
    await done();
    expect(allowed.tried).toEqual([REPORT.uid, HEAT_MAP.uid]);
  });

  test('a withdrawal is stored after what it withdraws, however often that has to be tried', async () => {
    const { tried, send } = pacsThat((uid, tries) =>
      uid === REPORT.uid && tries < 4 ? { what: 'later', why: 'status A700', isAway: false } : { what: 'stored' },
    );
    const { pacs, done } = await started(send);
    await pacs.consumer.take(resultWith([REPORT]));
    await pacs.consumer.take(resultWith([NOTE], 2));
    await done();
    expect(tried).toEqual([REPORT.uid, REPORT.uid, REPORT.uid, REPORT.uid, NOTE.uid]);
    expect(pacs.state()).toMatchObject({ stored: 2, waiting: 0 });
  });

  test('a PACS that is away gets everything in its order when it is back, and is asked with one object first', async () => {
    let isAway = true;
    const batches: number[] = [];
    const send: Send = async (objects) => {
      batches.push(objects.length);
      return objects.map((): Stored => (isAway ? { what: 'later', why: 'no connection', isAway } : { what: 'stored' }));
    };
    const { pacs, until, done } = await started(send);
    await pacs.consumer.take(resultWith([REPORT, HEAT_MAP]));
    await until(() => batches.length > 4);
    expect(pacs.state()).toMatchObject({ waiting: 2, waitingSince: '2026-03-01T05:00:00.000Z' });
    expect(pacs.state().breaker.state).not.toBe('closed');
    expect(batches.slice(1).every((size) => size === 1)).toBe(true);
    isAway = false;
    await done();
    expect(pacs.state().breaker.state).toBe('closed');
  });

  test('while the region is away nothing is lost, and a line that breaks costs one part', async () => {
    const { tried, send } = pacsThat();
    const { pacs, region, events, until, done } = await started(send);
    region.hooks.isAway = true;
    await pacs.consumer.take(resultWith([HEAT_MAP]));
    await until(() => events.some(({ what }) => what === 'region-away'));
    region.hooks.cutAt = region.asked.length + 12;
    region.hooks.isAway = false;
    await done();
    expect(tried).toEqual([HEAT_MAP.uid]);
  });

  test('bytes that are not those which the Bundle named never reach the PACS', async () => {
    const { tried, send } = pacsThat();
    const { pacs, region, done } = await started(send);
    region.hooks.spoil = true;
    await pacs.consumer.take(resultWith([REPORT]));
    await done();
    expect([tried, pacs.state().refused.report]).toEqual([[], 1]);
  });

  test('what is too large for this edge is told, and keeps nothing else out', async () => {
    const { tried, send } = pacsThat();
    const { pacs, done, events } = await started(send, { maxObjectBytes: 100_000 });
    await pacs.consumer.take(resultWith([HEAT_MAP, REPORT]));
    await done();
    expect(tried).toEqual([REPORT.uid]);
    expect(events).toContainEqual(expect.objectContaining({ what: 'refused', code: 'object-too-large' }));
  });

  test('documents that are not as the contract says are told, others left alone', async () => {
    const { tried, send } = pacsThat();
    const { pacs, events, done } = await started(send);
    const result = resultWith([REPORT]);
    const entry = (result.bundle as { entry: object[] }).entry;
    entry.push({
      resource: { resourceType: 'DocumentReference', content: [{ attachment: { contentType: 'text/plain' } }] },
    });
    entry.push({
      resource: { resourceType: 'DocumentReference', content: [{ attachment: { contentType: 'application/dicom' } }] },
    });
    await pacs.consumer.take(result);
    await done();
    expect([tried, events.filter(({ what }) => what === 'unreadable')]).toEqual([
      [REPORT.uid],
      [{ what: 'unreadable', count: 1 }],
    ]);
  });

  test('a power cut at any step loses no object that was noted, and none is stored more than once more', async () => {
    let noted = 0;
    for (let cutAt = 1; cutAt < 60; cutAt += 1) {
      const disk = new MemoryDisk();
      const { tried, send } = pacsThat();
      const { pacs, until, killed, done } = await started(send, { files: disk.files, folder: '/edge/pacs' });
      disk.cutAt = disk.steps + cutAt;
      const isNoted = await pacs.consumer.take(resultWith([REPORT])).then(
        () => true,
        () => false,
      );
      await until(() => disk.steps >= disk.cutAt || pacs.state().waiting === 0);
      await killed(disk);
      await done();
      if (isNoted) {
        noted += 1;
        expect(new Set(tried)).toEqual(new Set([REPORT.uid]));
      }
      expect(tried.length).toBeLessThanOrEqual(2);
      for (const end of ends.splice(0).reverse()) await end();
    }
    expect(noted).toBeGreaterThan(20);
  });
});

describe('STOW-RS', () => {
  test('sends each object as a strict server wants it, byte for byte', async () => {
    const server = await startStowServer();
    ends.push(server.stop);
    const { pacs, done } = await started(stow(server.options));
    await pacs.consumer.take(resultWith([REPORT, HEAT_MAP]));
    await done();
    expect(server.faults).toEqual([]);
    expect(server.stored.get(REPORT.uid)?.equals(REPORT.bytes)).toBe(true);
    expect(server.stored.get(HEAT_MAP.uid)?.equals(HEAT_MAP.bytes)).toBe(true);
  });

  test.each([
    ['200', { status: 200 }, { what: 'stored' }],
    ['202 with a duplicate', { status: 202, reason: 0x0111 }, { what: 'stored' }],
    ['409, class not supported', { status: 409, reason: 0x0122 }, { what: 'refused', why: 'failure reason 0122' }],
    ['202, no room', { status: 202, reason: 0xa700 }, { what: 'later', why: 'failure reason a700', isAway: false }],
    ['415', { status: 415 }, { what: 'refused', why: 'status 415' }],
    [
      '503 in a minute',
      { status: 503, retryAfter: 60 },
      { what: 'later', why: 'status 503', isAway: true, afterMs: 60_000 },
    ],
  ])('an answer of %s', async (_, verdict, expected) => {
    const server = await startStowServer(() => verdict);
    const send = stow(server.options);
    ends.push(server.stop, send.close);
    expect(await send([objectOf()])).toEqual([expected]);
  });

  test('a wrong password, and nobody there, are no fault of the object', async () => {
    const server = await startStowServer();
    const send = stow({ ...server.options, credentials: 'oka:other' });
    ends.push(send.close);
    expect(await send([objectOf(), objectOf()])).toEqual([
      { what: 'later', why: 'status 401', isAway: true },
      { what: 'later', why: 'status 401', isAway: true },
    ]);
    await server.stop();
    expect(await send([objectOf()])).toMatchObject([{ what: 'later', isAway: true }]);
  });
});

const objectOf = () => ({
  sopInstanceUid: REPORT.uid,
  sopClassUid: REPORT.sopClassUid,
  bytes: REPORT.bytes.length,
  read: async (from: number, to: number) => REPORT.bytes.subarray(from, to),
});

(hasOrthanc ? describe : describe.skip)('C-STORE to Orthanc', () => {
  test('brings report, heat map and note, the same data sets', async () => {
    const orthanc = await startOrthanc();
    ends.push(orthanc.stop);
    const { pacs, done } = await started(cStore(orthanc.peer));
    await pacs.consumer.take(resultWith([REPORT, HEAT_MAP]));
    await pacs.consumer.take(resultWith([NOTE], 2));
    await done();
    expect(await orthanc.instances()).toEqual([REPORT.uid, HEAT_MAP.uid, NOTE.uid].sort());
    const kept = await orthanc.file(HEAT_MAP.uid);
    expect(kept.subarray(readMeta(kept).end).equals(HEAT_MAP.bytes.subarray(readMeta(HEAT_MAP.bytes).end))).toBe(true);
  });

  test('in the one syntax that it takes: Implicit VR Little Endian', async () => {
    const orthanc = await startOrthanc({ AcceptedTransferSyntaxes: ['1.2.840.10008.1.2'] });
    ends.push(orthanc.stop);
    const { pacs, done } = await started(cStore(orthanc.peer));
    await pacs.consumer.take(resultWith([REPORT]));
    await done();
    const kept = await orthanc.file(REPORT.uid);
    const [ours, theirs] = [REPORT.bytes, kept].map((bytes) => readDicom(bytes, 'UTC', () => new Uint8Array()));
    expect(theirs?.object.transferSyntax).toBe('1.2.840.10008.1.2');
    expect({ ...theirs?.header, transferSyntax: '' }).toEqual({ ...ours?.header, transferSyntax: '' });
  });

  test('under a title that it does not know waits until the settings are right', async () => {
    const orthanc = await startOrthanc();
    ends.push(orthanc.stop);
    const { pacs, until, events, restarted, done } = await started(cStore({ ...orthanc.peer, aeTitle: 'OTHER' }));
    await pacs.consumer.take(resultWith([REPORT]));
    await until(() => events.some(({ what }) => what === 'later'));
    expect(pacs.state()).toMatchObject({ waiting: 1, refused: { report: 0 } });
    await restarted({ send: cStore(orthanc.peer) });
    await done();
    expect(await orthanc.instances()).toEqual([REPORT.uid]);
  });
});
