import { afterEach, expect, jest, test } from '@jest/globals';
import { makeRoom } from './room.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

test('the disk is asked each second, also after somebody has set the clock back', async () => {
  let share = 0.9;
  const room = await makeRoom({ usedShare: async () => share });
  expect(room.isShort(0)).toBe(true);
  share = 0.5;
  const [wall, steady] = [Date.now(), performance.now()];
  jest.spyOn(Date, 'now').mockReturnValue(wall - 7 * 3_600_000);
  jest.spyOn(performance, 'now').mockReturnValue(steady + 2000);
  room.isShort(0);
  await new Promise((resolve) => setImmediate(resolve));
  expect(room.isShort(0)).toBe(false);
});
