import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { type Attributes, dicomExample } from '../../test/dicom.ts';
import { readDicom } from '../dicom/read.ts';
import { decodeFirst } from './decode.ts';
import { viewsOf } from './display.ts';
import { type Shown, toGrey } from './grey.ts';
import { renderFrame } from './rendering.ts';

const no = () => {
  throw new Error('no codec in this test');
};
const codecs = {
  inflate: (bytes: Uint8Array, limit: number) => inflateRawSync(bytes, { maxOutputLength: limit }),
  jpegBaseline: no,
  jpegLs: no,
  jpeg2000: no,
  htj2k: no,
};
const us = (...values: number[]): Attributes[string] => ['US', new Uint8Array(Uint16Array.from(values).buffer)];
const words = (...values: number[]): Attributes[string] => ['OW', new Uint8Array(Uint16Array.from(values).buffer)];
const bytes = (...values: number[]): Attributes[string] => ['OB', Uint8Array.from(values)];

function opened(changes: Attributes) {
  const { object, header } = readDicom(dicomExample(changes), 'UTC', codecs.inflate);
  if (header.pixels === undefined) throw new Error('no pixels');
  const frame = decodeFirst(object, header.pixels, codecs);
  const rounded = (shown?: Shown) =>
    [...toGrey(frame, object.dataSet, shown).values].map((value) => Number(value.toFixed(3)));
  return { frame, dataSet: object.dataSet, grey: rounded, rgb: () => [...renderFrame(frame, object.dataSet).bytes] };
}

/** Six pixels of 12 bits. */
const six = (...values: number[]): Attributes => ({ '7fe00010': words(...values) });

describe('the ways in which an image may be shown', () => {
  const windows: Attributes = {
    '00281050': ['DS', '100\\1000\\5'],
    '00281051': ['DS', '201\\0\\11'],
    '00281055': ['LO', 'Лёгкие\\Кости\\Узкое'],
    '00283010': ['SQ', [{ '00283002': us(3, 0, 8), '00283003': ['LO', 'Таблица'], '00283006': words(0, 51, 255) }]],
  };

  test('are its windows by name, its tables and its range; the first is shown, any other on demand', () => {
    const { dataSet, grey } = opened({ ...windows, ...six(0, 1, 2, 100, 200, 1000) });
    const views = viewsOf(dataSet);
    expect(views).toEqual([
      { kind: 'window', centre: 100, width: 201, shape: 'LINEAR', explanation: 'Лёгкие' },
      { kind: 'window', centre: 5, width: 11, shape: 'LINEAR', explanation: 'Узкое' },
      { kind: 'table', table: 0, explanation: 'Таблица' },
      { kind: 'range' },
    ]);
    expect(grey()).toEqual([0.002, 0.007, 0.013, 0.502, 1, 1]);
    expect(grey({ view: views[1] as never })).toEqual([0.05, 0.15, 0.25, 1, 1, 1]);
    expect(grey({ view: views[2] as never })).toEqual([0, 0.2, 1, 1, 1, 1]);
    expect(grey({ view: views[3] as never })).toEqual([0, 0.001, 0.002, 0.1, 0.2, 1]);
  });

  test('of frames with windows and rescale of their own are those of the frame', () => {
    const macro = (centre: string, intercept: string): Attributes => ({
      '00289132': ['SQ', [{ '00281050': ['DS', centre], '00281051': ['DS', '3'] }]],
      '00289145': ['SQ', [{ '00281052': ['DS', intercept], '00281053': ['DS', '1'] }]],
    });
    const { dataSet, grey } = opened({
      ...six(0, 1, 2, 3, 4, 5),
      '52009229': ['SQ', [macro('1', '0')]],
      '52009230': ['SQ', [{}, macro('3', '1')]],
    });
    expect(viewsOf(dataSet, 0)[0]).toMatchObject({ centre: 1 });
    expect(viewsOf(dataSet, 1)[0]).toMatchObject({ centre: 3 });
    expect(grey()).toEqual([0.25, 0.75, 1, 1, 1, 1]);
    expect(grey({ number: 1 })).toEqual([0, 0.25, 0.75, 1, 1, 1]);
  });
});

describe('a modality table', () => {
  test('stands before the window, in place of slope and intercept', () => {
    const { grey } = opened({
      ...six(10, 11, 12, 13, 9, 4000),
      '00281050': ['DS', '150'],
      '00281051': ['DS', '101'],
      '00281052': ['DS', '-1000'],
      '00281053': ['DS', '1'],
      '00283000': ['SQ', [{ '00283002': us(3, 10, 16), '00283006': words(100, 150, 200) }]],
    });
    expect(grey()).toEqual([0.005, 0.505, 1, 1, 0.005, 1]);
  });
});

describe('padding', () => {
  test('has no part in the range and is black, also where white is low', () => {
    const padded: Attributes = { ...six(0, 0, 100, 200, 300, 0), '00280120': us(0) };
    expect(opened(padded).grey()).toEqual([0, 0, 0, 0.5, 1, 0]);
    expect(opened({ ...padded, '00280004': ['CS', 'MONOCHROME1'] }).grey()).toEqual([0, 0, 1, 0.5, 0, 0]);
  });

  test('may be a range of values, and signed', () => {
    const signed: Attributes = {
      '00280103': us(1),
      '00280120': ['SS', us(0xf830)[1] as Uint8Array],
      '00280121': us(0xf832),
    };
    expect(opened({ ...six(0x830, 0x831, 0x832, 0x833, 0, 5), ...signed }).grey()).toEqual([0, 0, 0, 0, 0.998, 1]);
  });

  test('that fills the whole picture leaves it black', () => {
    expect(opened({ ...six(7, 7, 7, 7, 7, 7), '00280120': us(7) }).grey()).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe('a palette', () => {
  const indexed = (tables: Attributes): Attributes => ({
    '00280004': ['CS', 'PALETTE COLOR'],
    '00280100': us(8),
    '00280101': us(8),
    '00280102': us(7),
    '7fe00010': bytes(0, 1, 2, 3, 4, 255),
    ...tables,
  });
  const three = (descriptor: Attributes[string], one: (n: number) => Attributes[string], tag = '0'): Attributes =>
    Object.fromEntries(
      [1, 2, 3].flatMap((n) => [
        [`0028110${n}`, descriptor],
        [`002812${tag}${n}`, one(n)],
      ]),
    );

  test('of 16 bits gives its colours', () => {
    const { rgb, grey } = opened(indexed(three(us(3, 1, 16), (n) => words(n * 256, n * 4096, 65_535))));
    expect(rgb().slice(0, 12)).toEqual([1, 2, 3, 1, 2, 3, 16, 32, 48, 255, 255, 255]);
    expect(grey()[5]).toBe(1);
  });

  test('of 8 bits lies in bytes, or in words', () => {
    const inBytes = opened(indexed(three(us(4, 0, 8), (n) => bytes(0, 10 * n, 20 * n, 255))));
    const inWords = opened(indexed(three(us(4, 0, 8), (n) => words(0, 10 * n, 20 * n, 255))));
    expect(inBytes.rgb()).toEqual([0, 0, 0, 10, 20, 30, 20, 40, 60, ...new Array(9).fill(255)]);
    expect(inWords.rgb()).toEqual(inBytes.rgb());
  });

  test('in segments is spread out: discrete, linear, repeated', () => {
    // Two entries, four more on the way to 5120, then the first segment again.
    const { rgb } = opened(indexed(three(us(8, 0, 16), () => words(0, 2, 0, 1024, 1, 4, 5120, 2, 1, 0, 0), '2')));
    expect(rgb().filter((_, k) => k % 3 === 0)).toEqual([0, 4, 8, 12, 16, 4]);
  });

  test('that is missing is refused', () => {
    expect(() => opened(indexed({})).grey()).toThrow('dicom-pixels');
  });
});

describe('colour', () => {
  const colour = (photometric: string, values: number[]): Attributes => ({
    '00280002': us(3),
    '00280004': ['CS', photometric],
    '00280006': us(0),
    '00280010': us(1),
    '00280011': us(2),
    '00280100': us(8),
    '00280101': us(8),
    '00280102': us(7),
    '7fe00010': bytes(...values),
  });

  test('of YBR_FULL becomes red, green and blue (PS3.3 §C.7.6.3.1.2)', () => {
    expect(opened(colour('YBR_FULL', [76, 85, 255, 29, 255, 107])).rgb()).toEqual([254, 0, 0, 0, 0, 254]);
  });

  test('of YBR_FULL_422 has its chroma for two pixels, or for each where the writer did not halve it', () => {
    expect([...opened(colour('YBR_FULL_422', [10, 20, 128, 130])).frame.pixels]).toEqual([10, 128, 130, 20, 128, 130]);
    const whole = opened(colour('YBR_FULL_422', [10, 128, 130, 20, 128, 130]));
    expect([...whole.frame.pixels]).toEqual([10, 128, 130, 20, 128, 130]);
    expect(whole.grey()).toEqual([0.039, 0.078]);
  });
});
