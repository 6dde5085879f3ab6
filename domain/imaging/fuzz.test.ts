import { inflateRawSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OkaError } from '../../schemas/errors.ts';
import { dicomExample, SYNTAX } from '../../test/dicom.ts';
import { readDicom } from '../dicom/read.ts';
import type { Codecs } from './codecs.ts';
import { decodeFirst, decodeFrames } from './decode.ts';
import { toGrey } from './grey.ts';
import { pixelHash } from './pixel-hash.ts';

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

/** All that happens to an image before a network sees it. */
function see(bytes: Uint8Array): string {
  try {
    const { object, header } = readDicom(bytes, 'Asia/Yekaterinburg', codecs.inflate);
    if (header.pixels === undefined) return 'no pixels';
    pixelHash(decodeFrames(object, header.pixels, codecs));
    const { values, rows, columns } = toGrey(decodeFirst(object, header.pixels, codecs), object.dataSet);
    expect(values.length).toBe(rows * columns);
    expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
    return 'seen';
  } catch (error) {
    if (error instanceof OkaError) return error.code;
    throw error;
  }
}

test.each([SYNTAX.explicitLittle, SYNTAX.implicitLittle, SYNTAX.explicitBig, '1.2.840.10008.1.2.5'])(
  'a damaged image in %s is seen as a picture or refused with a code of the catalogue',
  (syntax) => {
    const whole = dicomExample({ '00281050': ['DS', '100'], '00281051': ['DS', '200'] }, { syntax });
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 150, max: whole.length - 1 }), fc.nat(255)), { maxLength: 4 }),
        fc.integer({ min: 0, max: 3 }),
        (changes, cut) => {
          const bytes = Uint8Array.from(whole);
          for (const [at, byte] of changes) bytes[at] = byte;
          outcomes.add(see(bytes.subarray(0, bytes.length - cut)));
        },
      ),
      { numRuns: 1500 },
    );
    expect(outcomes.size).toBeGreaterThan(1);
  },
);
