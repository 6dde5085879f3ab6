import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readDicom } from '../../domain/dicom/read.ts';
import { decodeFrames } from '../../domain/imaging/decode.ts';
import { pixelHash } from '../../domain/imaging/pixel-hash.ts';
import { loadCodecs } from '../../platform/codecs.ts';

const FOLDER = join(import.meta.dirname, 'fixtures');

/** What an independent decoder read from each image; written by make.ts. */
type Reference = {
  readonly file: string;
  readonly decoder: string;
  readonly pixelHash: string;
  readonly values?: string;
};
const references = JSON.parse(readFileSync(join(FOLDER, 'references.json'), 'utf8')) as Reference[];

/**
 * Lossy images: largest difference from the other decoder's values. JPEG of one component, 12 bits and near-lossless
 * JPEG-LS are defined to the last bit by the integer transforms in use; colour conversion and irreversible wavelets round.
 */
const MOST: Readonly<Record<string, number>> = {
  'jpeg-baseline-ybr-444.dcm': 1,
  // Chroma of half width is spread smoothly by libjpeg-turbo and by repetition in dcmtk.
  'jpeg-baseline-ybr-422.dcm': 40,
  'jpeg-2000-lossy-12.dcm': 0,
  'htj2k-203-lossy-12.dcm': 1,
  'htj2k-203-lossy-rgb.dcm': 1,
};

async function decoded(file: string) {
  const codecs = await loadCodecs();
  const { object, header } = readDicom(readFileSync(join(FOLDER, file)), 'UTC', codecs.inflate);
  if (header.pixels === undefined) throw new Error('no pixels');
  return { frames: [...decodeFrames(object, header.pixels, codecs)], form: header.pixels };
}

describe('every transfer syntax in practice gives the pixels that another decoder gives', () => {
  test.each(references.map((one) => [one.file, one] as const))('%s', async (file, reference) => {
    const { frames, form } = await decoded(file);
    const most = MOST[file];
    if (most === undefined) return expect(pixelHash(frames)).toBe(reference.pixelHash);
    const values = readFileSync(join(FOLDER, reference.values ?? ''));
    const width = form.bitsAllocated / 8;
    let largest = 0;
    let place = 0;
    // gdcm leaves values that a lossy coder took beyond the stored bits; here they are the nearest within.
    const read = () => Math.min(2 ** form.bitsStored - 1, values.readUIntLE(place++ * width, width));
    for (const { pixels } of frames) for (const value of pixels) largest = Math.max(largest, Math.abs(value - read()));
    expect(place * width).toBe(values.length);
    return expect(largest).toBeLessThanOrEqual(most);
  });
});
