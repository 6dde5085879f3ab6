import { afterAll, expect, test } from '@jest/globals';
import { randomFrom } from '../random.ts';
import { mutatedImage } from './dicom-mutate.ts';
import { startSeer } from './dicom-process.ts';
import { imageSeeds } from './dicom-seeds.ts';

const COUNT = 600;
const seer = startSeer(20_000);
afterAll(() => seer.end());

test('mutated images of every transfer syntax are seen at their stated size or refused with a code', async () => {
  const seeds = imageSeeds(false);
  const outcomes = new Map<string, number>();
  for (let number = 0; number < COUNT; number += 1) {
    const answer = await seer.see(mutatedImage(seeds, randomFrom(77_000_000 + number)));
    expect(`${number}: ${answer.fault}`).toBe(`${number}: undefined`);
    expect(answer.maxMb).toBeLessThan(512);
    outcomes.set(answer.outcome ?? '', (outcomes.get(answer.outcome ?? '') ?? 0) + 1);
  }
  // Neither all refused nor none: the mutants reach the codecs.
  expect(outcomes.get('seen')).toBeGreaterThan(COUNT / 20);
  expect(outcomes.get('dicom-pixels')).toBeGreaterThan(COUNT / 20);
}, 120_000);
