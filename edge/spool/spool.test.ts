import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { CHUNK_BYTES } from '../files/sealed.ts';
import { stateOf, withMark } from './meta.ts';
import {
  ABOUT,
  AT,
  bytesOf,
  contentOf,
  DRAINED,
  filesBelow,
  LARGE,
  LATER,
  newFolder,
  opened,
  removeSpools,
  SMALL,
  sha256Of,
  taken,
} from './testing/spools.ts';

afterAll(removeSpools);

describe.each([
  ['sealed', {}],
  ['in the open', { key: undefined }],
])('a spool %s', (_, how) => {
  test.each([0, 1, SMALL, 64 * 1024, 1024 * 1024, 1024 * 1024 + 1, LARGE, 3 * LARGE])(
    'gives back %i bytes as they came, also after a new start',
    async (length) => {
      const folder = newFolder();
      const bytes = bytesOf(1, length);
      const { spool } = await opened({ folder, ...how });
      const { sha256, repeat, entry } = await taken(spool, bytes, { sopInstanceUid: '1.2.3' });
      expect({ sha256, repeat, bytes: entry.bytes }).toEqual({ sha256: sha256Of(bytes), repeat: false, bytes: length });
      expect(await contentOf(spool, entry)).toBe(sha256);
      await spool.close();
      const again = await opened({ folder, ...how });
      expect(again.events).toEqual([]);
      expect(again.spool.bySopInstance('1.2.3')).toMatchObject([
        { sha256, about: { ...ABOUT, sopInstanceUid: '1.2.3' } },
      ]);
      expect(await contentOf(again.spool, entry)).toBe(sha256);
      await again.spool.close();
    },
  );

  test('knows all that lie under one SOP Instance UID, also after a new start, until they are gone', async () => {
    const folder = newFolder();
    const { spool } = await opened({ folder, ...how });
    const sent = [bytesOf(1, SMALL), bytesOf(2, LARGE), bytesOf(1, SMALL)];
    for (const bytes of sent) await taken(spool, bytes, { sopInstanceUid: '1.2.3' });
    const [first = '', second = ''] = sent.map(sha256Of);
    expect(spool.bySopInstance('1.2.3').map(({ sha256 }) => sha256)).toEqual([first, second]);
    await spool.mark(first, { at: '2026-01-01T00:00:00.000Z', what: 'original-drained' });
    await spool.close();
    const again = await opened({ folder, ...how, retentionMs: 0 });
    expect(again.spool.bySopInstance('1.2.3').map(({ sha256 }) => sha256)).toEqual([first, second]);
    await again.spool.clean();
    expect(again.spool.bySopInstance('1.2.3').map(({ sha256 }) => sha256)).toEqual([second]);
    await again.spool.close();
  });

  test('reads any range', async () => {
    const { spool } = await opened({ folder: newFolder(), ...how });
    for (const length of [SMALL, CHUNK_BYTES + 1000, LARGE]) {
      const bytes = bytesOf(length, length);
      const { entry } = await taken(spool, bytes);
      const edges = [0, 1, ...[-1, 0, 1, CHUNK_BYTES].map((by) => CHUNK_BYTES + by), length - 1, length, length + 10];
      for (const from of edges)
        for (const to of edges.filter((edge) => edge >= from))
          expect((await spool.read(entry, from, to)).equals(bytes.subarray(from, to))).toBe(true);
    }
    await spool.close();
  });

  test('knows the same bytes again, at once and later, also after a new start', async () => {
    const folder = newFolder();
    const { spool } = await opened({ folder, ...how });
    for (const length of [SMALL, LARGE]) {
      const bytes = bytesOf(length, length);
      const heard: string[] = [];
      spool.onTaken(({ sha256 }) => heard.push(sha256));
      const all = await Promise.all([1, 2, 3].map(() => taken(spool, bytes)));
      expect(all.map(({ repeat }) => repeat).sort()).toEqual([false, true, true]);
      expect(heard).toEqual([sha256Of(bytes)]);
    }
    await spool.close();
    const again = await opened({ folder, ...how });
    for (const length of [SMALL, LARGE])
      expect(await taken(again.spool, bytesOf(length, length))).toMatchObject({ repeat: true });
    expect(again.spool.counts).toMatchObject({ objects: 2, waiting: 2 });
    expect(filesBelow(join(folder, 'objects'))).toHaveLength(1);
    await again.spool.close();
  });

  test('forgets what was given up in the middle', async () => {
    const folder = newFolder();
    const { spool } = await opened({ folder, ...how });
    for (const length of [SMALL, LARGE]) {
      const incoming = await spool.begin();
      await incoming.write(bytesOf(1, length));
      await incoming.abort();
      await expect(incoming.commit(ABOUT)).rejects.toMatchObject({ code: 'unavailable' });
    }
    const left = await spool.begin();
    await left.write(bytesOf(2, LARGE));
    await spool.close();
    expect(filesBelow(join(folder, 'objects'))).toEqual([]);
    expect(spool.counts).toMatchObject({ objects: 0, waiting: 0 });
  });

  test('mixes up nothing of what comes at once, piece by piece, while others are given up or come again', async () => {
    const { spool } = await opened({ folder: newFolder(), ...how });
    const rounds = [0, 1, 2].map(async (sender) => {
      for (const [index, length] of [LARGE, SMALL, 200_000, 2 * LARGE, SMALL].entries()) {
        const bytes = bytesOf(10 * sender + index, length);
        const left = await spool.begin();
        await left.write(bytesOf(99, length));
        const [{ entry }] = await Promise.all([taken(spool, bytes), left.abort()]);
        expect(await taken(spool, bytes)).toMatchObject({ repeat: true });
        expect(await contentOf(spool, entry)).toBe(sha256Of(bytes));
      }
    });
    await Promise.all(rounds);
    for (const entry of spool.entries()) expect(await contentOf(spool, entry)).toBe(entry.sha256);
    expect(spool.counts).toMatchObject({ objects: 15 });
    await spool.close();
  });

  test('keeps marks, and the line in the order of acceptance', async () => {
    const folder = newFolder();
    const { spool } = await opened({ folder, ...how });
    const times = [3, 1, 2].map((hour) => `2026-01-31T0${hour}:00:00.000Z`);
    const all = [];
    for (const [index, acceptedAt] of times.entries())
      all.push(await taken(spool, bytesOf(index, index === 0 ? LARGE : SMALL), { acceptedAt }));
    const [first, second, third] = all.map(({ sha256 }) => sha256);
    const marks: string[] = [];
    spool.onMark((_entry, { what }) => marks.push(what));
    await spool.mark(first as string, { at: AT, what: 'prefix-sent' });
    await spool.mark(second as string, { at: AT, what: 'refused', code: 'dicom-structure' });
    await spool.close();
    const again = await opened({ folder, ...how });
    expect([...again.spool.waiting()].map(({ sha256 }) => sha256)).toEqual([third, first]);
    expect(again.spool.get(first as string)?.marks).toEqual([{ at: AT, what: 'prefix-sent' }]);
    expect(again.spool.get(second as string)).toMatchObject({ state: 'refused', marks: [{ code: 'dicom-structure' }] });
    await again.spool.mark(second as string, { at: LATER, what: 'again' });
    await again.spool.mark(first as string, DRAINED);
    expect(again.spool.counts).toMatchObject({ objects: 3, waiting: 2, refused: 0 });
    expect(marks).toEqual(['prefix-sent', 'refused']);
    await again.spool.close();
  });

  test('keeps a working copy beside its object until the region has it', async () => {
    const folder = newFolder();
    const { spool } = await opened({ folder, ...how });
    const { sha256 } = await taken(spool, bytesOf(1, SMALL));
    const copy = bytesOf(2, LARGE);
    const incoming = await spool.beginDerived(sha256);
    await incoming.write(copy);
    await incoming.commit({ preview: 500, pixelHash: 'p' });
    const dropped = await spool.beginDerived(sha256);
    await dropped.write(copy);
    await dropped.abort();
    await spool.close();
    const again = await opened({ folder, ...how });
    const derived = again.spool.derived(sha256);
    expect(derived).toMatchObject({ sha256: sha256Of(copy), bytes: LARGE, preview: 500, pixelHash: 'p' });
    expect((await derived?.read(100, 70_000))?.equals(copy.subarray(100, 70_000))).toBe(true);
    await again.spool.mark(sha256, DRAINED);
    await again.spool.clean();
    expect(again.spool.derived(sha256)).toBeUndefined();
    expect(filesBelow(join(folder, 'derived'))).toEqual([]);
    await again.spool.close();
  });
});

test('nothing of an object, its description or its digest stands on the disk in the open', async () => {
  const folder = newFolder();
  const { spool } = await opened({ folder });
  const words = Buffer.from('IVANOV^IVAN '.repeat(10));
  for (const length of [SMALL, LARGE]) {
    const { sha256 } = await taken(spool, Buffer.concat([words, bytesOf(1, length)]), { patientKey: 'district/4711' });
    await spool.mark(sha256, DRAINED);
    for (const path of filesBelow(folder)) {
      const stored = readFileSync(path);
      for (const open of ['IVANOV', 'district', 'drained', sha256, Buffer.from(sha256, 'hex')])
        expect(stored.includes(open)).toBe(false);
      expect(path.includes(sha256)).toBe(false);
    }
  }
  await spool.close();
});

test('a description that could not be read again is not taken', async () => {
  const { spool } = await opened({ folder: newFolder() });
  const incoming = await spool.begin();
  await incoming.write(bytesOf(1, SMALL));
  await expect(incoming.commit({ ...ABOUT, acceptedAt: 'yesterday' })).rejects.toThrow();
  expect(spool.counts.objects).toBe(0);
  await spool.close();
});

test('a description too long for a record is refused alone: what is written with it is not', async () => {
  const { spool } = await opened({ folder: newFolder() });
  const results = await Promise.allSettled([
    taken(spool, bytesOf(1, SMALL)),
    taken(spool, bytesOf(2, SMALL), { name: 'A'.repeat(70_000) }),
    taken(spool, bytesOf(3, SMALL)),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  await spool.close();
});

test('marks say the same in whatever order they come', () => {
  const marks = [
    { at: AT, what: 'refused', code: 'dicom-value' },
    { at: AT, what: 'refused', code: 'dicom-structure' },
    { at: LATER, what: 'again' },
    { at: AT, what: 'again' },
  ] as const;
  const byName = (list: readonly { what: string }[]) => [...list].sort((a, b) => (a.what < b.what ? -1 : 1));
  const forwards = marks.reduce(withMark, []);
  const backwards = marks.toReversed().reduce(withMark, []);
  expect(byName(forwards)).toEqual(byName(backwards));
  expect(stateOf(forwards)).toBe('waiting');
  expect(stateOf(withMark(forwards, { at: AT, what: 'drained' }))).toBe('drained');
});
