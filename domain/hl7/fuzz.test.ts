import { describe, expect, test } from '@jest/globals';
import { corpusSeeds } from '../../test/fuzz/corpora.ts';
import { mutated } from '../../test/fuzz/mutate.ts';
import { SEEDS } from '../../test/fuzz/seeds.ts';
import { trial } from '../../test/fuzz/trial.ts';
import { giveWay } from '../../test/give-way.ts';
import { randomFrom } from '../../test/random.ts';

/** `npm run fuzz` runs a hundred thousand. */
const COUNT = 2000;

describe('mutated messages', () => {
  test('the messages to begin from are read, and all that Oka maps are mapped', () => {
    for (const [place, bytes] of SEEDS.entries())
      expect([place, new Set(trial(bytes, 0).read)]).toEqual([place, new Set(['read'])]);
  });

  test('each is answered or refused with a code, and none hangs', async () => {
    const seeds = [...SEEDS, ...corpusSeeds()];
    const outcomes = new Set<string>();
    for (let number = 0; number < COUNT; number += 1) {
      const { read, mapped } = trial(mutated(seeds, randomFrom(number)), number);
      for (const outcome of [...read, ...mapped]) outcomes.add(outcome);
    }
    await giveWay();
    // Both ends are met, or the mutations are too weak or too strong.
    for (const outcome of ['read', 'mapped', 'not-hl7', 'hl7-structure', 'no-identity', 'unknown-sender'])
      expect(outcomes).toContain(outcome);
  }, 120_000);
});
