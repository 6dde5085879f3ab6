import type { Random } from '../random.ts';

type Mutation = (bytes: Buffer, random: Random, seeds: readonly Buffer[]) => Buffer;

/** Elements that say how the pixels lie: group and element, little endian, and values that have broken readers. */
const FORM: readonly (readonly [string, readonly number[]])[] = [
  ['28000200', [0, 1, 2, 3, 4, 255]],
  ['28001000', [0, 1, 36, 38, 74, 255, 4096, 65_535]],
  ['28001100', [0, 1, 49, 51, 100, 255, 4096, 65_535]],
  ['28000001', [0, 1, 7, 8, 12, 16, 24, 32, 64]],
  ['28000101', [0, 1, 7, 8, 10, 12, 15, 16, 17, 32]],
  ['28000201', [0, 7, 11, 15, 31, 65_535]],
  ['28000301', [0, 1, 2]],
  ['28000600', [0, 1, 2]],
];
const LENGTHS = [0, 1, 2, 0x7f, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
const TEXTS = [
  '1A',
  '0',
  '-1',
  '99999',
  '1e9',
  '\\\\\\',
  'ISO_IR 192',
  'PALETTE COLOR',
  'YBR_FULL_422',
  'MONOCHROME1',
  'RGB',
  '1.2',
];

const spliced = (bytes: Buffer, at: number, cut: number, put: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(Math.min(bytes.length, at + cut))]);

/** Bytes that fell over, in the header, in the pixels, or anywhere. */
const flipped =
  (from: (length: number) => number, to: (length: number) => number): Mutation =>
  (bytes, random) => {
    const changed = Buffer.from(bytes);
    const [least, most] = [from(bytes.length), to(bytes.length)];
    if (most <= least) return changed;
    for (let flips = 1 + random.below(12); flips > 0; flips -= 1)
      changed[least + random.below(most - least)] = random.below(256);
    return changed;
  };

/** Most damage worth trying is in the code streams, which lie at the end. */
const inPixels: Mutation = flipped(
  (length) => Math.max(0, length - 2500),
  (length) => length,
);

const MUTATIONS: readonly Mutation[] = [
  inPixels,
  inPixels,
  inPixels,
  inPixels,
  flipped(
    () => 0,
    (length) => length,
  ),
  flipped(
    () => 128,
    (length) => Math.min(length, 1200),
  ),
  // A line that broke, at either end.
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => bytes.subarray(0, bytes.length - Math.min(bytes.length, 1 + random.below(60))),
  (bytes, random) => bytes.subarray(Math.min(bytes.length, random.below(300))),
  // The form of the pixels stated otherwise.
  (bytes, random) => {
    const [tag, values] = random.pick(FORM);
    const at = bytes.indexOf(Buffer.from(tag, 'hex'));
    if (at < 0 || at + 10 > bytes.length) return bytes;
    const changed = Buffer.from(bytes);
    changed.writeUInt16LE(random.pick(values), at + 8);
    return changed;
  },
  (bytes, random) => {
    const text = Buffer.from(random.pick(TEXTS));
    const at = 300 + random.below(Math.max(1, Math.min(900, bytes.length - 300)));
    return spliced(bytes, at, random.below(2) * text.length, text);
  },
  // A length that lies: at an even place, of elements, items and fragments.
  (bytes, random) => {
    if (bytes.length < 200) return bytes;
    const changed = Buffer.from(bytes);
    for (let count = 1 + random.below(3); count > 0; count -= 1)
      changed.writeUInt32LE(random.pick(LENGTHS), 132 + 2 * random.below((bytes.length - 140) >> 1));
    return changed;
  },
  // Items and elements where there were none.
  (bytes, random) => {
    const item = Buffer.from(
      random.pick([
        'feff00e0ffffffff',
        'feff00e000000000',
        'feffdde000000000',
        'feff0de000000000',
        '0800811553510000ffffffff',
        '09000100554e0000ffffffff',
      ]),
      'hex',
    );
    const places = 1 + random.below(40);
    return spliced(bytes, random.below(bytes.length + 1), 0, Buffer.concat(new Array<Buffer>(places).fill(item)));
  },
  // A stretch twice, or not at all.
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    const length = random.below(400);
    return random.below(2) === 0
      ? spliced(bytes, at, length, Buffer.alloc(0))
      : spliced(bytes, at, 0, bytes.subarray(at, at + length));
  },
  // The header of one object over the pixels of another, in whichever syntax.
  (bytes, random, seeds) => {
    const other = random.pick(seeds);
    const cut = (of: Buffer): number => Math.max(0, of.indexOf(Buffer.from('e07f1000', 'hex')));
    return Buffer.concat([bytes.subarray(0, cut(bytes)), other.subarray(cut(other))]);
  },
  (bytes, random, seeds) => {
    const other = random.pick(seeds);
    return Buffer.concat([other.subarray(0, Math.min(other.length, 380)), bytes.subarray(Math.min(bytes.length, 380))]);
  },
];

/** One of the seeds after one or two mutations. */
export function mutatedImage(seeds: readonly Buffer[], random: Random): Buffer {
  let bytes = random.pick(seeds);
  for (let count = 1 + random.below(2); count > 0; count -= 1) bytes = random.pick(MUTATIONS)(bytes, random, seeds);
  return bytes;
}
