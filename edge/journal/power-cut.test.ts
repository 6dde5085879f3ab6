import { describe, expect, test } from '@jest/globals';
import { randomOf } from '../../test/random.ts';
import { makeEdgeKey } from '../files/key.ts';
import { MemoryDisk, PowerCut } from '../files/testing/memory-disk.ts';
import { type Journal, openJournal } from './journal.ts';

const FOLDER = '/journal';
const AT = '2026-01-31T05:00:00.000Z';
const ORIGIN = { acceptedAt: AT, by: 'mllp', address: '127.0.0.1' };
const KEY = makeEdgeKey(Buffer.alloc(32, 5));
const DAY_LATER = () => new Date('2026-02-02T05:00:00.000Z');

const open = (disk: MemoryDisk): Promise<Journal> =>
  openJournal({ folder: FOLDER, files: disk.files, key: KEY, segmentBytes: 2000, clock: DAY_LATER });

/** Takes messages, delivers some, cleans up; gives what was acknowledged and what was marked as delivered. */
async function work(disk: MemoryDisk, round: number, acknowledged: Set<string>, drained: Set<string>): Promise<void> {
  const journal = await open(disk);
  for (let batch = 0; batch < 6; batch += 1) {
    const messages = Array.from({ length: 4 }, (_, index) =>
      Buffer.from(`MSH|${round}|${batch}|${index}|${'A'.repeat(100)}`),
    );
    await Promise.all(
      messages.map(async (message) => {
        const { sha256 } = await journal.append(message, ORIGIN);
        acknowledged.add(sha256);
      }),
    );
    const [first] = journal.waiting();
    if (first) {
      // The region has it from here on, whether or not the mark becomes durable.
      drained.add(first.sha256);
      await journal.end(first.sha256, { at: AT, end: 'drained' });
    }
    await journal.clean();
  }
}

/** How many steps a whole round takes, so that each can be cut. */
async function stepsOfWork(): Promise<number> {
  const disk = new MemoryDisk();
  await work(disk, 0, new Set(), new Set());
  return disk.steps;
}

describe('a power cut', () => {
  test('at any step loses nothing that was acknowledged, also not over several cuts', async () => {
    const steps = await stepsOfWork();
    expect(steps).toBeGreaterThan(30);
    for (let cut = 1; cut <= steps; cut += 1) {
      const disk = new MemoryDisk();
      const chance = randomOf(cut);
      const [acknowledged, drained] = [new Set<string>(), new Set<string>()];
      for (let round = 0; round < 3; round += 1) {
        disk.cutAt = Math.max(1, (cut + round * 7) % (steps + 1));
        await work(disk, round, acknowledged, drained).catch((cause: unknown) => {
          if (!(cause instanceof PowerCut) && (cause as { code?: string }).code !== 'not-durable') throw cause;
        });
        disk.powerBack(chance);
      }
      const journal = await open(disk);
      const there = new Set([...journal.waiting()].map(({ sha256 }) => sha256));
      const lost = [...acknowledged].filter((sha256) => !there.has(sha256) && !drained.has(sha256));
      expect({ cut, lost }).toEqual({ cut, lost: [] });
      for (const entry of journal.waiting()) expect((await journal.read(entry, 0, 4)).toString()).toBe('MSH|');
    }
  });
});
