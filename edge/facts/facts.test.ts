import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { nodeFiles } from '../files/files.ts';
import { makeEdgeKey } from '../files/key.ts';
import { type Facts, type FactsEvent, type FactsOptions, openFacts } from './facts.ts';

const root = mkdtempSync(join(tmpdir(), 'oka-facts-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let serial = 0;
function newFolder(): string {
  serial += 1;
  return join(root, String(serial));
}

const Fact = z.object({ count: z.number(), text: z.string().optional() });
type Fact = z.infer<typeof Fact>;
const KEY = makeEdgeKey(Buffer.alloc(32, 3));

async function opened(options: Partial<FactsOptions<Fact>> & { folder: string }) {
  const events: FactsEvent[] = [];
  const facts = await openFacts({ schema: Fact, key: KEY, onEvent: (event) => events.push(event), ...options });
  return { facts, events };
}

const contentOf = <F>(facts: Facts<F>): Record<string, F> => Object.fromEntries(facts.entries());
const segmentsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.journal'))
    .sort()
    .map((name) => join(folder, name));
const bytesIn = (folder: string): number =>
  segmentsIn(folder).reduce((sum, path) => sum + readFileSync(path).length, 0);

describe.each([
  ['sealed', {}],
  ['in the open', { key: undefined }],
])('facts %s', (_, how) => {
  test('are there again after a new start, as they were last put', async () => {
    const folder = newFolder();
    const { facts } = await opened({ folder, ...how });
    await facts.put('a', { count: 1 });
    await Promise.all([facts.put('a', { count: 2 }), facts.put('b', { count: 1 }), facts.put('a', { count: 3 })]);
    await facts.put('c', { count: 9 });
    await facts.remove('c');
    await facts.remove('never there');
    expect(contentOf(facts)).toEqual({ a: { count: 3 }, b: { count: 1 } });
    expect(facts.size).toBe(2);
    await facts.close();
    const again = await opened({ folder, ...how });
    expect(again.events).toEqual([]);
    expect(contentOf(again.facts)).toEqual({ a: { count: 3 }, b: { count: 1 } });
    expect(again.facts.get('c')).toBeUndefined();
    await again.facts.close();
  });

  test('do not fill the disk with what is superseded', async () => {
    const folder = newFolder();
    const { facts } = await opened({ folder, ...how, segmentBytes: 2000 });
    const text = 'A'.repeat(300);
    await facts.put('old', { count: 1, text });
    await facts.put('gone', { count: 1 });
    await facts.remove('gone');
    for (let count = 0; count < 300; count += 1) {
      await Promise.all([facts.put(`key ${count % 3}`, { count, text }), facts.put('other', { count })]);
      if (count % 7 === 0) await facts.remove('other');
    }
    await facts.close();
    expect(bytesIn(folder)).toBeLessThan(12_000);
    const again = await opened({ folder, ...how, segmentBytes: 2000 });
    expect(contentOf(again.facts)).toEqual({
      old: { count: 1, text },
      'key 0': { count: 297, text },
      'key 1': { count: 298, text },
      'key 2': { count: 299, text },
      other: { count: 299 },
    });
    await again.facts.close();
  });

  test('are not put back by what is written anew while they change', async () => {
    const folder = newFolder();
    const { facts } = await opened({ folder, ...how, segmentBytes: 1000 });
    const text = 'A'.repeat(200);
    for (let count = 0; count < 60; count += 1) {
      for (let fill = 0; fill < count % 9; fill += 1) await facts.put('other', { count: fill, text });
      await Promise.all([facts.put('other', { count, text }), facts.put('it', { count })]);
      // What is written anew in the background is on the disk by then.
      await facts.put('after', { count });
      const copy = newFolder();
      cpSync(folder, copy, { recursive: true });
      const again = await opened({ folder: copy, ...how, segmentBytes: 1000 });
      expect(again.facts.get('it')).toEqual({ count });
      await again.facts.close();
    }
    await facts.close();
  });

  test('lose a torn tail alone, and say so', async () => {
    const folder = newFolder();
    const { facts } = await opened({ folder, ...how });
    await facts.put('a', { count: 1 });
    await facts.put('a', { count: 2 });
    await facts.close();
    const [segment = ''] = segmentsIn(folder);
    truncateSync(segment, readFileSync(segment).length - 3);
    const again = await opened({ folder, ...how });
    expect(contentOf(again.facts)).toEqual({ a: { count: 1 } });
    expect(again.events).toMatchObject([{ what: 'torn' }]);
    await again.facts.close();
  });

  test('around a spoilt place are read, and the place is named', async () => {
    const folder = newFolder();
    const { facts } = await opened({ folder, ...how });
    for (const key of ['a', 'b', 'c']) await facts.put(key, { count: 1 });
    await facts.close();
    const [segment = ''] = segmentsIn(folder);
    const bytes = readFileSync(segment);
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(segment, bytes);
    const again = await opened({ folder, ...how });
    expect(contentOf(again.facts)).toEqual({ a: { count: 1 }, c: { count: 1 } });
    expect(again.events).toMatchObject([{ what: 'damaged', code: 'journal-damaged' }]);
    await again.facts.close();
  });

  test('that this version cannot read are said and kept, and are there for the version that can', async () => {
    const folder = newFolder();
    const { facts } = await opened({ folder, ...how });
    await facts.put('a', { count: 1 });
    await facts.put('b', { count: 2 });
    await facts.close();
    const Newer = z.object({ count: z.string() });
    const events: FactsEvent[] = [];
    const newer = await openFacts({
      folder,
      schema: Newer,
      segmentBytes: 500,
      key: KEY,
      onEvent: (event) => events.push(event),
      ...how,
    });
    expect(events).toEqual([{ what: 'unreadable', code: 'fact-unreadable', count: 2 }]);
    expect(contentOf(newer)).toEqual({});
    await newer.put('b', { count: 'two' });
    for (let count = 0; count < 100; count += 1) await newer.put('c', { count: `${count}` });
    await newer.close();
    const again = await opened({ folder, ...how });
    expect(again.facts.get('a')).toEqual({ count: 1 });
    // What was put later stands, though this version cannot read it; the older value may not pass for it.
    expect(again.facts.get('b')).toBeUndefined();
    await again.facts.remove('a');
    await again.facts.close();
    const last = await opened({ folder, ...how });
    expect(last.facts.get('a')).toBeUndefined();
    await last.facts.close();
  });
});

test('what does not pass its schema is not taken: it could not be read again', async () => {
  const { facts } = await opened({ folder: newFolder() });
  await expect(facts.put('a', { count: Number.NaN })).rejects.toThrow('does not pass its schema');
  expect(facts.size).toBe(0);
  await facts.close();
});

test('nothing of a sealed fact can be read on the disk', async () => {
  const folder = newFolder();
  const { facts } = await opened({ folder });
  await facts.put('patient 4711', { count: 1, text: 'IVANOV' });
  await facts.close();
  const [segment = ''] = segmentsIn(folder);
  for (const word of ['4711', 'IVANOV', 'count']) expect(readFileSync(segment).includes(word)).toBe(false);
  for (const key of [undefined, makeEdgeKey(Buffer.alloc(32, 4))])
    await expect(opened({ folder, key })).rejects.toMatchObject({ code: 'wrong-key' });
});

test('facts written in the open are read when there is a key, and are sealed as they change', async () => {
  const folder = newFolder();
  const before = await opened({ folder, key: undefined });
  await before.facts.put('a', { count: 1 });
  await before.facts.close();
  const { facts } = await opened({ folder });
  expect(facts.get('a')).toEqual({ count: 1 });
  await facts.put('a', { count: 2 });
  await facts.close();
  const again = await opened({ folder });
  expect(again.facts.get('a')).toEqual({ count: 2 });
  await again.facts.close();
});

test('a disk that does not confirm leaves the old value, and a later put goes through', async () => {
  let failing = false;
  const cause = Object.assign(new Error('EIO'), { code: 'EIO' });
  const files = {
    ...nodeFiles,
    async create(path: string) {
      const file = await nodeFiles.create(path);
      return { ...file, sync: () => (failing ? Promise.reject(cause) : file.sync()) };
    },
  };
  const folder = newFolder();
  const { facts } = await opened({ folder, files });
  await facts.put('a', { count: 1 });
  failing = true;
  await expect(facts.put('a', { count: 2 })).rejects.toMatchObject({ code: 'not-durable', detail: 'EIO' });
  expect(facts.get('a')).toEqual({ count: 1 });
  failing = false;
  await facts.put('a', { count: 3 });
  await facts.close();
  const again = await opened({ folder });
  expect(again.facts.get('a')).toEqual({ count: 3 });
  await again.facts.close();
});
