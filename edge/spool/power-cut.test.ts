import { afterAll, describe, expect, test } from '@jest/globals';
import { OkaError } from '../../schemas/errors.ts';
import { randomOf } from '../../test/random.ts';
import { MemoryDisk, PowerCut } from '../files/testing/memory-disk.ts';
import { openSpool, type Spool, type SpoolEvent } from './spool.ts';
import { AT, bytesOf, contentOf, KEY, removeSpools, sha256Of, taken } from './testing/spools.ts';

afterAll(removeSpools);

const [SMALL, LARGE] = [400, 2500];
const DAY_LATER = () => new Date('2026-02-02T05:00:00.000Z');

const open = (disk: MemoryDisk, events: SpoolEvent[] = []): Promise<Spool> =>
  openSpool({
    folder: '/spool',
    files: disk.files,
    key: KEY,
    segmentBytes: 4000,
    inlineBytes: 1000,
    retentionMs: 1000,
    clock: DAY_LATER,
    onEvent: (event) => events.push(event),
  });

/** What senders and the region were told. */
type Told = { readonly acknowledged: Set<string>; readonly drained: Set<string> };

/** Takes objects, one and several at once, some twice; makes copies, marks, gives up. */
async function work(disk: MemoryDisk, round: number, { acknowledged, drained }: Told): Promise<void> {
  const spool = await open(disk);
  const take = async (number: number, length: number): Promise<void> => {
    const { sha256 } = await taken(spool, bytesOf(100 * round + number, length), {}, 600);
    acknowledged.add(sha256);
  };
  await take(0, SMALL);
  await take(1, LARGE);
  await Promise.all([take(2, SMALL), take(3, SMALL), take(4, LARGE), take(2, SMALL)]);
  const left = await spool.begin();
  await left.write(bytesOf(99, LARGE));
  for (const { sha256 } of [...spool.waiting()].slice(0, 4)) {
    const copy = await spool.beginDerived(sha256);
    await copy.write(bytesOf(7, SMALL));
    await copy.commit({ preview: 10, pixelHash: 'p' });
    await spool.mark(sha256, { at: AT, what: 'prefix-sent' });
    // The region has it from here on, whether or not the mark becomes durable.
    drained.add(sha256);
    await spool.mark(sha256, { at: AT, what: 'drained' });
  }
  await left.abort();
  await spool.clean();
  await Promise.all([take(5, SMALL), spool.clean(), take(6, LARGE)]);
}

const isPowerCut = (cause: unknown): boolean =>
  cause instanceof PowerCut || (cause instanceof OkaError && cause.code === 'not-durable');

async function stepsOfWork(): Promise<number> {
  const disk = new MemoryDisk();
  await work(disk, 0, { acknowledged: new Set(), drained: new Set() });
  return disk.steps;
}

/** After the cut: what was acknowledged and not delivered is there, whole, once; and nothing is called damaged. */
async function check(disk: MemoryDisk, { acknowledged, drained }: Told, cut: string): Promise<void> {
  const events: SpoolEvent[] = [];
  const spool = await open(disk, events);
  const waiting = [...spool.waiting()];
  const names = waiting.map(({ sha256 }) => sha256);
  expect({ cut, twice: names.length - new Set(names).size }).toEqual({ cut, twice: 0 });
  const lost = [...acknowledged].filter((sha256) => !names.includes(sha256) && !drained.has(sha256));
  expect({ cut, lost }).toEqual({ cut, lost: [] });
  for (const entry of spool.entries()) expect(await contentOf(spool, entry)).toBe(entry.sha256);
  const faults = events.filter(({ what }) => what === 'object-damaged' || what === 'damaged');
  expect({ cut, faults }).toEqual({ cut, faults: [] });
  await spool.close();
}

describe('a power cut', () => {
  test('at any step loses nothing that was acknowledged and keeps nothing that was not', async () => {
    const steps = await stepsOfWork();
    expect(steps).toBeGreaterThan(60);
    for (let cut = 1; cut <= steps; cut += 1) {
      const disk = new MemoryDisk();
      const chance = randomOf(cut);
      const told: Told = { acknowledged: new Set(), drained: new Set() };
      for (let round = 0; round < 2; round += 1) {
        disk.cutAt = Math.max(1, (cut + round * 17) % (steps + 1));
        await work(disk, round, told).catch((cause: unknown) => {
          if (!isPowerCut(cause)) throw cause;
        });
        disk.powerBack(chance);
        await check(disk, told, `${cut}/${round}`);
      }
      const spool = await open(disk);
      const owned = [...spool.entries()].filter(({ bytes }) => bytes === LARGE).length;
      expect(disk.paths().filter((path) => path.startsWith('/spool/objects/'))).toHaveLength(owned);
      await spool.close();
    }
  }, 60_000);
});

test('what is taken again after a cut is a repeat only if it is there', async () => {
  const disk = new MemoryDisk();
  disk.cutAt = 20;
  const told: Told = { acknowledged: new Set(), drained: new Set() };
  await work(disk, 0, told).catch(() => undefined);
  disk.powerBack(() => 0.3);
  const spool = await open(disk);
  for (const number of [0, 1, 2, 3, 4]) {
    const bytes = bytesOf(number, number === 1 || number === 4 ? LARGE : SMALL);
    const before = spool.get(sha256Of(bytes)) !== undefined;
    expect(await taken(spool, bytes)).toMatchObject({ repeat: before });
  }
  await spool.close();
});
