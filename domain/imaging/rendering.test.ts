import { describe, expect, test } from '@jest/globals';
import { dicomExample } from '../../test/dicom.ts';
import { readDicom } from '../dicom/read.ts';
import type { Frame } from './decode.ts';
import { renderFrame } from './rendering.ts';

const { dataSet } = readDicom(
  dicomExample({
    '00281050': ['DS', '5'],
    '00281051': ['DS', '11'],
    '00281052': ['DS', '-1'],
    '00281053': ['DS', '1'],
    '00280120': ['US', 9],
  }),
  'UTC',
  (bytes) => bytes,
).object;
const frame = (photometric: string, ...pixels: number[]): Frame => ({
  ...{ rows: 1, columns: 3, bitsStored: 12, signed: false, photometric },
  ...{ samples: photometric.startsWith('MONO') ? 1 : 3, pixels: Uint16Array.from(pixels) },
});
const asked = { view: { kind: 'window', centre: 2, width: 4, shape: 'LINEAR_EXACT' } } as const;

describe('a rendered frame', () => {
  test('is grey by the object’s own window', () => {
    expect(renderFrame(frame('MONOCHROME2', 1, 6, 11), dataSet)).toEqual({
      ...{ rows: 1, columns: 3, channels: 1 },
      bytes: Uint8Array.from([13, 140, 255]),
    });
  });

  test('is grey by the window that is asked for, after rescale, inverted where white is low; padding stays black', () => {
    expect([...renderFrame(frame('MONOCHROME2', 1, 3, 9), dataSet, asked).bytes]).toEqual([0, 128, 0]);
    expect([...renderFrame(frame('MONOCHROME1', 1, 3, 9), dataSet, asked).bytes]).toEqual([255, 128, 0]);
  });

  test('of colour keeps its colours, whatever window is asked for', () => {
    const colours = [4095, 0, 0, 0, 4095, 0, 0, 0, 4095];
    const shown = renderFrame(frame('RGB', ...colours), dataSet, asked);
    expect([shown.channels, ...shown.bytes]).toEqual([3, 255, 0, 0, 0, 255, 0, 0, 0, 255]);
  });

  test('of an interpretation that nobody knows is refused', () => {
    expect(() => renderFrame(frame('CMYK', 1, 2, 3), dataSet)).toThrow('dicom-pixels');
  });
});
