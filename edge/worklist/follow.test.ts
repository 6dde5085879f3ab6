import { expect, test } from '@jest/globals';
import { OkaError } from '../../schemas/errors.ts';
import { MemoryDisk } from '../files/testing/memory-disk.ts';
import type { Entry } from '../journal/journal.ts';
import { followJournal } from './follow.ts';

/** A journal of so many messages, a second apart, whose bytes are their number. */
function journalOf(count: number) {
  const at = (place: number): string => new Date(Date.parse('2026-02-03T05:00:00Z') + place * 1000).toISOString();
  const entryOf = (place: number) =>
    ({ sha256: String(place), acceptedAt: at(place), bytes: 1, state: 'waiting' }) as Entry;
  const entries = Array.from({ length: count }, (_, place) => entryOf(place));
  const listeners: ((entry: Entry) => void)[] = [];
  return {
    kept: (from = '') => entries.filter(({ acceptedAt }) => acceptedAt >= from).values(),
    read: async ({ sha256 }: Entry) => Buffer.from(sha256),
    onTaken: (listener: (entry: Entry) => void) => void listeners.push(listener),
    add() {
      const entry = entryOf(entries.length);
      entries.push(entry);
      for (const listener of listeners) listener(entry);
    },
  };
}

async function following(
  journal: ReturnType<typeof journalOf>,
  disk: MemoryDisk,
  fails: (place: number) => unknown = () => undefined,
) {
  const taken: number[] = [];
  const faults: unknown[] = [];
  const follow = await followJournal({
    journal,
    folder: '/mark',
    files: disk.files,
    onFailed: (fault) => faults.push(fault),
    worklist: {
      async take(bytes) {
        const place = Number(Buffer.from(bytes).toString());
        const fault = fails(place);
        if (fault !== undefined) throw fault;
        taken.push(place);
      },
    },
  });
  await follow.caughtUp();
  return { follow, taken, faults };
}

test('every message is taken, those of before and those to come', async () => {
  const journal = journalOf(70);
  const { follow, taken } = await following(journal, new MemoryDisk());
  journal.add();
  await follow.caughtUp();
  expect(taken.sort((a, b) => a - b)).toEqual(Array.from({ length: 71 }, (_, place) => place));
  expect(follow.behind).toBe(0);
  await follow.stop();
});

test('after a restart it goes on from its mark, with some messages taken twice and none left out', async () => {
  const [journal, disk] = [journalOf(1000), new MemoryDisk()];
  await (await following(journal, disk)).follow.stop();
  journal.add();
  const { follow, taken } = await following(journal, disk);
  expect(taken).toContain(1000);
  expect(taken.length).toBeLessThan(400);
  await follow.stop();
});

test('a message that the disk did not let in holds up no other, and no mark passes it', async () => {
  const [journal, disk] = [journalOf(1000), new MemoryDisk()];
  const full = (place: number): unknown => (place === 3 ? new OkaError('not-durable') : undefined);
  const first = await following(journal, disk, full);
  journal.add();
  await first.follow.caughtUp();
  expect(first.faults).not.toEqual([]);
  expect(first.follow.behind).toBeGreaterThan(0);
  await first.follow.stop();
  const { follow, taken } = await following(journal, disk);
  expect(taken).toContain(3);
  await follow.stop();
});

test('a message that the journal cannot read is told and left', async () => {
  const broken = (place: number): unknown => (place === 3 ? new OkaError('journal-damaged') : undefined);
  const { follow, taken, faults } = await following(journalOf(5), new MemoryDisk(), broken);
  expect([taken.length, faults.length, follow.behind]).toEqual([4, 1, 0]);
  await follow.stop();
});
