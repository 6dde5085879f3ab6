import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { IMAGE_FAULTS, type PixelGate, type Quality } from '../../schemas/quality.ts';
import type { Grey } from './grey.ts';
import { gateFault, qualityFault } from './quality.ts';

const SIZE = 32;
const picture = (value: (row: number, column: number) => number): Grey => ({
  rows: SIZE,
  columns: SIZE,
  values: Float32Array.from({ length: SIZE * SIZE }, (_, k) => value(Math.floor(k / SIZE), k % SIZE)),
});
/** Bright in the middle, dark towards the sides, as a chest is. */
const chest = (row: number, column: number) =>
  0.2 + 0.6 * Math.sin((Math.PI * (row + 0.5)) / SIZE) * Math.sin((Math.PI * (column + 0.5)) / SIZE);

const template = { size: 2, minimumCorrelation: 0.5, values: [0.4, 0.41, 0.42, 0.43] };
const quality: Quality = { mean: [0.3, 0.6], contrast: [0.05, 0.3], centreMinusBorder: [0.1, 0.7], template };
const tilted = (row: number, column: number) => chest(row, column) + (0.02 * (row * 2 + column)) / SIZE;
const tiltedBack = (row: number, column: number) => chest(row, column) - (0.02 * (row * 2 + column)) / SIZE + 0.02;

describe('a picture, by its numbers', () => {
  test('like the training films has no fault', () => {
    expect(qualityFault(picture(tilted), quality)).toBeUndefined();
  });

  test('that came upside down is told, where the manifest gives a margin', () => {
    const top = { size: 2, minimumCorrelation: 0.2, uprightMargin: 0.05, values: [0.6, 0.6, 0.2, 0.2] };
    const upright = picture((row, column) => chest(row, column) + (row < SIZE / 2 ? 0.05 : -0.05));
    const turned = picture((row, column) => chest(row, column) + (row < SIZE / 2 ? -0.05 : 0.05));
    expect(qualityFault(upright, { ...quality, template: top })).toBeUndefined();
    expect(qualityFault(turned, { ...quality, template: top })).toBe('quality-rotated');
    const { uprightMargin: _, ...without } = top;
    expect(qualityFault(turned, { ...quality, template: without })).toBe('quality-inverted');
  });

  test.each<[string, string, Grey]>([
    ['black all over', 'quality-blank', picture(() => 0)],
    ['white all over', 'quality-blank', picture(() => 1)],
    ['of one grey', 'quality-blank', picture(() => 0.5)],
    ['too dark', 'quality-exposure', picture((row, column) => 0.3 * chest(row, column))],
    ['too bright', 'quality-exposure', picture((row, column) => 0.6 + 0.4 * chest(row, column))],
    ['flat', 'quality-contrast', picture((row, column) => 0.4 + 0.1 * chest(row, column))],
    ['hard', 'quality-contrast', picture((row) => (row % 2 ? 1 : 0))],
    ['with black and white exchanged', 'quality-inverted', picture(tiltedBack)],
    [
      // Nothing varies at the template's size: a correlation that is no number passes no threshold.
      'without the shape of a chest',
      'out-of-distribution',
      picture(
        (row, column) => ((row + column) % 2) * 0.2 + (row > 7 && row < 24 && column > 7 && column < 24 ? 0.55 : 0.35),
      ),
    ],
  ])('that is %s is %s', (_, fault, image) => {
    expect(qualityFault(image, quality)).toBe(fault);
  });

  test('that is darker in the middle than at its border is unlike a film, with or without a template', () => {
    const hollow = picture((row, column) => 0.9 - chest(row, column));
    expect(qualityFault(hollow, { ...quality, template: undefined })).toBe('out-of-distribution');
  });

  test('with numbers that are none has a fault, never a verdict', () => {
    expect(
      qualityFault(
        picture(() => Number.NaN),
        quality,
      ),
    ).toBe('quality-blank');
  });

  test('keeps its fault or its lack of one when it is mirrored', () => {
    const grey = fc.float({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(grey, { minLength: SIZE * SIZE, maxLength: SIZE * SIZE }), (values) => {
        const image: Grey = { rows: SIZE, columns: SIZE, values: Float32Array.from(values) };
        const mirror = picture((row, column) => image.values[row * SIZE + SIZE - 1 - column] as number);
        const { template: _, ...numbers } = quality;
        expect(qualityFault(mirror, numbers)).toBe(qualityFault(image, numbers));
      }),
      { numRuns: 50 },
    );
  });
});

describe('the answer of a pixel gate', () => {
  const gate: Pick<PixelGate, 'kinds' | 'minimumFit' | 'maximumDistance'> = {
    kinds: [
      { id: 'child-chest' },
      { id: 'child-chest-sitting' },
      { id: 'knee', fault: 'pixels-body-part' },
      { id: 'text', fault: 'quality-text' },
      { id: 'adult-chest', fault: 'out-of-distribution', neighbour: true },
    ],
    minimumFit: 0.4,
    maximumDistance: 2,
  };

  test('lets a picture through whose wanted kinds are likely enough together, up to the very threshold', () => {
    expect(gateFault({ kinds: [0.4, 0, 0.4, 0.2, 0], distance: 2 }, gate)).toBeUndefined();
    expect(gateFault({ kinds: [0.2, 0.2, 0.3, 0.3, 0], distance: 0 }, gate)).toBeUndefined();
  });

  test('never lets a picture through that is likelier a knee or a text than all that is wanted together', () => {
    expect(gateFault({ kinds: [0.2, 0.24, 0.45, 0.11, 0], distance: 0 }, gate)).toBe('pixels-body-part');
    expect(gateFault({ kinds: [0.4, 0, 0, 0.6, 0], distance: 0 }, gate)).toBe('quality-text');
    expect(gateFault({ kinds: [0.4, 0, 0, 0.45, 0.15], distance: 9 }, gate)).toBe('quality-text');
  });

  test('weighs a neighbour by the threshold alone, which was chosen to keep it out', () => {
    expect(gateFault({ kinds: [0.4, 0, 0, 0, 0.6], distance: 0 }, gate)).toBeUndefined();
    expect(gateFault({ kinds: [0.39, 0, 0, 0, 0.61], distance: 0 }, gate)).toBe('out-of-distribution');
  });

  test('names the likeliest kind with a fault below it', () => {
    expect(gateFault({ kinds: [0.39, 0, 0.31, 0.3, 0], distance: 0 }, gate)).toBe('pixels-body-part');
    expect(gateFault({ kinds: [0.39, 0, 0.3, 0.31, 0], distance: 0 }, gate)).toBe('quality-text');
  });

  test('a picture too far from the training films is out of distribution, however it looks', () => {
    expect(gateFault({ kinds: [1, 0, 0, 0], distance: 2.01 }, gate)).toBe('out-of-distribution');
    expect(gateFault({ kinds: [1, 0, 0, 0], distance: Number.NaN }, gate)).toBe('out-of-distribution');
  });

  test('an answer that is no numbers passes nothing', () => {
    expect(gateFault({ kinds: [], distance: 0 }, gate)).toBe('pixels-body-part');
    expect(gateFault({ kinds: [Number.NaN, 0, 0, 0], distance: 0 }, gate)).toBe('pixels-body-part');
  });

  test('is always one of the known faults or none, and more of the wanted kinds never makes it worse', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, (wanted, more, distance) => {
        const answer = (fit: number) => gateFault({ kinds: [fit, 0, 1 - fit, 0], distance: 3 * distance }, gate);
        const [one, other] = [answer(Math.min(wanted, more)), answer(Math.max(wanted, more))];
        for (const fault of [one, other]) expect([undefined, ...IMAGE_FAULTS]).toContain(fault);
        if (one === undefined) expect(other).toBeUndefined();
      }),
    );
  });
});
