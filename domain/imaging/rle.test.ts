import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rleFrame } from '../../test/images.ts';
import { decodeRle } from './rle.ts';

/** Runs and literals that fill a plane, the last perhaps beyond its end; a control byte of 128 now and then (PS3.5 §G.3.1). */
const packet = fc.oneof(
  fc.record({ count: fc.integer({ min: 2, max: 128 }), value: fc.nat(255) }).map(({ count, value }) => ({
    bytes: [257 - count, value],
    says: Array<number>(count).fill(value),
  })),
  fc
    .uint8Array({ minLength: 1, maxLength: 128, size: 'max' })
    .map((own) => ({ bytes: [own.length - 1, ...own], says: [...own] })),
  fc.constant({ bytes: [128], says: [] }),
);
const plane = (pixels: number) =>
  fc.array(packet, { minLength: 12, maxLength: 40, size: 'max' }).map((packets) => {
    const bytes: number[] = [];
    const says: number[] = [];
    for (let k = 0; says.length < pixels; k = (k + 1) % packets.length) {
      const one = packets[k] as { bytes: number[]; says: number[] };
      bytes.push(...one.bytes);
      says.push(...one.says);
      if (k === packets.length - 1) {
        bytes.push(0, k);
        says.push(k);
      }
    }
    return { bytes, says: says.slice(0, pixels) };
  });

describe('an RLE frame', () => {
  test.each([
    [1, 1],
    [1, 2],
    [1, 4],
    [3, 1],
    [3, 2],
  ])('of %d samples of %d bytes has the bytes of its segments, each in its place', (samples, width) => {
    const frames = fc.integer({ min: 1, max: 700 }).chain((pixels) =>
      fc.record({
        pixels: fc.constant(pixels),
        planes: fc.array(plane(pixels), { minLength: samples * width, maxLength: samples * width }),
      }),
    );
    fc.assert(
      fc.property(frames, ({ pixels, planes }) => {
        const values = decodeRle(rleFrame(planes.map(({ bytes }) => bytes)), pixels, samples, width);
        const wanted = Array.from({ length: pixels * samples }, (_, k) => {
          const own = planes.slice((k % samples) * width, (k % samples) * width + width);
          return own.reduce((sum, { says }) => sum * 256 + (says[Math.floor(k / samples)] as number), 0);
        });
        expect(values.BYTES_PER_ELEMENT).toBe(width);
        expect([...values]).toEqual(wanted);
      }),
      { numRuns: 150 },
    );
  });

  test.each([1, 2])('of which bytes are missing is refused: samples of %d bytes', (width) => {
    const frames = fc.record({
      planes: fc.array(plane(600), { minLength: width, maxLength: width }),
      missing: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(frames, ({ planes, missing }) => {
        // One pixel more than the last segment says, of which bytes are cut.
        const last = planes.at(-1) as { bytes: number[] };
        const whole = [...planes.slice(0, -1).map(({ bytes }) => bytes), last.bytes.slice(0, -missing)];
        const beyond = 600 + 128 + missing * 128;
        expect(() => decodeRle(rleFrame(whole), beyond, 1, width)).toThrow(RangeError);
      }),
      { numRuns: 100 },
    );
  });
});
