import { afterEach, describe, expect, test } from '@jest/globals';
import { ERRORS } from '../../schemas/errors.ts';
import { startSeer } from '../fuzz/dicom-process.ts';
import { HOSTILE, HUGE } from './dicom.ts';

const LIMIT_MS = 2000;
const LIMIT_MB = 512;
/** The machine of a test may be busy: a file that needs twice the time hangs no process, and is told apart below. */
const PATIENCE_MS = 20_000;

let seer = startSeer(PATIENCE_MS);
afterEach(() => {
  // A process for each file, so that its memory is told by itself.
  seer.end();
  seer = startSeer(PATIENCE_MS);
});

describe('a file made to break its reader is refused with a code, in 2 s and 512 MB', () => {
  test.each(Object.entries(HOSTILE))('%s', async (_, make) => {
    const answer = await seer.see(make());
    expect(answer.fault).toBeUndefined();
    expect(Object.keys(ERRORS)).toContain(answer.outcome);
    expect(answer.ms).toBeLessThan(LIMIT_MS);
    expect(answer.maxMb).toBeLessThan(LIMIT_MB);
  });

  test.each(Object.entries(HUGE))('%s', async (_, make) => {
    const answer = await seer.see(make());
    expect(answer).toMatchObject({ outcome: 'seen' });
    expect(answer.ms).toBeLessThan(LIMIT_MS);
    expect(answer.maxMb).toBeLessThan(LIMIT_MB);
  });
});
