import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeEdgeKey } from './files/key.ts';
import { type Journal, openJournal } from './journal/journal.ts';
import { keepRefused, listRefused, sendRefusedAgain } from './refused.ts';

const AT = '2026-01-31T05:00:00.000Z';
const MESSAGE = Buffer.from('MSH|^~\\&|HIS|N\rPID|1||77^^^N||Petrova^Anna\r');
const key = makeEdgeKey(new Uint8Array(32).fill(7));
let folder: string;
let journal: Journal;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oka-refused-'));
  journal = await openJournal({ folder: join(folder, 'journal'), key });
  await journal.append(MESSAGE, { acceptedAt: AT, by: 'mllp', address: '127.0.0.1' });
});
afterEach(async () => {
  await journal.close();
  rmSync(folder, { recursive: true, force: true });
});

const list = (): string => join(folder, 'refused');
async function refuse(): Promise<void> {
  const [entry] = journal.waiting();
  if (entry === undefined) throw new Error('nothing waits');
  await keepRefused(list(), journal, entry, 'malformed-request', AT, key);
  await journal.end(entry.sha256, { at: AT, end: 'refused', code: 'malformed-request' });
}

describe('what the region refused', () => {
  test('lies sealed on the disk and goes into the line again byte for byte', async () => {
    await refuse();
    for (const name of readdirSync(list())) expect(readFileSync(join(list(), name), 'latin1')).not.toContain('Petrova');
    expect(await listRefused(list())).toEqual([
      { sha256: expect.any(String), code: 'malformed-request', acceptedAt: AT, refusedAt: AT },
    ]);
    expect(await sendRefusedAgain(list(), journal, key)).toBe(1);
    const [entry] = journal.waiting();
    expect(entry && (await journal.read(entry, 0, entry.bytes)).equals(MESSAGE)).toBe(true);
    expect(readdirSync(list())).toEqual([]);
  });

  test('stays on the list where its key is not here', async () => {
    await refuse();
    await expect(sendRefusedAgain(list(), journal)).rejects.toMatchObject({ code: 'wrong-key' });
    await expect(sendRefusedAgain(list(), journal, makeEdgeKey(new Uint8Array(32)))).rejects.toMatchObject({
      code: 'wrong-key',
    });
    expect(await listRefused(list())).toHaveLength(1);
  });
});
