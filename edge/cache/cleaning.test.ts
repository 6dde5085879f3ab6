import { afterEach, expect, jest, test } from '@jest/globals';
import type { EdgeFiles } from '../files/files.ts';
import { nodeFiles } from '../files/files.ts';
import { toldResult } from './testing/region.ts';
import { at, cacheStage, HOUR } from './testing/stage.ts';

const it = cacheStage();
afterEach(() => {
  jest.restoreAllMocks();
});

/** The real disk, until it takes no more. */
function disk() {
  const state = { isFull: false };
  const full: EdgeFiles = {
    ...nodeFiles,
    async create(path) {
      const file = await nodeFiles.create(path);
      return {
        ...file,
        async write(bytes, position) {
          if (state.isFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
          await file.write(bytes, position);
        },
      };
    },
  };
  return Object.assign(state, { files: full });
}

test('what could not be removed from the cache in time is told to the engineer, not swallowed', async () => {
  const timers = jest.spyOn(globalThis, 'setInterval');
  const events: { readonly what: string; readonly fault?: unknown }[] = [];
  const own = disk();
  it.region.told = [toldResult(1, at(-HOUR))];
  const cache = await it.start({ files: own.files, onEvent: (event) => events.push(event) });
  await cache.pull();
  it.pass(80 * HOUR);
  own.isFull = true;
  const [cleaning] = timers.mock.calls.filter(([, ms]) => ms === 10 * 60_000).map(([work]) => work);
  (cleaning as () => void)();
  for (let turns = 0; turns < 200 && !events.some(({ what }) => what === 'clean-failed'); turns += 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
  expect(events).toContainEqual({ what: 'clean-failed', fault: expect.objectContaining({ code: 'not-durable' }) });
  own.isFull = false;
});
