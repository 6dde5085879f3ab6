import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { makeEdgeKey } from '../files/key.ts';
import { message, newFolder, ORIGIN, opened, removeJournals, segmentsIn, texts, written } from './testing/journals.ts';

afterAll(removeJournals);

const KEY = makeEdgeKey(Buffer.alloc(32, 5));

describe('a sealed journal', () => {
  test('shows nothing of its messages on the disk', async () => {
    const folder = newFolder();
    const { journal } = await opened({ folder, key: KEY });
    const { sha256 } = await journal.append(message('IVANOV'), { ...ORIGIN, address: '10.9.8.7' });
    await journal.close();
    const [segment = ''] = segmentsIn(folder);
    for (const word of ['IVANOV', 'MSH', '10.9.8.7', Buffer.from(sha256, 'hex')])
      expect(readFileSync(segment).includes(word)).toBe(false);
  });

  test('reads what was written before there was a key, and the journal without one says that it needs it', async () => {
    const folder = await written(['1', '2']);
    const { journal, events } = await opened({ folder, key: KEY });
    expect(await texts(journal)).toEqual(['1', '2']);
    await journal.append(message('3'), ORIGIN);
    expect(await journal.append(message('1'), ORIGIN)).toMatchObject({ repeat: true });
    await journal.close();
    const again = await opened({ folder, key: KEY });
    expect(await texts(again.journal)).toEqual(['1', '2', '3']);
    expect([...events, ...again.events]).toEqual([]);
    await again.journal.close();
    for (const key of [undefined, makeEdgeKey(Buffer.alloc(32, 6))])
      await expect(opened({ folder, key })).rejects.toMatchObject({ code: 'wrong-key' });
    expect(segmentsIn(folder)).toHaveLength(2);
  });

  test('gives any range of a long message', async () => {
    const { journal } = await opened({ folder: newFolder(), key: KEY });
    const long = message('A'.repeat(200_000));
    await journal.append(long, ORIGIN);
    const [entry] = journal.waiting();
    if (entry === undefined) throw new Error('nothing waits');
    expect(entry.bytes).toBe(long.length);
    for (const [from, to] of [
      [0, 3],
      [65_530, 131_080],
      [199_000, 300_000],
    ] as const)
      expect((await journal.read(entry, from, to)).equals(long.subarray(from, to))).toBe(true);
    await journal.close();
  });

  test('tells a spoilt message by its code when it is read', async () => {
    const folder = newFolder();
    const { journal } = await opened({ folder, key: KEY });
    await journal.append(message('1'), ORIGIN);
    const [entry] = journal.waiting();
    const [path = ''] = segmentsIn(folder);
    const bytes = readFileSync(path);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(path, bytes);
    await expect(journal.read(entry as never, 0, 10)).rejects.toMatchObject({ code: 'journal-damaged' });
    await journal.close();
  });
});
