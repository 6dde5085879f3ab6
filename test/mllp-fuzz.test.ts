import { expect, test } from '@jest/globals';
import { fuzzListener } from './mllp-fuzz/run.ts';

test('every damaged stream is answered or refused and its connection ends', async () => {
  const result = await fuzzListener({ streams: 400, seed: 20_260_131, atOnce: 32 });
  expect({ hanging: result.hanging, wrong: result.wrong }).toEqual({ hanging: [], wrong: [] });
  expect(Object.values(result.ends).reduce((sum, count) => sum + count, 0)).toBe(400);
  for (const end of ['ended', 'idle', 'stalled', 'too-large', 'junk', 'foreign'])
    expect(result.ends[end]).toBeGreaterThan(0);
}, 60_000);
