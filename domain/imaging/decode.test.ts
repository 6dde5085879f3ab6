import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { OkaError } from '../../schemas/errors.ts';
import { type Attributes, dicomExample, SYNTAX } from '../../test/dicom.ts';
import { rleFrame } from '../../test/images.ts';
import { readDicom } from '../dicom/read.ts';
import type { Codecs } from './codecs.ts';
import { decodeFirst, decodeFrames } from './decode.ts';
import { toGrey } from './grey.ts';
import { pixelHash } from './pixel-hash.ts';
import { decodeRle } from './rle.ts';

const no = () => {
  throw new Error('no codec in this test');
};
const codecs: Codecs = {
  inflate: (bytes, limit) => inflateRawSync(bytes, { maxOutputLength: limit }),
  jpegBaseline: no,
  jpegLs: no,
  jpeg2000: no,
  htj2k: no,
};
const decoded = (changes: Parameters<typeof dicomExample>[0] = {}, form: Parameters<typeof dicomExample>[1] = {}) => {
  const { object, header } = readDicom(dicomExample(changes, form), 'UTC', codecs.inflate);
  if (header.pixels === undefined) throw new Error('no pixels');
  const frame = decodeFirst(object, header.pixels, codecs);
  const hash = pixelHash(decodeFrames(object, header.pixels, codecs));
  return { frame, hash, grey: () => [...toGrey(frame, object.dataSet).values] };
};
const codeOf = (changes: Parameters<typeof dicomExample>[0]): string => {
  try {
    decoded(changes);
    return 'decoded';
  } catch (error) {
    if (error instanceof OkaError) return error.code;
    throw error;
  }
};
const us = (value: number): Attributes[string] => ['US', value];
const SIX = [0, 1, 4095, 2, 3, 4];
const swapped = Uint8Array.from([0, 0, 0, 1, 15, 255, 0, 2, 0, 3, 0, 4]);

describe('pixels', () => {
  test.each<[string, Parameters<typeof dicomExample>[0], Parameters<typeof dicomExample>[1]]>([
    ['explicit', {}, {}],
    ['implicit', {}, { syntax: SYNTAX.implicitLittle }],
    ['big endian', { '7fe00010': ['OW', swapped] }, { syntax: SYNTAX.explicitBig }],
    ['deflated', {}, { syntax: SYNTAX.deflated, deflate: (bytes) => deflateRawSync(bytes) }],
    [
      'with overlay bits above',
      { '7fe00010': ['OW', Uint8Array.from([0, 16, 1, 32, 255, 255, 2, 0, 3, 0, 4, 128])] },
      {},
    ],
  ])('%s have the same values and the same hash', (_, changes, form) => {
    const { frame, hash } = decoded(changes, form);
    expect([...frame.pixels]).toEqual(SIX);
    expect(hash).toBe(decoded().hash);
  });

  test('of another value have another hash', () => {
    const other = decoded({ '7fe00010': ['OW', Uint8Array.from([0, 0, 1, 0, 255, 15, 2, 0, 3, 0, 5, 0])] });
    expect(other.hash).not.toBe(decoded().hash);
  });

  test('keep their sign', () => {
    const signed = decoded({
      '00280103': us(1),
      '7fe00010': ['OW', Uint8Array.from([255, 15, 0, 8, 255, 7, 0, 0, 1, 0, 254, 15])],
    });
    expect([...signed.frame.pixels]).toEqual([-1, -2048, 2047, 0, 1, -2]);
  });

  test('that lie in the upper bits are taken from there', () => {
    const upper = Uint8Array.from(new Uint8Array(Uint16Array.from(SIX, (value) => value * 16 + 5).buffer));
    expect([...decoded({ '00280102': us(15), '7fe00010': ['OW', upper] }).frame.pixels]).toEqual(SIX);
  });

  test('of colour are the same by pixel and by plane', () => {
    const colour: Attributes = {
      '00280002': us(3),
      '00280004': ['CS', 'RGB'],
      '00280010': us(1),
      '00280011': us(2),
      '00280100': us(8),
      '00280101': us(8),
      '00280102': us(7),
    };
    const byPixel = decoded({ ...colour, '7fe00010': ['OB', Uint8Array.from([1, 2, 3, 4, 5, 6])] });
    const byPlane = decoded({ ...colour, '00280006': us(1), '7fe00010': ['OB', Uint8Array.from([1, 4, 2, 5, 3, 6])] });
    expect([...byPixel.frame.pixels]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(byPlane.hash).toBe(byPixel.hash);
    expect(byPixel.grey()[0]).toBeCloseTo((0.299 + 2 * 0.587 + 3 * 0.114) / 255, 5);
  });

  test('of one bit are unpacked from the lowest', () => {
    const bits: Attributes = {
      '00280100': us(1),
      '00280101': us(1),
      '00280102': us(0),
      '7fe00010': ['OB', Uint8Array.from([0b00100110, 0])],
    };
    expect([...decoded(bits).frame.pixels]).toEqual([0, 1, 1, 0, 0, 1]);
  });

  test('that cannot be are refused with a code', () => {
    expect(codeOf({ '00280010': us(3) })).toBe('dicom-pixels');
    expect(codeOf({ '00280010': us(65_535), '00280011': us(65_535) })).toBe('image-too-large');
    expect(codeOf({ '00280008': ['IS', '2'] })).toBe('dicom-pixels');
    expect(codeOf({ '00280100': us(12) })).toBe('dicom-pixels');
    expect(codeOf({ '00280102': us(3) })).toBe('dicom-pixels');
  });
});

describe('grey', () => {
  test('without a window runs from the least to the greatest value', () => {
    expect(
      decoded()
        .grey()
        .map((value) => Math.round(value * 4095)),
    ).toEqual(SIX);
  });

  test('of MONOCHROME1 is turned so that dense is bright', () => {
    const [first, , third] = decoded({ '00280004': ['CS', 'MONOCHROME1'] }).grey();
    expect([first, third]).toEqual([1, 0]);
  });

  test('follows rescale and the first window', () => {
    // Window 100/201 after ×2 − 10: PS3.3 §C.11.2.1.2.1, 0 at or below −0.5, 1 above 199.5.
    const changes: Attributes = {
      '00281050': ['DS', '100\\7'],
      '00281051': ['DS', '201\\7'],
      '00281052': ['DS', '-10'],
      '00281053': ['DS', '2'],
    };
    const grey = decoded({
      ...changes,
      '7fe00010': ['OW', Uint8Array.from([0, 0, 5, 0, 55, 0, 105, 0, 110, 0, 30, 0])],
    }).grey();
    expect(grey.map((value) => Number(value.toFixed(4)))).toEqual([0, 0.0025, 0.5025, 1, 1, 0.2525]);
  });

  test('follows a VOI LUT where there is no window', () => {
    const lut: Attributes = {
      '00283002': ['US', Uint8Array.from([3, 0, 1, 0, 8, 0])],
      '00283006': ['US', Uint8Array.from([0, 0, 51, 0, 255, 0])],
    };
    expect(
      decoded({ '00283010': ['SQ', [lut]] })
        .grey()
        .map((value) => Number(value.toFixed(2))),
    ).toEqual([0, 0, 1, 0.2, 1, 1]);
  });
});

describe('RLE', () => {
  test('joins the bytes of a sample, the higher first', () => {
    expect([
      ...decodeRle(
        rleFrame([
          [253, 1],
          [3, 1, 2, 3, 4],
        ]),
        4,
        1,
        2,
      ),
    ]).toEqual([0x101, 0x102, 0x103, 0x104]);
  });

  test('refuses segments that are short, outside, or of another count', () => {
    expect(() => decodeRle(rleFrame([[1, 1, 2]]), 4, 1, 1)).toThrow(RangeError);
    expect(() => decodeRle(rleFrame([[5, 1]]), 4, 1, 1)).toThrow(RangeError);
    expect(() => decodeRle(rleFrame([[253, 1]]), 4, 1, 2)).toThrow(RangeError);
    expect(() => decodeRle(new Uint8Array(3), 4, 1, 1)).toThrow(RangeError);
  });
});
