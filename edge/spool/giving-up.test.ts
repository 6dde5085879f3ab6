import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { nodeFiles } from '../files/files.ts';
import type { Mark } from './meta.ts';
import type { Spool, SpoolEntry } from './spool.ts';
import { bytesOf, contentOf, filesBelow, newFolder, opened, removeSpools, sha256Of, taken } from './testing/spools.ts';

afterAll(removeSpools);

const [SMALL, LARGE] = [400, 2500];
const START = Date.parse('2026-01-31T05:00:00.000Z');
const HOUR_MS = 60 * 60 * 1000;
/** Small files and small objects, so that much happens with little. */
const TIGHT = { segmentBytes: 4000, inlineBytes: 1000 };

const at = (ms: number): string => new Date(ms).toISOString();
const told = (ms: number, what: Mark['what'] = 'drained'): Mark => ({ at: at(ms), what });
const segmentsIn = (folder: string): string[] =>
  readdirSync(join(folder, 'log')).filter((name) => name.endsWith('.journal'));
const namesOf = (spool: Spool): string[] => [...spool.entries()].map(({ sha256 }) => sha256).sort();

describe('the original of an object', () => {
  test('is kept while the region has it not, and after that until its retention is over', async () => {
    let now = START;
    const folder = newFolder();
    const options = { folder, ...TIGHT, retentionMs: HOUR_MS, clock: () => new Date(now) };
    const { spool } = await opened(options);
    const kept = [];
    for (const number of [1, 2, 3, 4])
      kept.push((await taken(spool, bytesOf(number, number % 2 ? LARGE : SMALL))).sha256);
    const [first = '', second = '', third = '', fourth = ''] = kept;
    await spool.mark(first, told(now));
    await spool.mark(second, told(now));
    await spool.mark(third, { ...told(now, 'refused'), code: 'dicom-structure' });
    now += HOUR_MS - 1;
    await spool.clean();
    expect(namesOf(spool)).toEqual([...kept].sort());
    now += 1;
    await spool.clean();
    expect(namesOf(spool)).toEqual([third, fourth].sort());
    expect(filesBelow(join(folder, 'objects'))).toHaveLength(1);
    await spool.close();
    const again = await opened(options);
    expect(again.events).toEqual([]);
    expect(namesOf(again.spool)).toEqual([third, fourth].sort());
    expect(await taken(again.spool, bytesOf(1, LARGE))).toMatchObject({ repeat: false });
    expect([...again.spool.waiting()].map(({ sha256 }) => sha256)).toEqual([fourth, first]);
    await again.spool.close();
  });

  test('is kept for as long as the region lacks the very bytes, where it is to have them', async () => {
    const options = {
      folder: newFolder(),
      ...TIGHT,
      retentionMs: 0,
      needsOriginal: true,
      clock: () => new Date(START),
    };
    const { spool } = await opened(options);
    const { sha256 } = await taken(spool, bytesOf(1, LARGE));
    await spool.mark(sha256, told(START));
    await spool.clean();
    expect(namesOf(spool)).toEqual([sha256]);
    await spool.mark(sha256, told(START, 'original-drained'));
    await spool.clean();
    expect(namesOf(spool)).toEqual([]);
    await spool.close();
  });

  test('whose record the disk has spoilt since the start is not thrown away with those around it', async () => {
    const folder = newFolder();
    const options = { folder, segmentBytes: 8000, inlineBytes: 1000, retentionMs: 0, clock: () => new Date(START) };
    const { spool, events } = await opened(options);
    const large = (await taken(spool, bytesOf(1, LARGE))).sha256;
    const small = (await taken(spool, bytesOf(2, SMALL))).sha256;
    const others = [];
    while (segmentsIn(folder).length < 2) others.push((await taken(spool, bytesOf(10 + others.length, SMALL))).sha256);
    const path = join(folder, 'log', segmentsIn(folder)[0] ?? '');
    const bytes = readFileSync(path);
    const second = bytes.indexOf('OKAJ', 1);
    for (const place of [0, second]) bytes[place] = 0;
    writeFileSync(path, bytes);
    for (const sha256 of others) await spool.mark(sha256, told(START));
    await spool.clean();
    expect(segmentsIn(folder)).not.toContain(basename(path));
    // What lies in a file of its own is all there; what lay in the record is told, and put aside for a human.
    expect(await contentOf(spool, spool.get(large) as SpoolEntry)).toBe(large);
    expect(events).toMatchObject([{ what: 'object-damaged', sha256: small }]);
    expect([...spool.waiting()].map(({ sha256 }) => sha256)).toEqual([large]);
    expect(filesBelow(join(folder, 'log', 'damaged')).map((one) => basename(one))).toEqual([basename(path)]);
    await spool.close();
    const again = await opened(options);
    expect([...again.spool.waiting()].map(({ sha256 }) => sha256)).toEqual([large]);
    await again.spool.close();
  });

  test('that lies between others comes not back when their file is given up, and takes no mark with it', async () => {
    let now = START;
    const folder = newFolder();
    const options = { folder, ...TIGHT, retentionMs: HOUR_MS, clock: () => new Date(now) };
    const { spool } = await opened(options);
    const all: string[] = [];
    for (let number = 0; number < 40; number += 1) all.push((await taken(spool, bytesOf(number, SMALL))).sha256);
    const marked = all[39] as string;
    const left: string[] = [];
    // Every third is kept; what is said of it comes long after it was taken.
    for (const [index, sha256] of all.entries()) {
      if (index % 3 === 0) left.push(sha256);
      else await spool.mark(sha256, told(now));
      if (index % 5 === 0) await spool.mark(sha256, told(now, 'prefix-sent'));
    }
    await spool.mark(all[0] as string, { ...told(now, 'refused'), code: 'dicom-structure' });
    const before = segmentsIn(folder).length;
    for (let round = 0; round < 4; round += 1) {
      now += HOUR_MS;
      await spool.clean();
      for (let number = 0; number < 6; number += 1) {
        const { sha256 } = await taken(spool, bytesOf(100 + 10 * round + number, SMALL));
        await spool.mark(sha256, told(now));
      }
    }
    now += HOUR_MS;
    await spool.clean();
    expect(segmentsIn(folder).length).toBeLessThan(before);
    const said = Object.fromEntries([...spool.entries()].map((entry) => [entry.sha256, entry.marks]));
    expect(Object.keys(said).sort()).toEqual([...left].sort());
    await spool.close();
    const again = await opened(options);
    expect(again.events).toEqual([]);
    expect(Object.fromEntries([...again.spool.entries()].map((entry) => [entry.sha256, entry.marks]))).toEqual(said);
    expect(again.spool.get(marked)?.state).toBe('waiting');
    expect(again.spool.get(all[0] as string)?.state).toBe('refused');
    for (const entry of again.spool.entries()) expect(await contentOf(again.spool, entry)).toBe(entry.sha256);
    await again.spool.close();
  });
});

test('what was said of an object is kept when the file goes in which it was said', async () => {
  let now = START;
  const folder = newFolder();
  const options = { folder, ...TIGHT, retentionMs: HOUR_MS, clock: () => new Date(now) };
  const { spool } = await opened(options);
  const first: string[] = [];
  // The first file is full of what the region has not got: it stays.
  while (segmentsIn(folder).length < 2) first.push((await taken(spool, bytesOf(first.length, SMALL))).sha256);
  const kept = first[0] as string;
  await spool.mark(kept, { ...told(now, 'refused'), code: 'dicom-structure' });
  for (let number = 100; number < 120; number += 1)
    await spool.mark((await taken(spool, bytesOf(number, SMALL))).sha256, told(now));
  const before = segmentsIn(folder);
  now += HOUR_MS;
  await spool.clean();
  expect(segmentsIn(folder)).toContain(before[0]);
  expect(segmentsIn(folder)).not.toContain(before[1]);
  await spool.close();
  const again = await opened(options);
  expect(again.spool.get(kept)).toMatchObject({ state: 'refused', marks: [{ code: 'dicom-structure' }] });
  await again.spool.close();
});

describe('room', () => {
  test('that went to another object meanwhile refuses a small one at its end', async () => {
    const { spool } = await opened({ folder: newFolder(), ...TIGHT, quotaBytes: 1200 });
    const two = await Promise.all([spool.begin(), spool.begin()]);
    const about = { acceptedAt: at(START), by: 'dicom', address: '::1', lane: 'routine' } as const;
    for (const [index, incoming] of two.entries()) await incoming.write(bytesOf(index, 900));
    await two[0]?.commit(about);
    await expect(two[1]?.commit(about)).rejects.toMatchObject({ code: 'no-room' });
    expect(spool.counts.objects).toBe(1);
    await spool.close();
  });

  test('below the watermark the spool takes, above it refuses before the first byte; a repeat too', async () => {
    let share = 0.84;
    const files = { ...nodeFiles, usedShare: async () => share };
    const folder = newFolder();
    const { spool } = await opened({ folder, files, ...TIGHT });
    await taken(spool, bytesOf(1, SMALL));
    share = 0.85;
    await spool.clean();
    await expect(spool.begin()).rejects.toMatchObject({ code: 'no-room' });
    share = 0.5;
    await spool.clean();
    await spool.begin();
    await spool.close();
  });

  test('that ends while a large object comes in refuses it at its end, and nothing of it is left', async () => {
    const folder = newFolder();
    const { spool } = await opened({ folder, ...TIGHT, quotaBytes: 20_000 });
    const two = await Promise.all([spool.begin(), spool.begin()]);
    for (const [index, incoming] of two.entries())
      for (let piece = 0; piece < 10; piece += 1) await incoming.write(bytesOf(10 * index + piece, 1000));
    const results = await Promise.allSettled(
      two.map((incoming) => incoming.commit({ acceptedAt: at(START), by: 'dicom', address: '::1', lane: 'routine' })),
    );
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'no-room' });
    const kept = results.filter(({ status }) => status === 'fulfilled').length;
    expect(kept).toBeLessThan(2);
    expect(spool.counts.objects).toBe(kept);
    expect(filesBelow(join(folder, 'objects'))).toHaveLength(kept);
    expect(spool.counts.bytes).toBeLessThan(17_000);
    await spool.close();
  });

  test('is made from what the region has byte for byte, that which it has had longest first', async () => {
    let now = START;
    const { spool } = await opened({ folder: newFolder(), ...TIGHT, quotaBytes: 50_000, clock: () => new Date(now) });
    const all: string[] = [];
    for (let number = 0; number < 12; number += 1) {
      const { sha256 } = await taken(spool, bytesOf(number, LARGE));
      all.push(sha256);
      now += 1000;
      // The last one to come is the first that the region has; of two it has only a working copy.
      await spool.mark(sha256, told(START + HOUR_MS - number, number < 2 ? 'drained' : 'original-drained'));
    }
    expect(spool.counts.objects).toBe(12);
    for (let number = 12; number < 17; number += 1) {
      await spool.clean();
      await taken(spool, bytesOf(number, LARGE));
    }
    const there = namesOf(spool);
    expect(there).toEqual(expect.arrayContaining(all.slice(0, 2)));
    expect(there).not.toContain(all[11]);
    expect(spool.counts.bytes).toBeLessThan(50_000);
    await spool.close();
  });

  test('during days without a line stays within the quota, and all that was taken is there when the line is back', async () => {
    let now = START;
    const folder = newFolder();
    const options = { folder, ...TIGHT, quotaBytes: 60_000, retentionMs: HOUR_MS, clock: () => new Date(now) };
    const { spool } = await opened(options);
    const acknowledged: string[] = [];
    let refused = 0;
    for (let hour = 0; hour < 72; hour += 1) {
      now += HOUR_MS;
      await spool.clean();
      const bytes = bytesOf(hour, hour % 2 ? LARGE : SMALL);
      const result = await taken(spool, bytes, { acceptedAt: at(now) }).catch((cause: unknown) => cause);
      if (result instanceof Error) {
        expect(result).toMatchObject({ code: 'no-room' });
        refused += 1;
      } else acknowledged.push(sha256Of(bytes));
      expect(filesBelow(folder).length).toBeLessThan(60);
      expect(spool.counts.bytes).toBeLessThan(60_000);
    }
    expect(refused).toBeGreaterThan(0);
    expect([...spool.waiting()].map(({ sha256 }) => sha256)).toEqual(acknowledged);
    for (const sha256 of acknowledged) await spool.mark(sha256, told(now));
    now += HOUR_MS;
    await spool.clean();
    expect(spool.counts).toMatchObject({ objects: 0 });
    expect(await taken(spool, bytesOf(1000, LARGE))).toMatchObject({ repeat: false });
    await spool.close();
  });
});
