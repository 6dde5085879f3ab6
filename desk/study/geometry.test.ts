import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  fitted,
  gazeOf,
  LEAST_SCALE,
  lengthOf,
  MOST_SCALE,
  moved,
  oneToOne,
  pixelWidth,
  placeOf,
  toPicture,
  toScreen,
  WHOLE,
  withinPicture,
  zoomed,
} from './geometry.ts';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const point = fc.record({ x: number(-3000, 3000), y: number(-3000, 3000) });
const size = fc.record({ width: fc.integer({ min: 1, max: 6000 }), height: fc.integer({ min: 1, max: 6000 }) });
const stage = fc.record({ width: fc.integer({ min: 120, max: 4000 }), height: fc.integer({ min: 120, max: 3000 }) });
const place = fc.record({ scale: number(LEAST_SCALE, MOST_SCALE), x: number(-5000, 5000), y: number(-5000, 5000) });
const wide = number(0.2, 5);
const spacing = fc.record({ rowMm: number(0.01, 3), columnMm: number(0.01, 3), at: fc.constant('detector' as const) });
const isNear = (a: number, b: number, by = 1e-6): boolean =>
  Math.abs(a - b) <= by * Math.max(1, Math.abs(a), Math.abs(b));

describe('a picture on its stage', () => {
  test('a place of the picture is found again from its place on the screen', () => {
    fc.assert(
      fc.property(place, wide, point, (at, width, one) => {
        const back = toPicture(at, width, toScreen(at, width, one));
        return isNear(back.x, one.x, 1e-4) && isNear(back.y, one.y, 1e-4);
      }),
    );
  });

  test('fits the stage whole, touches two of its sides, and lies in the middle', () => {
    fc.assert(
      fc.property(size, stage, wide, (picture, box, width) => {
        const at = fitted(picture, box, width);
        fc.pre(at.scale > LEAST_SCALE && at.scale < MOST_SCALE);
        const end = toScreen(at, width, { x: picture.width, y: picture.height });
        const [across, down] = [end.x - at.x, end.y - at.y];
        return (
          across <= box.width + 1e-6 &&
          down <= box.height + 1e-6 &&
          (isNear(across, box.width) || isNear(down, box.height)) &&
          isNear(at.x + across / 2, box.width / 2) &&
          isNear(at.y + down / 2, box.height / 2)
        );
      }),
    );
  });

  test('what lies under the finger stays there when it is enlarged', () => {
    fc.assert(
      fc.property(place, wide, point, number(0.1, 10), (at, width, finger, factor) => {
        const under = toPicture(at, width, finger);
        const after = toScreen(zoomed(at, factor, finger), width, under);
        return isNear(after.x, finger.x, 1e-3) && isNear(after.y, finger.y, 1e-3);
      }),
    );
  });

  test('is never enlarged or moved out of sight', () => {
    fc.assert(
      fc.property(place, size, stage, wide, point, number(0.001, 1000), (at, picture, box, width, by, factor) => {
        const larger = zoomed(at, factor, by);
        expect(larger.scale).toBeGreaterThanOrEqual(LEAST_SCALE);
        expect(larger.scale).toBeLessThanOrEqual(MOST_SCALE);
        const after = moved(at, by, picture, box, width);
        const end = toScreen(after, width, { x: picture.width, y: picture.height });
        return after.x < box.width && after.y < box.height && end.x > 0 && end.y > 0;
      }),
    );
  });

  test('is looked at in the same place and size on a stage of another size', () => {
    fc.assert(
      fc.property(place, size, stage, wide, (at, picture, box, width) => {
        const back = placeOf(gazeOf(at, picture, box, width), picture, box, width);
        return isNear(back.scale, at.scale) && isNear(back.x, at.x, 1e-4) && isNear(back.y, at.y, 1e-4);
      }),
    );
    const [film, box] = [
      { width: 2000, height: 1000 },
      { width: 700, height: 500 },
    ];
    expect(placeOf(WHOLE, film, box, 1)).toEqual(fitted(film, box, 1));
  });

  test('one to one gives a row of the picture a line of the screen', () => {
    expect(oneToOne({ scale: 0.3, x: 10, y: 20 }, { width: 800, height: 600 }, 2).scale).toBeCloseTo(0.5);
  });
});

describe('a length', () => {
  test('is the same in both directions, and nothing from a place to itself', () => {
    fc.assert(
      fc.property(point, point, spacing, (from, to, mm) => {
        expect(lengthOf(from, to, { spacing: mm })).toEqual(lengthOf(to, from, { spacing: mm }));
        expect(lengthOf(from, from, { spacing: mm })).toEqual({ mm: 0, pixels: 0, at: 'detector' });
      }),
    );
  });

  test('is never longer than a way by a third place', () => {
    const mmOf = (length: ReturnType<typeof lengthOf>): number => ('mm' in length ? length.mm : Number.NaN);
    fc.assert(
      fc.property(point, point, point, spacing, (a, b, c, mm) => {
        const [whole, first, second] = [
          lengthOf(a, c, { spacing: mm }),
          lengthOf(a, b, { spacing: mm }),
          lengthOf(b, c, { spacing: mm }),
        ];
        return mmOf(whole) <= mmOf(first) + mmOf(second) + 1e-6;
      }),
    );
  });

  test('of rows and columns at different distances counts each by its own', () => {
    const mm = { rowMm: 0.5, columnMm: 0.2, at: 'patient' as const };
    expect(lengthOf({ x: 0, y: 0 }, { x: 10, y: 0 }, { spacing: mm })).toEqual({ mm: 2, pixels: 10, at: 'patient' });
    expect(lengthOf({ x: 0, y: 0 }, { x: 0, y: 10 }, { spacing: mm })).toEqual({ mm: 5, pixels: 10, at: 'patient' });
  });

  test('does not depend on how the picture lies on the screen', () => {
    fc.assert(
      fc.property(place, point, point, spacing, (at, from, to, mm) => {
        const width = pixelWidth({ spacing: mm });
        const [a, b] = [from, to].map((one) => toPicture(at, width, toScreen(at, width, one)));
        const [before, after] = [
          lengthOf(from, to, { spacing: mm }),
          lengthOf(a as typeof from, b as typeof to, { spacing: mm }),
        ];
        return 'mm' in before && 'mm' in after && isNear(before.mm, after.mm, 1e-3);
      }),
    );
  });

  test('without spacing has no millimetres', () => {
    expect(lengthOf({ x: 0, y: 0 }, { x: 3, y: 4 }, {})).toEqual({ pixels: 5, why: 'no-spacing' });
    expect(pixelWidth({ aspect: 2 })).toBe(0.5);
  });

  test('of ultrasound has them within one region only', () => {
    const regions = [
      { left: 0, top: 0, right: 99, bottom: 99, rowMm: 0.1, columnMm: 0.1 },
      { left: 200, top: 0, right: 299, bottom: 99, rowMm: 1, columnMm: 2 },
    ];
    expect(lengthOf({ x: 0, y: 0 }, { x: 30, y: 40 }, { regions })).toMatchObject({ mm: 5, at: 'region' });
    expect(lengthOf({ x: 200, y: 0 }, { x: 210, y: 0 }, { regions })).toMatchObject({ mm: 20 });
    expect(lengthOf({ x: 50, y: 0 }, { x: 250, y: 0 }, { regions })).toEqual({ pixels: 200, why: 'across' });
  });

  test('is measured on the picture, not beside it', () => {
    expect(withinPicture({ x: -5, y: 700 }, { width: 600, height: 500 })).toEqual({ x: 0, y: 500 });
  });
});
