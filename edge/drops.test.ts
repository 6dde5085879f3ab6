import { chownSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { askDrop, type Dropped, listDropped, takeDrops } from './drops.ts';
import { openJournal } from './journal/journal.ts';
import { keepRefused, listRefused } from './refused.ts';
import { openSpool, type Spool } from './spool/spool.ts';

const AT = '2026-01-31T05:00:00.000Z';
const WHY = 'sent again by the modality';
let data: string;
let spool: Spool;
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'oka-drops-'));
  spool = await openSpool({ folder: join(data, 'spool'), watermark: 1 });
});
afterEach(async () => {
  await spool.close();
  rmSync(data, { recursive: true, force: true });
});

async function object(text: string): Promise<string> {
  const incoming = await spool.begin();
  await incoming.write(Buffer.from(text));
  const { sha256 } = await incoming.commit({ acceptedAt: AT, by: 'dicom', address: '', lane: 'routine' });
  return sha256;
}
const refused = (): string => join(data, 'refused');
async function take() {
  const heard = { dropped: [] as Dropped[], nothing: [] as string[] };
  await takeDrops({
    ...{ data, spool, refused: refused(), clock: () => new Date('2026-02-02T08:00:00Z') },
    onDropped: (dropped) => heard.dropped.push(dropped),
    onNothing: (sha256) => heard.nothing.push(sha256),
  });
  return heard;
}

const asRoot = process.getuid?.() === 0 ? test : test.skip;

describe('what an engineer drops', () => {
  test('is given up, with reason and code on the list for ever', async () => {
    const sha256 = await object('refused');
    await spool.mark(sha256, { at: AT, what: 'refused', code: 'over-size' });
    await askDrop(data, { sha256, why: WHY, askedAt: AT });
    const note = { sha256, why: WHY, askedAt: AT, what: 'object', state: 'refused', code: 'over-size', acceptedAt: AT };
    expect((await take()).dropped).toEqual([{ ...note, droppedAt: '2026-02-02T08:00:00.000Z' }]);
    expect(spool.get(sha256)).toBeUndefined();
    expect(await take()).toEqual({ dropped: [], nothing: [] });
    await spool.close();
    spool = await openSpool({ folder: join(data, 'spool'), watermark: 1 });
    expect(spool.counts.objects).toBe(0);
    expect(await listDropped(data)).toMatchObject([note]);
  });

  test('can be nothing that waits, or that the region has', async () => {
    const [waiting, drained] = [await object('waits'), await object('there')];
    await spool.mark(drained, { at: AT, what: 'drained' });
    for (const sha256 of [waiting, drained, 'e'.repeat(64)]) await askDrop(data, { sha256, why: WHY, askedAt: AT });
    expect((await take()).nothing.sort()).toEqual([waiting, drained, 'e'.repeat(64)].sort());
    expect(spool.counts.objects).toBe(2);
    expect(await spool.drop(waiting)).toBe(false);
    expect(await listDropped(data)).toEqual([]);
  });

  test('may be a message that the region refused', async () => {
    const journal = await openJournal({ folder: join(data, 'journal') });
    await journal.append(Buffer.from('MSH|^~\\&|HIS|N\r'), { acceptedAt: AT, by: 'mllp', address: '' });
    const [entry] = journal.waiting();
    if (entry === undefined) throw new Error('nothing waits');
    await keepRefused(refused(), journal, entry, 'malformed-request', AT);
    await askDrop(data, { sha256: entry.sha256, why: WHY, askedAt: AT });
    expect((await take()).dropped).toMatchObject([{ what: 'message', code: 'malformed-request', acceptedAt: AT }]);
    expect(await listRefused(refused())).toEqual([]);
    expect(readdirSync(refused())).toEqual([]);
    await journal.close();
  });

  asRoot('by an engineer who works as root can be read by the user of the edge', async () => {
    chownSync(data, 4711, 4712);
    const sha256 = 'e'.repeat(64);
    await askDrop(data, { sha256, why: WHY, askedAt: AT });
    for (const left of [join(data, 'drops'), join(data, 'drops', `${sha256}.json`)])
      expect(statSync(left)).toMatchObject({ uid: 4711, gid: 4712 });
  });

  test('needs a reason', async () => {
    await expect(askDrop(data, { sha256: 'e'.repeat(64), why: ' ', askedAt: AT })).rejects.toThrow();
  });
});
