import { expect, test } from '@jest/globals';
import { intervalsOf } from './entropy.ts';
import type { Scan } from './segments.ts';

/** Two bytes of a scan, then so many restart markers with nothing between them, as nobody but an attacker writes them. */
function restarts(count: number): { bytes: Uint8Array; scan: Scan } {
  const bytes = new Uint8Array(2 + 2 * count + 2).fill(0xff);
  bytes.set([0x12, 0x34]);
  for (let k = 0; k < count; k++) bytes[3 + 2 * k] = 0xd0 + (k % 8);
  bytes[bytes.length - 1] = 0xd9;
  return { bytes, scan: { data: 0, end: bytes.length - 2 } as Scan };
}

test('intervals of a scan are cut at its restart markers, in order', () => {
  const { bytes, scan } = restarts(3);
  expect([...intervalsOf(bytes, scan)].map(({ bits }) => bits)).toEqual([16, 0, 0, 0]);
});

test('twenty million restart markers cost what the picture needs of them', () => {
  const { bytes, scan } = restarts(20_000_000);
  const intervals = intervalsOf(bytes, scan)[Symbol.iterator]();
  expect(intervals.next().value?.bits).toBe(16);
  expect(intervals.next().value?.bits).toBe(0);
});
