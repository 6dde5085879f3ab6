import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { OkaError } from '../../schemas/errors.ts';
import { randomOf } from '../../test/random.ts';
import { makeEdgeKey } from '../files/key.ts';
import { MemoryDisk, PowerCut } from '../files/testing/memory-disk.ts';
import { type Facts, type FactsEvent, openFacts } from './facts.ts';

const KEY = makeEdgeKey(Buffer.alloc(32, 3));

const open = (disk: MemoryDisk, events: FactsEvent[] = []): Promise<Facts<number>> =>
  openFacts({
    folder: '/facts',
    schema: z.number(),
    files: disk.files,
    key: KEY,
    segmentBytes: 1500,
    onEvent: (event) => events.push(event),
  });

/** What a key may hold after a cut: what was acknowledged last, or what was on its way. */
type Truth = { held: number | undefined; coming: (number | undefined)[] };

async function work(disk: MemoryDisk, round: number, truths: Map<string, Truth>): Promise<void> {
  const facts = await open(disk);
  const change = async (key: string, value: number | undefined): Promise<void> => {
    const truth = truths.get(key) ?? { held: undefined, coming: [] };
    truths.set(key, truth);
    truth.coming.push(value);
    await (value === undefined ? facts.remove(key) : facts.put(key, value));
    truth.held = value;
    truth.coming = truth.coming.filter((one) => one !== value);
  };
  await change('still', round);
  for (let turn = 0; turn < 12; turn += 1) {
    const value = 100 * round + turn;
    await Promise.all(['a', 'b', 'c', 'd'].map((key) => change(key, value)));
    await change('e', turn % 3 === 2 ? undefined : value);
  }
  await facts.close();
}

async function stepsOfWork(): Promise<number> {
  const disk = new MemoryDisk();
  await work(disk, 0, new Map());
  return disk.steps;
}

describe('a power cut', () => {
  test('at any step leaves each key with what was acknowledged last, or with what was on its way', async () => {
    const steps = await stepsOfWork();
    expect(steps).toBeGreaterThan(50);
    for (let cut = 1; cut <= steps; cut += 1) {
      const disk = new MemoryDisk();
      const chance = randomOf(cut);
      const truths = new Map<string, Truth>();
      for (let round = 0; round < 3; round += 1) {
        disk.cutAt = Math.max(1, (cut + round * 11) % (steps + 1));
        await work(disk, round, truths).catch((cause: unknown) => {
          const isCut = cause instanceof PowerCut || (cause instanceof OkaError && cause.code === 'not-durable');
          if (!isCut) throw cause;
        });
        disk.powerBack(chance);
        const events: FactsEvent[] = [];
        const facts = await open(disk, events);
        expect(events.filter(({ what }) => what !== 'torn')).toEqual([]);
        for (const [key, truth] of truths) {
          expect({ cut, key, among: [truth.held, ...truth.coming].includes(facts.get(key)) }).toEqual({
            cut,
            key,
            among: true,
          });
          [truth.held, truth.coming] = [facts.get(key), []];
        }
        await facts.close();
      }
    }
  });
});
