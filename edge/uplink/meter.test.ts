import { describe, expect, test } from '@jest/globals';
import { makeMeter } from './meter.ts';

const KIB = 1024;

/** A line of this rate that breaks so often, with two segments under way, for ten minutes. */
function used(bytesPerSecond: number, betweenCutsMs: number) {
  const meter = makeMeter({}, 0);
  let now = 0;
  let nextCut = betweenCutsMs;
  while (now < 600_000) {
    const bytes = meter.segmentBytes(now, 2);
    meter.began(now);
    meter.began(now);
    now += (2000 * bytes) / bytesPerSecond;
    meter.ended(now, bytes);
    meter.ended(now, bytes);
    if (now < nextCut) continue;
    meter.cut(now);
    meter.cut(now + 5);
    nextCut = now + betweenCutsMs;
  }
  return { meter, now };
}

describe('the size of a segment', () => {
  test.each([
    ['256 kbit/s, a cut each 10 s', 32_000, 10_000, 16 * KIB],
    ['2 Mbit/s, a cut each 10 s', 250_000, 10_000, 16 * KIB],
    ['20 Mbit/s, a cut each 30 s', 2_500_000, 30_000, 544 * KIB],
    ['1 Gbit/s, a cut each hour', 125_000_000, 3_600_000, 4096 * KIB],
  ])('keeps what is under way below 1.5 %% of what passes between two cuts: %s', (_, rate, between, expected) => {
    const { meter, now } = used(rate, between);
    const bytes = meter.segmentBytes(now, 2);
    expect(bytes).toBeGreaterThanOrEqual(expected * 0.9);
    expect(bytes).toBeLessThanOrEqual(expected * 1.1);
    const measured = meter.measured();
    expect((measured.bytesPerSecond ?? 0) / rate).toBeCloseTo(1, 1);
    if (between < 600_000) expect((measured.betweenCutsMs ?? 0) / between).toBeCloseTo(1, 0);
  });

  test('is the smallest where nothing is known, and no larger than a cap allows', () => {
    expect(makeMeter({}, 0).segmentBytes(0, 2)).toBe(16 * KIB);
    const fast = makeMeter({ bytesPerSecond: 10_000_000, betweenCutsMs: 60_000 }, 0);
    expect(fast.segmentBytes(0, 2)).toBe(4096 * KIB);
    expect(fast.segmentBytes(0, 2, 100_000)).toBe(32 * KIB);
  });
});

test('connections that break together are one cut, and a rest of the line is no slowness', () => {
  const meter = makeMeter({}, 0);
  meter.began(0);
  meter.ended(1000, 50_000);
  meter.began(500_000);
  meter.ended(501_000, 50_000);
  expect(Math.round(meter.measured().bytesPerSecond ?? 0)).toBe(50_000);
  meter.cut(600_000);
  meter.cut(600_010);
  expect(meter.measured()).toMatchObject({ cuts: 1, betweenCutsMs: 600_000 });
});
