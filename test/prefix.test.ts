import { beforeAll, describe, expect, test } from '@jest/globals';
import { readDicom } from '../domain/dicom/read.ts';
import type { Codecs } from '../domain/imaging/codecs.ts';
import { decodeFirst } from '../domain/imaging/decode.ts';
import { toGrey } from '../domain/imaging/grey.ts';
import type { Htj2k } from '../domain/imaging/htj2k.ts';
import { pictureOfPrefix, readPrefix } from '../domain/imaging/prefix.ts';
import { isProvenFor } from '../domain/imaging/preview-proof.ts';
import { areaResize } from '../domain/imaging/resize.ts';
import { encodeWorkingCopy } from '../domain/imaging/working-copy.ts';
import { codecsForTests, type Synthetic, syntheticImage } from './images.ts';

let codecs: Codecs;
let htj2k: Htj2k;
beforeAll(async () => {
  ({ codecs, htj2k } = await codecsForTests());
});

/** A window, so that the brightness of a picture does not hang on its extreme pixels. */
const WINDOW = { '00281050': ['DS', '2048'], '00281051': ['DS', '4096'] } as const;

function copyOf(image: Synthetic) {
  const encoded = encodeWorkingCopy(syntheticImage(image, WINDOW), codecs, htj2k);
  if (encoded.form !== 'working-copy') throw new Error(encoded.why);
  return encoded;
}
const read = (bytes: Uint8Array) => readPrefix(bytes, 'UTC', codecs.inflate, htj2k);
const codeOf = (bytes: Uint8Array): string => {
  try {
    read(bytes);
    return 'read';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe.each<[string, Synthetic]>([
  ['12 bits', { rows: 400, columns: 500, bits: 12 }],
  ['16 bits, signed, odd sides', { rows: 511, columns: 383, bits: 16, signed: true }],
  ['8 bits', { rows: 340, columns: 200, bits: 8 }],
  ['colour', { rows: 400, columns: 300, bits: 8, samples: 3 }],
  ['the first of several frames', { rows: 300, columns: 280, bits: 12, frames: 3 }],
])('a prefix: %s', (_, image) => {
  test('gives at every resolution the very pixels that the whole gives there', () => {
    const copy = copyOf(image);
    const { header } = readDicom(copy.bytes, 'UTC', codecs.inflate);
    const shorter = Math.min(image.rows, image.columns);
    let found = 0;
    for (let pixels = 1; pixels < shorter; pixels *= 2) {
      const length = copy.prefixFor(pixels);
      if (length === undefined) continue;
      const prefix = read(copy.bytes.subarray(0, length));
      const whole = htj2k.decodeAt(streamOf(copy.bytes), prefix.discarded);
      expect([prefix.frame.rows, prefix.frame.columns]).toEqual([whole.rows, whole.columns]);
      expect(Math.min(whole.rows, whole.columns)).toBeGreaterThanOrEqual(pixels);
      const { buffer, byteOffset, byteLength } = prefix.frame.pixels;
      expect(Buffer.from(buffer, byteOffset, byteLength).equals(whole.bytes)).toBe(true);
      expect(prefix.header).toEqual(header);
      found += 1;
    }
    expect(found).toBeGreaterThan(2);
  });

  test('that lacks its last byte shows the resolution below', () => {
    const copy = copyOf(image);
    const length = copy.prefixFor(100) as number;
    expect(read(copy.bytes.subarray(0, length - 1)).discarded).toBe(read(copy.bytes.subarray(0, length)).discarded + 1);
  });
});

/** The first code stream, found by its marks. */
function streamOf(bytes: Uint8Array): Uint8Array {
  const from = Buffer.from(bytes).indexOf(Buffer.from([0xff, 0x4f, 0xff, 0x51]));
  return bytes.subarray(from, from + new DataView(bytes.buffer, bytes.byteOffset).getUint32(from - 4, true));
}

const film = { rows: 600, columns: 500, bits: 12 } as const;

test.each([false, true])('the sharpest edges stay within the bits stored (signed: %s)', (signed) => {
  const checks = Uint16Array.from({ length: 256 * 256 }, (_, k) => ((((k % 256) >> 3) + (k >> 11)) % 2 ? 4095 : 0));
  const values = signed ? checks.map((value) => (value - 2048) & 0xfff) : checks;
  const bytes = syntheticImage(
    { rows: 256, columns: 256, bits: 12, signed },
    { '7fe00010': ['OW', new Uint8Array(values.buffer)] },
  );
  const encoded = encodeWorkingCopy(bytes, codecs, htj2k);
  if (encoded.form !== 'working-copy') throw new Error(encoded.why);
  const { pixels } = read(encoded.bytes.subarray(0, encoded.prefixFor(128))).frame;
  expect([Math.min(...pixels), Math.max(...pixels)]).toEqual(signed ? [-2048, 2047] : [0, 4095]);
});

test('a prefix is a small share of the object, and there is none where only the whole is large enough', () => {
  const copy = copyOf({ rows: 1024, columns: 1024, bits: 12 });
  expect((copy.prefixFor(256) as number) / copy.bytes.length).toBeLessThan(0.15);
  expect(copy.prefixFor(513)).toBeUndefined();
});

test('the picture of a prefix lies over the film as the averaged whole does, not half a pixel beside it', () => {
  const copy = copyOf(film);
  const whole = readDicom(copy.bytes, 'UTC', codecs.inflate);
  if (whole.header.pixels === undefined) throw new Error('no pixels');
  const prefix = read(copy.bytes.subarray(0, copy.prefixFor(200)));
  const dataSet = whole.object.dataSet;
  const large = toGrey(decodeFirst(whole.object, whole.header.pixels, codecs), dataSet);
  const [one, other, unshifted] = [
    areaResize(large, 60, 50),
    areaResize(pictureOfPrefix(prefix), 60, 50),
    areaResize(toGrey(prefix.frame, prefix.object.dataSet), 60, 50),
  ].map(({ values }) => values);
  // The corners are single extreme pixels, which no low band shows as an average does.
  const inside = (k: number): boolean => k % 50 > 0 && k % 50 < 49 && k >= 50 && k < 59 * 50;
  const apart = (a: Float32Array | undefined, b: Float32Array | undefined): number =>
    Math.max(...(a ?? []).map((value, k) => (inside(k) ? Math.abs(value - (b?.[k] ?? 0)) : 0)));
  expect(apart(one, other)).toBeLessThan(0.01);
  expect(apart(one, unshifted)).toBeGreaterThan(2 * apart(one, other));
});

describe('what is no usable prefix is told by its code', () => {
  test.each<[string, number, string]>([
    ['nothing', 0, 'dicom-truncated'],
    ['the preamble', 140, 'dicom-truncated'],
    ['half of the header', 400, 'dicom-truncated'],
  ])('%s', (_, length, code) => {
    expect(['dicom-unsupported-syntax', code]).toContain(codeOf(copyOf(film).bytes.subarray(0, length)));
  });

  test('the header without a resolution', () => {
    const { bytes, prefixFor } = copyOf(film);
    const lowest = prefixFor(1) as number;
    expect(codeOf(bytes.subarray(0, lowest))).toBe('read');
    expect(codeOf(bytes.subarray(0, lowest - 1))).toBe('dicom-truncated');
  });

  test('the beginning of an object of another syntax', () => {
    expect(codeOf(syntheticImage(film).subarray(0, 5000))).toBe('dicom-unsupported-syntax');
  });

  test('every length ends in a picture or a code', () => {
    const { bytes } = copyOf({ rows: 150, columns: 130, bits: 12 });
    for (let length = 0; length < bytes.length; length += 1201)
      expect(codeOf(bytes.subarray(0, length))).toMatch(/^(read|dicom-[a-z-]+|not-dicom)$/);
  });
});

/** A picture with a window that cuts its brightest greys off, as beside a collimator, or with one that shows them all. */
function edgeFilm(centre: number, width: number) {
  const values = Uint16Array.from({ length: 1200 * 1200 }, (_, k) => ((k % 1200) % 301 < 150 ? 4095 : 1000 + (k % 7)));
  return syntheticImage(
    { rows: 1200, columns: 1200, bits: 12 },
    {
      '00281050': ['DS', String(centre)],
      '00281051': ['DS', String(width)],
      '7fe00010': ['OW', new Uint8Array(values.buffer)],
    },
  );
}

describe('what the sender has measured of a prefix', () => {
  const encoded = (film: Uint8Array) => {
    const copy = encodeWorkingCopy(film, codecs, htj2k, { previewPixels: 600 });
    if (copy.form !== 'working-copy') throw new Error(copy.why);
    return copy;
  };

  test('goes with it: a network sees a soft film in its prefix as in the whole', () => {
    const copy = encoded(syntheticImage({ rows: 1200, columns: 1200, bits: 12 }, WINDOW));
    const prefix = read(copy.bytes.subarray(0, copy.prefixFor(600)));
    const whole = readDicom(copy.bytes, 'UTC', codecs.inflate);
    if (whole.header.pixels === undefined) throw new Error('no pixels');
    const film = toGrey(decodeFirst(whole.object, whole.header.pixels, codecs), whole.object.dataSet);
    const [one, other] = [film, pictureOfPrefix(prefix)].map((picture) => areaResize(picture, 128, 128).values);
    const measured = Math.max(...(one ?? []).map((value, k) => Math.abs(value - (other?.[k] ?? 0))));
    const stated = prefix.proof?.squares.find(({ side, fit }) => side === 128 && fit === 'pad')?.difference ?? -1;
    expect(stated).toBeGreaterThanOrEqual(measured);
    expect(stated).toBeLessThan(measured + 1 / 65_000);
    expect(measured).toBeLessThan(1 / 255);
    expect([copy.isProven, isProvenFor(prefix.proof, 128, 'pad')]).toEqual([true, true]);
  });

  test('is no proof where a window cuts off what lies beside an edge', () => {
    const copy = encoded(edgeFilm(1000, 1000));
    const { proof } = read(copy.bytes.subarray(0, copy.prefixFor(600)));
    expect([copy.isProven, isProvenFor(proof, 128, 'pad'), proof?.squares.length]).toEqual([false, false, 6]);
  });

  test('says nothing of a square that nobody measured, and nothing of another resolution', () => {
    const copy = encoded(syntheticImage({ rows: 1200, columns: 1200, bits: 12 }, WINDOW));
    expect(isProvenFor(read(copy.bytes.subarray(0, copy.prefixFor(600))).proof, 100, 'pad')).toBe(false);
    expect(read(copy.bytes.subarray(0, copy.prefixFor(300))).proof).toBeUndefined();
    expect(isProvenFor(undefined, 128, 'pad')).toBe(false);
  });

  test('changes neither pixels nor attributes, and a broken one counts as none', () => {
    const film = edgeFilm(2048, 4096);
    const [told, plain] = [encoded(film), encodeWorkingCopy(film, codecs, htj2k)];
    if (plain.form !== 'working-copy') throw new Error(plain.why);
    expect(told.pixelHash).toBe(plain.pixelHash);
    const broken = Uint8Array.from(told.bytes);
    broken[Buffer.from(broken).indexOf('oka-preview-1') + 15] = 7;
    expect(read(broken.subarray(0, told.prefixFor(600))).proof).toBeUndefined();
  });
});
