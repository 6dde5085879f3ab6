import { deflateRawSync, deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import dicomParser, { type DataSet } from 'dicom-parser';
import fc from 'fast-check';
import { readDicom } from '../domain/dicom/read.ts';
import { readCodeStream, resolutionEnds } from '../domain/imaging/code-stream-htj2k.ts';
import type { Codecs } from '../domain/imaging/codecs.ts';
import { decodeFrames } from '../domain/imaging/decode.ts';
import { BASE_PIXELS, HTJ2K_RPCL, type Htj2k, levelsFor, sideAt } from '../domain/imaging/htj2k.ts';
import { pixelHash } from '../domain/imaging/pixel-hash.ts';
import { type Encoded, encodeWorkingCopy } from '../domain/imaging/working-copy.ts';
import { type Attributes, SYNTAX } from './dicom.ts';
import { codecsForTests, type Synthetic, syntheticImage, syntheticPixels } from './images.ts';

let codecs: Codecs;
let htj2k: Htj2k;
beforeAll(async () => {
  ({ codecs, htj2k } = await codecsForTests());
});

type Copy = Extract<Encoded, { form: 'working-copy' }>;
function copyOf(bytes: Uint8Array): Copy {
  const encoded = encodeWorkingCopy(bytes, codecs, htj2k);
  if (encoded.form !== 'working-copy') throw new Error(`as sent: ${encoded.why}`);
  return encoded;
}
const whyNot = (bytes: Uint8Array): string | undefined => {
  const encoded = encodeWorkingCopy(bytes, codecs, htj2k);
  return encoded.form === 'as-sent' ? encoded.why : undefined;
};
const hashOf = (bytes: Uint8Array): string => {
  const { object, header } = readDicom(bytes, 'UTC', codecs.inflate);
  return pixelHash(header.pixels ? decodeFrames(object, header.pixels, codecs) : []);
};
/** Read by another parser than ours. */
const fragmentsOf = (set: DataSet) => set.elements.x7fe00010?.fragments ?? [];
const streamsOf = (bytes: Uint8Array): Uint8Array[] => {
  const set = dicomParser.parseDicom(bytes);
  return fragmentsOf(set).map(({ position, length }) => set.byteArray.subarray(position, position + length));
};

const FORMS: readonly [string, Synthetic][] = [
  ...[8, 9, 10, 12, 14, 16].flatMap((bits): [string, Synthetic][] => [
    [`${bits} bits`, { rows: 130, columns: 200, bits }],
    [`${bits} bits, signed`, { rows: 130, columns: 200, bits, signed: true }],
  ]),
  ['RGB', { rows: 97, columns: 131, bits: 8, samples: 3 }],
  ['no larger than a thumbnail', { rows: 5, columns: 3, bits: 12 }],
  ['one pixel', { rows: 1, columns: 1, bits: 12 }],
  ['a line', { rows: 1, columns: 3000, bits: 12 }],
];

describe.each(FORMS)('the working copy of an image: %s', (_, image) => {
  test('holds PS3.5 §10.18: reversible HTJ2K, RPCL, TLM, a base resolution of at most 64 pixels', () => {
    const [stream = new Uint8Array()] = streamsOf(copyOf(syntheticImage(image)).bytes);
    const read = readCodeStream(stream);
    const { rows, columns, bits, signed = false, samples = 1 } = image;
    expect(read).toMatchObject({ rows, columns, bits, signed, samples, tiles: 1, layers: 1 });
    expect(read).toMatchObject({ highThroughput: true, reversible: true, progression: 'RPCL' });
    expect(read.colourTransform).toBe(samples === 3);
    expect(sideAt(Math.max(rows, columns), read.levels)).toBeLessThanOrEqual(BASE_PIXELS);
    expect(read.tilePartLengths?.length).toBe(read.levels + 1);
    // The lengths of TLM lead to the end of the stream: two bytes of EOC and at most one of padding.
    const end = resolutionEnds(read)?.at(-1) ?? 0;
    expect([...stream.subarray(end, end + 2)]).toEqual([0xff, 0xd9]);
    expect(stream.length - end - 2).toBeLessThanOrEqual(1);
  });

  test('has the pixels of the original, in fewer bytes where there is something to save', () => {
    const original = syntheticImage(image);
    const copy = copyOf(original);
    expect(copy.pixelHash).toBe(hashOf(original));
    expect(hashOf(copy.bytes)).toBe(hashOf(original));
    if (image.rows * image.columns > 10_000) expect(copy.bytes.length).toBeLessThan(original.length);
  });
});

test('levels are one at least and just enough', () => {
  expect(levelsFor(64, 64)).toBe(1);
  expect(levelsFor(128, 64)).toBe(1);
  expect(levelsFor(129, 64)).toBe(2);
  expect(levelsFor(3000, 2048)).toBe(6);
});

const MORE: Partial<Attributes> = {
  '00089215': ['SQ', [{ '00080100': ['SH', 'A'], '00400275': ['SQ', [{ '00081030': ['LO', 'внутри'] }]] }]],
  '00090010': ['LO', 'A MAKER'],
  '00091001': ['UN', Uint8Array.of(1, 2, 3, 4)],
  '00282110': ['CS', '00'],
  '00283002': ['US', Uint8Array.of(0, 1, 2, 0, 16, 0)],
  fffcfffc: ['OB', Uint8Array.of(0, 0)],
};

/** Every value of every attribute but those of the writing, nested ones too, as text. */
function contents(set: DataSet): string[] {
  return Object.values(set.elements)
    .filter(({ tag }) => !/^x0002|^x7fe000|0000$|^xfffe/.test(tag))
    .flatMap(({ tag, dataOffset, length, items }) =>
      items === undefined
        ? [`${tag} ${Buffer.from(set.byteArray.subarray(dataOffset, dataOffset + length)).toString('hex')}`]
        : items.flatMap(({ dataSet }) => (dataSet ? contents(dataSet).map((line) => `${tag} > ${line}`) : [])),
    );
}

describe('attributes of a working copy', () => {
  const image = { rows: 70, columns: 90, bits: 12 };
  const explicit = () => syntheticImage(image, MORE);

  test('are those of the original; only the syntax is another', () => {
    const [before, after] = [dicomParser.parseDicom(explicit()), dicomParser.parseDicom(copyOf(explicit()).bytes)];
    expect(contents(after)).toEqual(contents(before));
    expect(contents(before).length).toBeGreaterThan(25);
    expect(after.string('x00020010')).toBe(HTJ2K_RPCL);
    expect(after.string('x00282110')).toBe('00');
  });

  test.each([
    ['implicit little endian', { syntax: SYNTAX.implicitLittle }],
    ['deflated', { syntax: SYNTAX.deflated, deflate: (bytes: Uint8Array) => deflateRawSync(bytes) }],
    ['deflated with the head of zlib', { syntax: SYNTAX.deflated, deflate: (bytes: Uint8Array) => deflateSync(bytes) }],
    ['without preamble and meta header', { preamble: false, meta: false }],
  ])('come out the same from %s', (_, form) => {
    const copy = copyOf(syntheticImage(image, MORE, form));
    expect(contents(dicomParser.parseDicom(copy.bytes))).toEqual(contents(dicomParser.parseDicom(explicit())));
    expect(copy.pixelHash).toBe(hashOf(explicit()));
  });

  test('come out the same from big endian, words turned', () => {
    const pixels = syntheticPixels(image);
    for (let at = 0; at < pixels.length; at += 2) pixels.subarray(at, at + 2).reverse();
    const changes: Partial<Attributes> = {
      '00283002': ['US', Uint8Array.of(1, 0, 0, 2, 0, 16)],
      '7fe00010': ['OW', pixels],
    };
    const copy = copyOf(syntheticImage(image, changes, { syntax: SYNTAX.explicitBig }));
    const little = syntheticImage(image, { '00283002': MORE['00283002'] });
    expect(contents(dicomParser.parseDicom(copy.bytes))).toEqual(contents(dicomParser.parseDicom(little)));
    expect(copy.pixelHash).toBe(hashOf(little));
  });

  test('of colour say what the code stream holds: YBR_RCT, interleaved', () => {
    const planes = { '00280006': ['US', 1] } as Partial<Attributes>;
    const set = dicomParser.parseDicom(
      copyOf(syntheticImage({ rows: 66, columns: 80, bits: 8, samples: 3 }, planes)).bytes,
    );
    expect([set.string('x00280004'), set.uint16('x00280006')]).toEqual(['YBR_RCT', 0]);
  });

  test('are equal for equal objects, byte by byte', () => {
    expect(Buffer.from(copyOf(explicit()).bytes).equals(copyOf(explicit()).bytes)).toBe(true);
  });
});

describe('a film of several frames', () => {
  const film: Synthetic = { rows: 80, columns: 70, bits: 12, frames: 5 };

  test('keeps every frame in one fragment, found by the offset table', () => {
    const original = syntheticImage(film);
    const copy = copyOf(original);
    expect(copy.pixelHash).toBe(hashOf(original));
    const { fragments = [], basicOffsetTable } = dicomParser.parseDicom(copy.bytes).elements.x7fe00010 ?? {};
    expect(basicOffsetTable).toEqual(fragments.map(({ offset }) => offset));
    expect(fragments).toHaveLength(5);
  });
});

describe('an image stays as it was sent', () => {
  const image = { rows: 40, columns: 40, bits: 12 };
  test.each<[string, Partial<Attributes> | Synthetic]>([
    ['when bits beside the stored ones carry an overlay', { '7fe00010': ['OW', new Uint8Array(3200).fill(0x10)] }],
    ['when its high bit lies elsewhere', { '00280102': ['US', 15] }],
    ['when its colours come by a palette', { '00280004': ['CS', 'PALETTE COLOR'] }],
    ['when it is YBR', { rows: 40, columns: 40, bits: 8, samples: 3, ybr: true } as Synthetic],
    ['when its colours are deeper than 8 bits', { rows: 40, columns: 40, bits: 12, samples: 3 }],
    ['when it has fewer than 8 bits', { rows: 40, columns: 40, bits: 7 }],
  ])('%s', (_, change) => {
    const bytes =
      'rows' in change
        ? syntheticImage(change as Synthetic, 'ybr' in change ? { '00280004': ['CS', 'YBR_FULL'] } : {})
        : syntheticImage(image, change as Partial<Attributes>);
    expect(whyNot(bytes)).toEqual(expect.any(String));
  });

  test('when it is a working copy already, or compressed in another way', () => {
    expect(whyNot(copyOf(syntheticImage(image)).bytes)).toBe(`syntax ${HTJ2K_RPCL}`);
  });

  test('when the encoder fails, or gives back other pixels', () => {
    const broken = {
      ...htj2k,
      encode: () => {
        throw new Error('trap');
      },
    };
    expect(encodeWorkingCopy(syntheticImage(image), codecs, broken)).toMatchObject({ form: 'as-sent' });
    const lying: Htj2k = {
      ...htj2k,
      encode: (frame, levels) => htj2k.encode({ ...frame, bytes: frame.bytes.map((byte) => byte & 0xfe) }, levels),
    };
    expect(encodeWorkingCopy(syntheticImage(image), codecs, lying)).toMatchObject({ form: 'as-sent' });
  });

  test('but negative values may fill the unused bits with their sign or leave them zero', () => {
    const signed = { rows: 40, columns: 40, bits: 12, signed: true };
    const filled = Uint16Array.from(new Uint16Array(syntheticPixels(signed).buffer), (value) =>
      value & 0x800 ? value | 0xf000 : value,
    );
    const sent = syntheticImage(signed, { '7fe00010': ['OW', new Uint8Array(filled.buffer)] });
    expect(copyOf(sent).pixelHash).toBe(copyOf(syntheticImage(signed)).pixelHash);
  });
});

test('any grey image comes out with its pixels', () => {
  const forms = fc.record({
    rows: fc.integer({ min: 1, max: 150 }),
    columns: fc.integer({ min: 1, max: 150 }),
    bits: fc.integer({ min: 8, max: 16 }),
    signed: fc.boolean(),
    seed: fc.integer(),
  });
  fc.assert(
    fc.property(forms, (image) => {
      const original = syntheticImage(image);
      expect(hashOf(copyOf(original).bytes)).toBe(hashOf(original));
    }),
    { numRuns: 40 },
  );
});
