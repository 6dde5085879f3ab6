import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DisplayView } from '../../schemas/display.ts';
import { modalityValueOf, type Shading, shadesOf, windowNear } from './shades.ts';

const FORM: Shading = {
  bits: 12,
  signed: false,
  photometric: 'MONOCHROME2',
  modalityValues: { slope: 1, intercept: 0 },
};
const words = (values: readonly number[]): string =>
  Buffer.from(new Uint8Array(Uint16Array.from(values).buffer)).toString('base64');
const window: fc.Arbitrary<DisplayView> = fc.record({
  kind: fc.constant('window' as const),
  centre: fc.integer({ min: -5000, max: 5000 }),
  width: fc.integer({ min: 1, max: 9000 }),
  shape: fc.constantFrom('LINEAR' as const, 'LINEAR_EXACT' as const, 'SIGMOID' as const),
});

describe('greys of stored values', () => {
  test('are one for each value, and never darker for a higher one; MONOCHROME1 the other way round', () => {
    fc.assert(
      fc.property(window, fc.boolean(), (view, signed) => {
        const shades = shadesOf({ ...FORM, signed }, view);
        const turned = shadesOf({ ...FORM, signed, photometric: 'MONOCHROME1' }, view);
        expect(shades.length).toBe(4096);
        return (
          shades.every((shade, k) => k === 0 || shade >= (shades[k - 1] as number)) &&
          turned.every((shade, k) => k === 0 || shade <= (turned[k - 1] as number))
        );
      }),
      { numRuns: 30 },
    );
  });

  test('inverted twice are what they were', () => {
    const view: DisplayView = { kind: 'range', least: 0, most: 4095 };
    const turned = shadesOf({ ...FORM, photometric: 'MONOCHROME1' }, view, true);
    const differing = shadesOf(FORM, view).filter((shade, k) => Math.abs(shade - (turned[k] as number)) > 1);
    expect(differing.length).toBe(0);
  });

  test('speak of modality values: rescaled, or by a table', () => {
    expect(modalityValueOf({ modalityValues: { slope: 2, intercept: -1000 } })(30)).toBe(-940);
    const table = { first: 10, bits: 12, entries: words([7, 8, 9]) };
    expect([0, 10, 11, 99].map(modalityValueOf({ modalityValues: { table } }))).toEqual([7, 7, 8, 9]);
  });
});

describe('the window from which a reader goes on', () => {
  test('is that of a window, the ends of a range, and of a table the values between black and white', () => {
    expect(windowNear({ kind: 'window', centre: 40, width: 400, shape: 'SIGMOID' })).toEqual({
      centre: 40,
      width: 400,
    });
    expect(windowNear({ kind: 'range', least: -1000, most: 1000 })).toEqual({ centre: 0, width: 2000 });
    const table = { first: 100, bits: 12, entries: words([0, 0, 500, 900, 4095, 4095]) };
    expect(windowNear({ kind: 'table', table })).toEqual({ centre: 102.5, width: 1 });
  });
});
