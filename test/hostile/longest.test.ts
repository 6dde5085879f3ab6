import { describe, expect, test } from '@jest/globals';
import { MAX_PIXELS_IN_ALL } from '../../domain/imaging/decode.ts';
import { BOXES } from '../../infra/boxes.ts';
import { MAX_OBJECT_BYTES } from '../../schemas/api/uploads.ts';

/**
 * JPEG 2000 costs most of all that is decoded. Measured on 40 frames of 2500 × 2048 without loss, 181 MB, as one object:
 * 31.4 s of processor time for its header and pixel hash, 743 MB held with the object itself; `npm run bench` has the same
 * per frame with and without loss, from which come the parts of a coded byte and of a pixel.
 */
const NANOSECONDS = { byte: 125, pixel: 20 } as const;
/** A processor of a Lambda against that one. */
const SLOWER = 1.5;

const secondsFor = (bytes: number, pixels: number): number =>
  (SLOWER * (bytes * NANOSECONDS.byte + pixels * NANOSECONDS.pixel)) / 1e9;

describe('the longest film that the door takes', () => {
  test('is read within the time of receive-image, were it of JPEG 2000', () => {
    expect(secondsFor(MAX_OBJECT_BYTES, MAX_PIXELS_IN_ALL)).toBeLessThan(BOXES['receive-image'].timeoutSeconds);
  });

  test('a tomosynthesis of 80 slices without loss, as clinics send it, needs more than a minute', () => {
    expect(secondsFor(80 * 4_520_000, 80 * 2500 * 2048)).toBeGreaterThan(60);
  });
});
