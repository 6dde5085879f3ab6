import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asView, dragged, isTurned, windowOf } from './windowing.ts';

const start = { centre: 2000, width: 1000 };

describe('a window that is dragged', () => {
  test('to the right is wider, and twice as wide after 160 pixels', () => {
    expect(dragged(start, { x: 160, y: 0 }, false)).toEqual({ centre: 2000, width: 2000 });
  });

  test('upwards shows the picture brighter: high values are bright in one kind and dark in the other', () => {
    expect(dragged(start, { x: 0, y: -32 }, false).centre).toBeLessThan(2000);
    expect(dragged(start, { x: 0, y: -32 }, true).centre).toBeGreaterThan(2000);
    expect(isTurned({ photometric: 'MONOCHROME1' }, false)).toBe(true);
    expect(isTurned({ photometric: 'MONOCHROME1' }, true)).toBe(false);
    expect(isTurned({ photometric: 'MONOCHROME2' }, true)).toBe(true);
  });

  test('is never narrower than one value, and always numbers', () => {
    const number = fc.integer({ min: -5000, max: 5000 });
    fc.assert(
      fc.property(number, number, fc.boolean(), (x, y, turned) => {
        const view = asView(dragged(start, { x, y }, turned));
        return view.kind === 'window' && view.width >= 1 && Number.isFinite(view.centre);
      }),
    );
  });
});

describe('the window of a picture', () => {
  test('is that of the device until the reader has his own; colour has none', () => {
    const views = [{ kind: 'range' as const, least: 0, most: 4095 }];
    expect(windowOf({ views }, undefined)).toEqual({ centre: 2047.5, width: 4095 });
    expect(windowOf({ views }, asView(start))).toEqual(start);
    expect(windowOf({ views: [] }, undefined)).toBeUndefined();
  });
});
