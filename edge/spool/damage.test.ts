import { readdirSync, readFileSync, renameSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type EdgeFile, nodeFiles } from '../files/files.ts';
import { makeEdgeKey } from '../files/key.ts';
import {
  bytesOf,
  contentOf,
  DRAINED,
  filesBelow,
  KEY,
  newFolder,
  opened,
  removeSpools,
  taken,
} from './testing/spools.ts';

afterAll(removeSpools);

const [SMALL, LARGE] = [400, 500_000];
const TIGHT = { inlineBytes: 1000 };

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 0x55;
  writeFileSync(path, bytes);
}

/** A spool of two objects with files, closed; the file of the first and both names. */
async function ofTwo() {
  const folder = newFolder();
  const { spool } = await opened({ folder, ...TIGHT });
  const first = (await taken(spool, bytesOf(1, LARGE))).sha256;
  const [path = ''] = filesBelow(join(folder, 'objects'));
  const second = (await taken(spool, bytesOf(2, LARGE))).sha256;
  await spool.close();
  return { folder, path, first, second };
}

describe('an object whose file', () => {
  test.each([
    ['is missing', unlinkSync],
    ['is short', (path: string) => truncateSync(path, 1000)],
  ])('%s is told at the start; the others go on, and it is taken anew', async (_, spoil) => {
    const { folder, path, first, second } = await ofTwo();
    spoil(path);
    const { spool, events } = await opened({ folder, ...TIGHT });
    expect(events).toMatchObject([{ what: 'object-damaged', sha256: first }]);
    expect([...spool.waiting()].map(({ sha256 }) => sha256)).toEqual([second]);
    expect(spool.counts).toMatchObject({ objects: 2, waiting: 1, damaged: 1 });
    await expect(spool.read({ sha256: first }, 0, 10)).rejects.toMatchObject({ code: 'object-damaged' });
    expect(await taken(spool, bytesOf(1, LARGE))).toMatchObject({ repeat: false });
    expect([...spool.waiting()].map(({ sha256 }) => sha256)).toEqual([second, first]);
    await spool.close();
    const again = await opened({ folder, ...TIGHT });
    expect(again.events).toEqual([]);
    for (const entry of again.spool.waiting()) expect(await contentOf(again.spool, entry)).toBe(entry.sha256);
    expect(again.spool.counts).toMatchObject({ objects: 2, waiting: 2, damaged: 0 });
    await again.spool.close();
  });

  test('is spoilt in the middle is told when it is read, and no repeat is answered for it', async () => {
    const { folder, path, first } = await ofTwo();
    flip(path, 300_000);
    const { spool, events } = await opened({ folder, ...TIGHT });
    expect(events).toEqual([]);
    // What can be read is read; the spoilt chunk is not.
    expect((await spool.read({ sha256: first }, 0, 50_000)).equals(bytesOf(1, LARGE).subarray(0, 50_000))).toBe(true);
    expect(await taken(spool, bytesOf(1, LARGE))).toMatchObject({ repeat: false, sha256: first });
    expect(events).toMatchObject([{ what: 'object-damaged', sha256: first }]);
    expect(await contentOf(spool, { ...spool.get(first) } as never)).toBe(first);
    await spool.close();
  });

  test('was given the place of another is not taken for it', async () => {
    const { folder, path, first } = await ofTwo();
    const other = filesBelow(join(folder, 'objects')).find((one) => one !== path) as string;
    renameSync(other, path);
    const { spool, events } = await opened({ folder, ...TIGHT });
    await expect(spool.read({ sha256: first }, 0, 10)).rejects.toMatchObject({ code: 'object-damaged' });
    expect(events).toHaveLength(2);
    await spool.close();
  });

  test('was deleted after the region had it, before that was noted, is no damage', async () => {
    const { folder, path, first } = await ofTwo();
    const before = await opened({ folder, ...TIGHT });
    await before.spool.mark(first, DRAINED);
    await before.spool.close();
    unlinkSync(path);
    const { spool, events } = await opened({ folder, ...TIGHT });
    expect(events).toEqual([]);
    expect(spool.get(first)).toBeUndefined();
    await spool.close();
  });
});

describe('a spoilt place in the log', () => {
  test('costs the objects of that place, which are named, and no file is deleted for it', async () => {
    const folder = newFolder();
    const { spool } = await opened({ folder, ...TIGHT });
    const all: string[] = [];
    for (const number of [1, 2, 3])
      all.push((await taken(spool, bytesOf(number, number === 1 ? LARGE : SMALL))).sha256);
    await spool.close();
    const log = join(folder, 'log');
    const [segment = ''] = readdirSync(log).filter((name) => name.endsWith('.journal'));
    flip(join(log, segment), 20);
    const again = await opened({ folder, ...TIGHT });
    expect(again.events).toMatchObject([
      { what: 'damaged', segment, position: 0 },
      { what: 'leftovers', count: 1, keptAside: true },
    ]);
    expect([...again.spool.waiting()].map(({ sha256 }) => sha256)).toEqual(all.slice(1));
    expect(filesBelow(join(folder, 'damaged'))).toHaveLength(1);
    await again.spool.close();
  });
});

test('pieces of what was never acknowledged are removed at the start, and said', async () => {
  const { folder } = await ofTwo();
  writeFileSync(join(folder, 'objects', 'ab'.padEnd(2)), '', { flag: 'a' });
  unlinkSync(join(folder, 'objects', 'ab'));
  await nodeFiles.makeFolder(join(folder, 'objects', 'ab'));
  writeFileSync(join(folder, 'objects', 'ab', 'ab'.repeat(16)), 'half of an object');
  const { spool, events } = await opened({ folder, ...TIGHT });
  expect(events).toEqual([{ what: 'leftovers', count: 1, keptAside: false }]);
  expect(filesBelow(join(folder, 'objects'))).toHaveLength(2);
  await spool.close();
});

describe('a disk that fails', () => {
  const fault = (code: string) => Object.assign(new Error(code), { code });
  const files = (change: (file: EdgeFile, path: string) => Partial<EdgeFile>, more = {}) => ({
    ...nodeFiles,
    async create(path: string) {
      const file = await nodeFiles.create(path);
      return { ...file, ...change(file, path) };
    },
    ...more,
  });
  const inObjects = (path: string): boolean => path.includes('objects');

  test.each([
    [
      'to write an object',
      files((_, path) => (inObjects(path) ? { write: () => Promise.reject(fault('ENOSPC')) } : {})),
    ],
    ['to sync an object', files((_, path) => (inObjects(path) ? { sync: () => Promise.reject(fault('EIO')) } : {}))],
    [
      'to sync the folder of an object',
      files(() => ({}), {
        syncFolder: (folder: string) =>
          /objects.[0-9a-f]{2}$/.test(folder) ? Promise.reject(fault('EIO')) : nodeFiles.syncFolder(folder),
      }),
    ],
    [
      'to sync the log',
      files((file, path) => (inObjects(path) ? {} : { sync: failsFrom(2, file.sync, fault('EIO')) })),
    ],
    [
      'to make a file',
      files(() => ({}), {
        create: (path: string) => (inObjects(path) ? Promise.reject(fault('ENOSPC')) : nodeFiles.create(path)),
      }),
    ],
  ])('%s acknowledges nothing, keeps nothing of it and goes on when it can', async (_, failing) => {
    const folder = newFolder();
    const { spool } = await opened({ folder, files: failing, ...TIGHT });
    await expect(taken(spool, bytesOf(1, LARGE))).rejects.toMatchObject({ code: 'not-durable' });
    expect(spool.counts).toMatchObject({ objects: 0, waiting: 0 });
    expect(filesBelow(join(folder, 'objects'))).toEqual([]);
    await spool.close();
    const again = await opened({ folder, ...TIGHT });
    expect(await taken(again.spool, bytesOf(1, LARGE))).toMatchObject({ repeat: false });
    expect(again.spool.counts).toMatchObject({ objects: 1, damaged: 0 });
    await again.spool.close();
  });

  test('to note a mark tells so, and the object leaves the line all the same', async () => {
    let failing = false;
    const { spool } = await opened({
      folder: newFolder(),
      files: files((file) => ({
        write: (...args) => (failing ? Promise.reject(fault('ENOSPC')) : file.write(...args)),
      })),
    });
    const { sha256 } = await taken(spool, bytesOf(1, SMALL));
    failing = true;
    await expect(spool.mark(sha256, DRAINED)).rejects.toMatchObject({ code: 'not-durable' });
    expect([...spool.waiting()]).toEqual([]);
    await spool.close();
  });
});

/** Works so many times, then fails. */
function failsFrom(first: number, work: () => Promise<void>, cause: Error): () => Promise<void> {
  let calls = 0;
  return () => {
    calls += 1;
    return calls < first ? work() : Promise.reject(cause);
  };
}

describe('a wrong key', () => {
  test('is told at the start by a code, and nothing is changed', async () => {
    const { folder } = await ofTwo();
    const before = filesBelow(folder);
    for (const key of [makeEdgeKey(Buffer.alloc(32, 8)), undefined])
      await expect(opened({ folder, key, ...TIGHT })).rejects.toMatchObject({ code: 'wrong-key' });
    expect(filesBelow(folder)).toEqual(before);
    const { spool, events } = await opened({ folder, ...TIGHT });
    expect(events).toEqual([]);
    expect(spool.counts.objects).toBe(2);
    await spool.close();
  });

  test('is not one that has the old key beside the new: what is new is sealed under the new one', async () => {
    const { folder, first } = await ofTwo();
    const [old, fresh] = [Buffer.alloc(32, 7), Buffer.alloc(32, 9)];
    expect(makeEdgeKey(old).id).toBe(KEY.id);
    const { spool } = await opened({ folder, key: makeEdgeKey(fresh, [old]), ...TIGHT });
    expect(await contentOf(spool, spool.get(first) as never)).toBe(first);
    await taken(spool, bytesOf(3, SMALL));
    await spool.close();
    await expect(opened({ folder, key: makeEdgeKey(fresh), ...TIGHT })).rejects.toMatchObject({ code: 'wrong-key' });
    await expect(opened({ folder, key: makeEdgeKey(old), ...TIGHT })).rejects.toMatchObject({ code: 'wrong-key' });
  });
});
