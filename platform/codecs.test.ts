import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { readDicom } from '../domain/dicom/read.ts';
import type { Codecs } from '../domain/imaging/codecs.ts';
import { decodeFirst, decodeFrames } from '../domain/imaging/decode.ts';
import { interleaved } from '../domain/imaging/native.ts';
import { OkaError } from '../schemas/errors.ts';
import { dicomExample } from '../test/dicom.ts';
import { loadCodecs } from './codecs.ts';
import type { CornerstoneFactory } from './cornerstone.ts';

/** The encoders of the same packages: their full builds, which are not shipped. */
type Encoder = {
  getDecodedBuffer(info: object): Uint8Array;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
  [setting: string]: unknown;
};
type Encode = (
  width: number,
  height: number,
  samples: number,
  bits: number,
  signed: boolean,
  bytes: Uint8Array,
) => Uint8Array;

const required = createRequire(import.meta.filename);

async function encoderOf(path: string, name: string): Promise<Encode> {
  const module = await (required(`@cornerstonejs/${path}`) as CornerstoneFactory)({
    print: () => {},
    printErr: () => {},
  });
  const Class = module[name] as new () => Encoder;
  return (width, height, componentCount, bitsPerSample, isSigned, bytes) => {
    const encoder = new Class();
    encoder
      .getDecodedBuffer({ width, height, bitsPerSample, componentCount, isSigned, isUsingColorTransform: false })
      .set(bytes);
    encoder.encode();
    const encoded = Uint8Array.from(encoder.getEncodedBuffer());
    encoder.delete();
    return encoded;
  };
}

const ROWS = 37;
const COLUMNS = 50;

/** Encapsulates frames, one fragment each, with an empty offset table (PS3.5 §A.4), odd lengths padded. */
function encapsulated(frames: readonly Uint8Array[]): Uint8Array {
  const item = (tag: number, bytes: Uint8Array): number[] => {
    const padded = bytes.length + (bytes.length % 2);
    const head = new DataView(new ArrayBuffer(8));
    head.setUint16(0, 0xfffe, true);
    head.setUint16(2, tag, true);
    head.setUint32(4, padded, true);
    return [...new Uint8Array(head.buffer), ...bytes, ...new Array<number>(padded - bytes.length).fill(0)];
  };
  const empty = new Uint8Array();
  return Uint8Array.from([
    ...item(0xe000, empty),
    ...frames.flatMap((frame) => item(0xe000, frame)),
    ...item(0xe0dd, empty),
  ]);
}

function objectOf(
  syntax: string,
  frames: readonly Uint8Array[],
  form: { bits: number; samples?: number; signed?: boolean },
): Uint8Array {
  const { bits, samples = 1, signed = false } = form;
  const pixels = encapsulated(frames);
  const whole = dicomExample(
    {
      '00280002': ['US', samples],
      '00280004': ['CS', samples === 3 ? 'RGB' : 'MONOCHROME2'],
      '00280008': ['IS', String(frames.length)],
      '00280010': ['US', ROWS],
      '00280011': ['US', COLUMNS],
      '00280100': ['US', bits > 8 ? 16 : 8],
      '00280101': ['US', bits],
      '00280102': ['US', bits - 1],
      '00280103': ['US', signed ? 1 : 0],
      '7fe00010': ['OB', pixels],
    },
    { syntax },
  );
  // Undefined length of the pixel data: the mark of encapsulation.
  new DataView(whole.buffer).setUint32(whole.length - pixels.length - 4, 0xffffffff, true);
  return whole;
}

const picture = (bits: number, samples = 1, shift = 0): Uint8Array => {
  const values = Array.from({ length: ROWS * COLUMNS * samples }, (_, k) => ((k * 37) ^ (k >> 3)) % 2 ** bits);
  return bits > 8 ? new Uint8Array(Int16Array.from(values, (value) => value - shift).buffer) : Uint8Array.from(values);
};

let codecs: Codecs;
const encode: Record<string, Encode> = {};
beforeAll(async () => {
  codecs = await loadCodecs();
  encode.jpegLs = await encoderOf('codec-charls/wasmjs', 'JpegLSEncoder');
  encode.jpeg2000 = await encoderOf('codec-openjpeg/wasmjs', 'J2KEncoder');
  encode.htj2k = await encoderOf('codec-openjph/wasmjs', 'HTJ2KEncoder');
});

const valuesOf = (bytes: Uint8Array): number[][] => {
  const { object, header } = readDicom(bytes, 'UTC', codecs.inflate);
  if (header.pixels === undefined) throw new Error('no pixels');
  return [...decodeFrames(object, header.pixels, codecs)].map(({ pixels }) => [...pixels]);
};
const plain = (bytes: Uint8Array, bits: number): number[] => [...(bits > 8 ? new Int16Array(bytes.buffer) : bytes)];

describe('the codecs give back exactly what was encoded', () => {
  test.each([
    ['JPEG-LS', 'jpegLs', '1.2.840.10008.1.2.4.80'],
    ['JPEG 2000', 'jpeg2000', '1.2.840.10008.1.2.4.90'],
    ['HTJ2K', 'htj2k', '1.2.840.10008.1.2.4.201'],
  ])('%s', (_, codec, syntax) => {
    for (const bits of [8, 12]) {
      const frames = [picture(bits), picture(bits).reverse().slice()].slice(0, bits === 8 ? 2 : 1);
      const coded = frames.map((frame) => (encode[codec] as Encode)(COLUMNS, ROWS, 1, bits, false, frame));
      expect(valuesOf(objectOf(syntax, coded, { bits }))).toEqual(frames.map((frame) => plain(frame, bits)));
    }
    const colour = picture(8, 3);
    const coded = (encode[codec] as Encode)(COLUMNS, ROWS, 3, 8, false, colour);
    // This encoder of JPEG-LS takes planes and gives each a scan of its own.
    const bySample = codec === 'jpegLs' ? interleaved(colour, { samples: 3 }) : colour;
    expect(valuesOf(objectOf(syntax, [coded], { bits: 8, samples: 3 }))).toEqual([[...bySample]]);
  });

  test.each([
    ['JPEG 2000', 'jpeg2000', '1.2.840.10008.1.2.4.90'],
    ['HTJ2K', 'htj2k', '1.2.840.10008.1.2.4.202'],
  ])('%s with a sign', (_, codec, syntax) => {
    const signed = picture(12, 1, 2048);
    const coded = (encode[codec] as Encode)(COLUMNS, ROWS, 1, 16, true, signed);
    expect(valuesOf(objectOf(syntax, [coded], { bits: 16, signed: true }))).toEqual([plain(signed, 16)]);
  });
});

test('fewer bits than JPEG has are cut off or clamped, in memory of the usual kind', async () => {
  const raw = { width: COLUMNS, height: ROWS, channels: 1 } as const;
  const jpeg = Uint8Array.from(await sharp(picture(8), { raw }).toColourspace('b-w').jpeg().toBuffer());
  expect(codecs.jpegBaseline(jpeg).bytes.constructor.name).toBe('Uint8Array');
  const values = valuesOf(objectOf('1.2.840.10008.1.2.4.50', [jpeg], { bits: 1 }))[0] ?? [];
  expect([values.length, Math.max(...values)]).toEqual([ROWS * COLUMNS, 1]);
});

describe('what a codec cannot read', () => {
  const codeOf = (syntax: string, frame: Uint8Array): string => {
    const { object, header } = readDicom(objectOf(syntax, [frame], { bits: 8 }), 'UTC', codecs.inflate);
    try {
      if (header.pixels) decodeFirst(object, header.pixels, codecs);
      return 'decoded';
    } catch (error) {
      if (error instanceof OkaError) return error.code;
      throw error;
    }
  };
  const SYNTAXES = ['4.50', '4.57', '4.70', '4.80', '4.90', '4.201', '5'];

  test.each(SYNTAXES)('garbage in %s is dicom-pixels', (syntax) => {
    expect(
      codeOf(
        `1.2.840.10008.1.2.${syntax}`,
        Uint8Array.from({ length: 999 }, (_, k) => (k * 31) % 256),
      ),
    ).toBe('dicom-pixels');
  });

  test('an image of another size is dicom-pixels', () => {
    const coded = (encode.jpeg2000 as Encode)(
      COLUMNS - 1,
      ROWS,
      1,
      8,
      false,
      picture(8).subarray(0, (COLUMNS - 1) * ROWS),
    );
    expect(codeOf('1.2.840.10008.1.2.4.90', coded)).toBe('dicom-pixels');
  });

  test('another syntax is named', () => {
    expect(codeOf('1.2.840.10008.1.2.4.100', new Uint8Array(10))).toBe('dicom-unsupported-syntax');
  });

  test('a codec that failed is replaced by a new one', async () => {
    const before = (await loadCodecs()).jpegLs;
    expect((await loadCodecs()).jpegLs).toBe(before);
    expect(() => before(new Uint8Array(20))).toThrow();
    expect((await loadCodecs()).jpegLs).not.toBe(before);
  });

  test('damaged frames never bring the process down, and codecs work afterwards', async () => {
    const raw = { width: COLUMNS, height: ROWS, channels: 1 } as const;
    const jpeg = await sharp(picture(8), { raw }).toColourspace('b-w').jpeg().toBuffer();
    const coded = (codec: string) => (encode[codec] as Encode)(COLUMNS, ROWS, 1, 8, false, picture(8));
    for (const [whole, syntax] of [
      [coded('jpegLs'), '1.2.840.10008.1.2.4.80'],
      [coded('jpeg2000'), '1.2.840.10008.1.2.4.90'],
      [coded('htj2k'), '1.2.840.10008.1.2.4.201'],
      [Uint8Array.from(jpeg), '1.2.840.10008.1.2.4.50'],
    ] as const) {
      for (let round = 0; round < 25; round++) {
        const damaged = Uint8Array.from(whole);
        for (let k = 0; k < 6; k++) damaged[(round * 7919 + k * 104_729) % whole.length] = (round * 13 + k * 57) % 256;
        codeOf(syntax, damaged.subarray(0, whole.length - (round % 3) * 100));
        codecs = await loadCodecs();
      }
      expect(codeOf(syntax, whole)).toBe('decoded');
    }
  });
});
