import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_SEGMENT_BYTES } from '../schemas/api/uploads.ts';
import { cuts, missing, parseRanges, type Range } from './ranges.ts';

const MIB = 1024 * 1024;

describe('cuts', () => {
  test('end at the preview and then every 4 MiB', () => {
    expect(cuts([[0, 9 * MIB]], 100)).toEqual([
      [0, 100],
      [100, 100 + 4 * MIB],
      [100 + 4 * MIB, 100 + 8 * MIB],
      [100 + 8 * MIB, 9 * MIB],
    ]);
    expect(cuts([[0, 10]])).toEqual([[0, 10]]);
  });

  test('cover the gaps exactly, in order, none larger than a segment and none across the preview', () => {
    const sizes = { length: fc.integer({ min: 1, max: 30 * MIB }), preview: fc.integer({ min: 0, max: 12 * MIB }) };
    const stored = fc.array(fc.tuple(fc.nat(30 * MIB), fc.nat(6 * MIB)), { maxLength: 5 });
    fc.assert(
      fc.property(sizes.length, sizes.preview, stored, (length, preview, some) => {
        const ranges = some.map(([from, size]): Range => [Math.min(from, length), Math.min(from + size, length)]);
        const gaps = missing(length, ranges);
        const segments = cuts(gaps, Math.min(preview, length));
        const bytes = (all: readonly Range[]) => all.reduce((sum, [from, to]) => sum + to - from, 0);
        expect(bytes(segments)).toBe(bytes(gaps));
        for (const [from, to] of segments) {
          expect(to - from).toBeGreaterThan(0);
          expect(to - from).toBeLessThanOrEqual(MAX_SEGMENT_BYTES);
          expect(from < preview && to > preview).toBe(false);
          expect(ranges.some(([a, b]) => a < to && from < b)).toBe(false);
        }
      }),
    );
  });
});

test('nothing is missing of a prefix that is there, whatever of the rest came out of its order', () => {
  expect(
    missing(100, [
      [0, 100],
      [150, 200],
    ]),
  ).toEqual([]);
  expect(
    missing(100, [
      [0, 50],
      [150, 200],
    ]),
  ).toEqual([[50, 100]]);
});

test('ranges are read as the region writes them', () => {
  expect(parseRanges('0-99,600-899')).toEqual([
    [0, 100],
    [600, 900],
  ]);
  expect(parseRanges('')).toEqual([]);
});
