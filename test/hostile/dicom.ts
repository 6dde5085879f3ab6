import { deflateRawSync } from 'node:zlib';
import { type Attributes, dicomExample, SYNTAX } from '../dicom.ts';
import { encapsulatedObject, fragments, withUndefinedLength } from '../images/encapsulated.ts';
import { type Picture, pictureObject } from '../images/pictures.ts';

/**
 * DICOM objects made to break their reader, each by one means: written here byte by byte, so that nobody has to keep such
 * files. Every one of them must be refused with a code, in two seconds and 512 MB.
 */
const us = (value: number): Attributes[string] => ['US', value];
const small: Picture = { rows: 16, columns: 16, bits: 8, allocated: 8 };
const JPEG = '1.2.840.10008.1.2.4.50';
const EXTENDED = '1.2.840.10008.1.2.4.51';
const LOSSLESS = '1.2.840.10008.1.2.4.70';
const JPEG_LS = '1.2.840.10008.1.2.4.80';
const J2K = '1.2.840.10008.1.2.4.90';
const HTJ2K = '1.2.840.10008.1.2.4.202';
const RLE = '1.2.840.10008.1.2.5';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const u16 = (value: number): number[] => [(value >>> 8) & 255, value & 255];
const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value & 0xffff)];

/** The example's header with raw bytes behind it, explicit little endian. */
const with_ = (...tail: Uint8Array[]): Uint8Array => Buffer.concat([dicomExample({ '7fe00010': undefined }), ...tail]);

/** A picture of a stated size over a code stream, without the memory of the picture. */
function coded(syntax: string, stream: Uint8Array, rows: number, columns: number, more: Attributes = {}): Uint8Array {
  const size: Attributes = { '00280010': us(rows), '00280011': us(columns), ...more };
  return encapsulatedObject({ ...small, more: size }, syntax, [stream]);
}

/** A JPEG's frame header and one scan that ends at once. */
function jpeg(marker: number, bits: number, rows: number, columns: number, body: readonly number[] = []): Uint8Array {
  const frame = [0xff, marker, ...u16(11), bits, ...u16(rows), ...u16(columns), 1, 1, 0x11, 0];
  const huffman = [0xff, 0xc4, ...u16(20), 0, 1, ...new Array<number>(15).fill(0), 0];
  const scan = [0xff, 0xda, ...u16(8), 1, 1, 0, 1, 0, 0];
  return Uint8Array.from([0xff, 0xd8, ...huffman, ...frame, ...scan, ...body, 0xff, 0xd9]);
}

/** A JPEG 2000 main header (ITU-T T.800 annex A) and an empty tile. */
function jpeg2000(rows: number, columns: number, tile: number, style: readonly number[] = [5, 4, 4, 0, 1]): Uint8Array {
  const size = [
    0,
    0,
    ...u32(columns),
    ...u32(rows),
    ...u32(0),
    ...u32(0),
    ...u32(tile),
    ...u32(tile),
    ...u32(0),
    ...u32(0),
  ];
  const siz = [0xff, 0x51, ...u16(41), ...size, ...u16(1), 7, 1, 1];
  const hasPrecincts = style.length > 5;
  const cod = [0xff, 0x52, ...u16(7 + style.length), hasPrecincts ? 1 : 0, 0, ...u16(1), 0, ...style];
  const qcd = [0xff, 0x5c, ...u16(3 + 3 * 5 + 1), 0x40, ...new Array<number>(16).fill(0x40)];
  const sot = [0xff, 0x90, ...u16(10), 0, 0, ...u32(0), 0, 1, 0xff, 0x93];
  return Uint8Array.from([0xff, 0x4f, ...siz, ...cod, ...qcd, ...sot, 0, 0, 0, 0, 0xff, 0xd9]);
}

const film = (frames: number): Attributes => ({ '00280008': ['IS', String(frames)] });
const repeated = (part: Buffer, count: number): Buffer => Buffer.alloc(part.length * count, part);

export const HOSTILE: Readonly<Record<string, () => Uint8Array>> = {
  'sequences nested 40,000 deep': () =>
    with_(repeated(hex('08 00 81 15 53 51 00 00 ff ff ff ff fe ff 00 e0 ff ff ff ff'), 40_000)),
  'sequences nested 40,000 deep, without VRs': () =>
    Buffer.concat([
      dicomExample({ '7fe00010': undefined }, { syntax: SYNTAX.implicitLittle }),
      repeated(hex('08 00 81 15 ff ff ff ff fe ff 00 e0 ff ff ff ff'), 40_000),
    ]),
  'unknown values nested 40,000 deep': () =>
    with_(
      hex('09 00 01 00 55 4e 00 00 ff ff ff ff'),
      repeated(hex('fe ff 00 e0 ff ff ff ff 09 00 01 00 ff ff ff ff'), 40_000),
    ),
  'sequences with lengths, nested in one another': () => {
    let inner = Buffer.alloc(0);
    for (let depth = 0; depth < 3000; depth += 1) {
      const head = hex('08 00 81 15 53 51 00 00 00 00 00 00 fe ff 00 e0 00 00 00 00');
      head.writeUInt32LE(inner.length + 8, 8);
      head.writeUInt32LE(inner.length, 16);
      inner = Buffer.concat([head, inner]);
    }
    return with_(inner);
  },
  'three million empty elements': () => with_(repeated(hex('21 00 01 00 4c 4f 00 00'), 3_000_000)),
  'three million empty items': () =>
    with_(hex('40 00 75 02 53 51 00 00 ff ff ff ff'), repeated(hex('fe ff 00 e0 00 00 00 00'), 3_000_000)),
  'a length past the end': () => with_(hex('30 00 01 00 4f 42 00 00 f0 ff ff ff 00 00')),
  'a short length past the end': () => with_(hex('30 00 01 00 4c 4f ff ff 00 00')),
  'an item longer than its sequence': () =>
    with_(hex('40 00 75 02 53 51 00 00 10 00 00 00 fe ff 00 e0 40 00 00 00 00 00 00 00 00 00 00 00'), Buffer.alloc(80)),
  'a meta header past the end': () => Buffer.concat([Buffer.alloc(128), hex('4449434d 0200 0100 4f42 0000 f0ffffff')]),
  '65535 rows and columns of nothing': () => dicomExample({ '00280010': us(65_535), '00280011': us(65_535) }),
  '8000 rows and columns of nothing': () => dicomExample({ '00280010': us(8000), '00280011': us(8000) }),
  'two thousand million frames': () => dicomExample(film(2_000_000_000)),
  'two thousand million frames of one fragment': () =>
    encapsulatedObject({ ...small, more: film(2_000_000_000) }, JPEG, [jpeg(0xc0, 8, 16, 16)]),
  'frames without an end': () => dicomExample({ '00280008': ['IS', '1e300'] }),
  'a deflated gigabyte': () =>
    dicomExample(
      {},
      { syntax: SYNTAX.deflated, deflate: (body) => deflateRawSync(Buffer.concat([body, Buffer.alloc(2 ** 28)])) },
    ),
  'deflated pixels of 16,000 × 16,000': () =>
    dicomExample(
      {
        '00280010': us(16_000),
        '00280011': us(16_000),
        '00280100': us(8),
        '00280101': us(8),
        '00280102': us(7),
        '7fe00010': undefined,
      },
      {
        syntax: SYNTAX.deflated,
        deflate: (body) =>
          deflateRawSync(Buffer.concat([body, hex('e0 7f 10 00 4f 42 00 00 00 10 42 0f'), Buffer.alloc(0x0f421000)])),
      },
    ),
  'a JPEG of 65,500 × 65,500': () => coded(JPEG, jpeg(0xc0, 8, 65_500, 65_500), 65_500, 65_500),
  'a JPEG of 8,000 × 8,000 with nothing in it': () => coded(JPEG, jpeg(0xc0, 8, 8000, 8000), 8000, 8000),
  'a JPEG of another size than its header': () => coded(JPEG, jpeg(0xc0, 8, 60_000, 60_000), 16, 16),
  'a progressive JPEG of a thousand scans': () => {
    const scan = [0xff, 0xda, ...u16(8), 1, 1, 0, 0, 0, 0, 0];
    const scans = Array.from({ length: 1000 }, () => scan).flat();
    return coded(JPEG, jpeg(0xc2, 8, 8000, 8000, scans), 8000, 8000);
  },
  'a JPEG that is cut': () => coded(JPEG, jpeg(0xc0, 8, 16, 16).subarray(0, -4), 16, 16),
  'a JPEG of 12 bits with nothing in it': () => coded(EXTENDED, jpeg(0xc1, 12, 8000, 8000), 8000, 8000),
  'a lossless JPEG with nothing in it': () => coded(LOSSLESS, jpeg(0xc3, 8, 8000, 8000), 8000, 8000),
  'a JPEG-LS with nothing in it': () => coded(JPEG_LS, jpeg(0xf7, 8, 8000, 8000), 8000, 8000),
  'a JPEG 2000 of four gigapixels': () => coded(J2K, jpeg2000(65_000, 65_000, 65_000), 65_000, 65_000),
  'a JPEG 2000 of 8,000 × 8,000 with nothing in it': () => coded(J2K, jpeg2000(8000, 8000, 8000), 8000, 8000),
  'a JPEG 2000 of 65,000 tiles': () => coded(J2K, jpeg2000(2000, 2000, 8), 2000, 2000),
  'a JPEG 2000 of a precinct for each pixel': () =>
    coded(J2K, jpeg2000(2000, 2000, 2000, [5, 4, 4, 0, 1, 0, 0, 0, 0, 0, 0]), 2000, 2000),
  'a JPEG 2000 of the smallest code-blocks': () => coded(J2K, jpeg2000(8000, 8000, 8000, [5, 0, 0, 0, 1]), 8000, 8000),
  'a JPEG 2000 without tiles': () => coded(J2K, jpeg2000(64, 64, 0), 64, 64),
  'a JPEG 2000 of 8,000 × 8,000 with noise in it': () =>
    coded(J2K, filled(jpeg2000(8000, 8000, 8000), 20_000), 8000, 8000),
  'an HTJ2K of 8,000 × 8,000 with noise in it': () =>
    coded(HTJ2K, filled(jpeg2000(8000, 8000, 8000), 20_000), 8000, 8000),
  'a JPEG of 8,000 × 8,000 with noise in it': () => coded(JPEG, filled(jpeg(0xc0, 8, 8000, 8000), 20_000), 8000, 8000),
  'a JPEG-LS of 8,000 × 8,000 with noise in it': () =>
    coded(JPEG_LS, filled(jpeg(0xf7, 8, 8000, 8000), 20_000), 8000, 8000),
  'an HTJ2K of 8,000 × 8,000 with nothing in it': () => coded(HTJ2K, jpeg2000(8000, 8000, 8000), 8000, 8000),
  'RLE of 8,000 × 8,000 with nothing in it': () => coded(RLE, rle([1, 64], 70), 8000, 8000),
  'RLE with a segment past the end': () => coded(RLE, rle([1, 0xfffffff0], 500), 16, 16),
  'RLE with a thousand million segments': () => coded(RLE, rle([1_000_000_000, 64], 500), 16, 16),
  'RLE that ends within a run': () => coded(RLE, rle([1, 64], 65), 16, 16),
  'no fragments': () => encapsulatedObject(small, JPEG, []),
  'three million empty fragments': () => {
    const pixels = Buffer.concat([
      hex('fe ff 00 e0 00 00 00 00'),
      repeated(hex('fe ff 00 e0 00 00 00 00'), 3_000_000),
      hex('fe ff dd e0 00 00 00 00'),
    ]);
    return withUndefinedLength(
      pictureObject({ ...small, syntax: JPEG, more: { '7fe00010': ['OB', pixels] } }),
      pixels.length,
    );
  },
  'fewer fragments than frames': () =>
    encapsulatedObject({ ...small, more: film(3) }, RLE, [rle([1, 64], 80), rle([1, 64], 80)]),
  'an offset table of odd length': () => {
    const pixels = Buffer.concat([
      hex('fe ff 00 e0 06 00 00 00 00 00 00 00 00 00'),
      fragments([jpeg(0xc0, 8, 16, 16)]).subarray(8),
    ]);
    return withUndefinedLength(
      pictureObject({ ...small, syntax: JPEG, more: { '7fe00010': ['OB', pixels] } }),
      pixels.length,
    );
  },
  'an offset table that names one frame for all': () =>
    encapsulatedObject(
      { ...small, more: film(2) },
      RLE,
      [1, 2, 3].map(() => rle([1, 64], 80)),
      [0, 0],
    ),
  'an offset table past the end': () =>
    encapsulatedObject(
      { ...small, more: film(2) },
      RLE,
      [1, 2, 3].map(() => rle([1, 64], 80)),
      [0, 0xfffffff0],
    ),
  'fragments without an end': () => encapsulatedObject(small, JPEG, [jpeg(0xc0, 8, 16, 16)]).subarray(0, -8),
  'a fragment past the end': () => encapsulatedObject(small, JPEG, [jpeg(0xc0, 8, 16, 16)]).subarray(0, -20),
  'coded pixels with a length': () => pictureObject({ ...small, syntax: JPEG }),
  'a palette that repeats itself for ever': () => {
    const words = (...values: number[]) => new Uint8Array(Uint16Array.from(values).buffer);
    const tables = [1, 2, 3].flatMap((n): [string, Attributes[string]][] => [
      [`0028110${n}`, ['US', words(0, 0, 16)]],
      [`0028122${n}`, ['OW', words(...Array.from({ length: 2000 }, () => [2, 65_535, 0, 0]).flat())]],
    ]);
    return pictureObject({ ...small, photometric: 'PALETTE COLOR', more: Object.fromEntries(tables) });
  },
};

/** A code stream with bytes that look like data before its end mark. */
const filled = (stream: Uint8Array, length: number): Uint8Array =>
  Buffer.concat([
    stream.subarray(0, -2),
    Uint8Array.from({ length }, (_, k) => (k * 37 + (k >> 3)) % 128),
    stream.subarray(-2),
  ]);

/** An RLE header and a body of zeros. */
function rle(header: readonly number[], length: number): Uint8Array {
  const out = new Uint8Array(length);
  const view = new DataView(out.buffer);
  for (const [place, value] of header.entries()) view.setUint32(4 * place, value, true);
  return out;
}

/** Objects whose size lies in one value; they are read, and that value is not. */
export const HUGE: Readonly<Record<string, () => Uint8Array>> = {
  'a list of 30 million windows': () => dicomExample({ '00281050': ['UT', Buffer.alloc(30_000_000, '\\')] }),
  'a name of 30 million escapes': () =>
    dicomExample({ '00104000': ['UT', Buffer.alloc(30_000_000, '\x1b(B')], '00080005': ['CS', '\\ISO 2022 IR 144'] }),
};
