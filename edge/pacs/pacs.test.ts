import { describe, expect, test } from '@jest/globals';
import { MemoryDisk } from '../files/testing/memory-disk.ts';
import type { Send, Stored } from './send.ts';
import { HEAT_MAP, NOTE, REPORT, resultWith } from './testing/region.ts';
import { pacsStage } from './testing/stage.ts';

const { started, ends } = pacsStage();

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
