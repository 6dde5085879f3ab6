import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { DicomHeader, PixelForm } from '../../domain/dicom/header.ts';
import type { DicomObject } from '../../domain/dicom/object.ts';
import { readDicom } from '../../domain/dicom/read.ts';
import { readCodeStream, resolutionEnds } from '../../domain/imaging/code-stream-htj2k.ts';
import { decodeOne } from '../../domain/imaging/decode.ts';
import { encapsulatedFrame, frameFinder } from '../../domain/imaging/fragments.ts';
import { pictureForm } from '../../domain/imaging/picture-form.ts';
import { renderFrame } from '../../domain/imaging/rendering.ts';
import { encodeWorkingCopy } from '../../domain/imaging/working-copy.ts';
import type { PictureDisplay } from '../../schemas/display.ts';
import type { Attributes } from '../../test/dicom.ts';
import { codecsForTests, type Synthetic, syntheticImage } from '../../test/images.ts';
import { makeFilms } from './films.ts';

type Tools = Awaited<ReturnType<typeof codecsForTests>>;
let tools: Tools;
beforeAll(async () => {
  tools = await codecsForTests();
});

const CORPORA = process.env.OKA_CORPORA;

/** What the server holds of an image that was sent: its working copy, read again. Undefined where it stays as it was sent. */
function stored(sent: Uint8Array) {
  const copy = encodeWorkingCopy(sent, tools.codecs, tools.htj2k);
  if (copy.form !== 'working-copy') return undefined;
  const { object, header } = readDicom(copy.bytes, 'UTC', tools.codecs.inflate);
  return { object, header, pixels: header.pixels as PixelForm };
}

/** The picture of the server, and that of the page's worker from the same stored object. */
function bothPictures({ object, header, pixels }: { object: DicomObject; header: DicomHeader; pixels: PixelForm }) {
  const frame = decodeOne(object, pixels, tools.codecs, 0);
  const form = pictureForm(object.dataSet, header, pixels, () => frame);
  const stream = encapsulatedFrame(object.dataSet, frameFinder(object.dataSet, 1), 0);
  const films = makeFilms(tools.htj2k.decodeAt);
  films.decode('film', stream, 0, form);
  const painted = films.paint('film', form, viewOf(form), false);
  return { server: renderFrame(frame, object.dataSet).bytes, page: red(painted?.rgba), form, stream, films };
}

const viewOf = ({ views: [view] }: PictureDisplay) => view ?? { kind: 'range' as const, least: 0, most: 1 };
const red = (rgba: Uint8ClampedArray = new Uint8ClampedArray()): Uint8Array =>
  Uint8Array.from(rgba.filter((_, k) => k % 4 === 0));

const GREY: Synthetic = { rows: 120, columns: 90, bits: 12 };
const words = (values: readonly number[]): Uint8Array => new Uint8Array(Uint16Array.from(values).buffer);
const CASES: Readonly<Record<string, readonly [Synthetic, Partial<Attributes>]>> = {
  'without window or table': [GREY, {}],
  'with a window': [GREY, { '00281050': ['DS', '2000'], '00281051': ['DS', '900'] }],
  'of MONOCHROME1': [
    GREY,
    { '00280004': ['CS', 'MONOCHROME1'], '00281050': ['DS', '2000'], '00281051': ['DS', '900'] },
  ],
  'of MONOCHROME1 without a window': [GREY, { '00280004': ['CS', 'MONOCHROME1'] }],
  'signed, with rescale': [
    { ...GREY, signed: true },
    { '00281052': ['DS', '-1024'], '00281053': ['DS', '1.5'], '00281050': ['DS', '40'], '00281051': ['DS', '400'] },
  ],
  'of 16 bits, signed': [{ ...GREY, bits: 16, signed: true }, { '00281052': ['DS', '-1024'] }],
  'of 8 bits': [
    { ...GREY, bits: 8 },
    { '00281050': ['DS', '100'], '00281051': ['DS', '50'] },
  ],
  'of 10 bits, sigmoid': [
    { ...GREY, bits: 10 },
    { '00281050': ['DS', '500'], '00281051': ['DS', '300'], '00281056': ['CS', 'SIGMOID'] },
  ],
  'linear exact': [GREY, { '00281050': ['DS', '500'], '00281051': ['DS', '0.5'], '00281056': ['CS', 'LINEAR_EXACT'] }],
  'a window of one': [GREY, { '00281050': ['DS', '2000'], '00281051': ['DS', '1'] }],
  'with padding': [GREY, { '00280120': ['US', 0], '00280121': ['US', 700] }],
  'of MONOCHROME1 with padding': [
    GREY,
    { '00280004': ['CS', 'MONOCHROME1'], '00280120': ['US', 0], '00280121': ['US', 700] },
  ],
  'with a VOI table': [
    GREY,
    {
      '00283010': [
        'SQ',
        [{ '00283002': ['US', words([5, 1000, 12])], '00283006': ['OW', words([0, 9, 700, 3000, 4095])] }],
      ],
    },
  ],
  'with a modality table': [
    GREY,
    {
      '00283000': [
        'SQ',
        [
          {
            '00283002': ['US', words([4, 900, 16])],
            '00283004': ['LO', 'OD'],
            '00283006': ['OW', words([0, 100, 200, 4000])],
          },
        ],
      ],
      '00281050': ['DS', '100'],
      '00281051': ['DS', '300'],
    },
  ],
};

describe('a film in the worker of the page', () => {
  test.each(Object.entries(CASES))('is, %s, pixel for pixel the picture of the server', (_, [image, changes]) => {
    const held = stored(syntheticImage(image, changes));
    if (held === undefined) throw new Error('no working copy');
    const { server, page } = bothPictures(held);
    expect(new Set(server).size).toBeGreaterThan(1);
    expect(Buffer.from(page).equals(Buffer.from(server))).toBe(true);
  });

  test('keeps padding black when the reader inverts, and turns the rest', () => {
    const held = stored(syntheticImage(GREY, { '00280120': ['US', 0], '00280121': ['US', 700] }));
    const { films, form, page } = bothPictures(held as NonNullable<typeof held>);
    const inverted = red(films.paint('film', form, viewOf(form), true)?.rgba);
    const frame = Array.from(page, (value, k) => [value, inverted[k] as number] as const);
    const turned = frame.filter(([before, after]) => after === 255 - before).length;
    expect(frame.every(([before, after]) => after === 255 - before || (before === 0 && after === 0))).toBe(true);
    expect(turned).toBeGreaterThan(0);
    expect(turned).toBeLessThan(frame.length);
  });

  test('is shown at a lower resolution from the beginning of its code stream', () => {
    const held = stored(syntheticImage({ ...GREY, rows: 500, columns: 400 }));
    const { stream, form } = bothPictures(held as NonNullable<typeof held>);
    const said = readCodeStream(stream);
    const ends = resolutionEnds(said) ?? [];
    const films = makeFilms(tools.htj2k.decodeAt);
    const begin = films.decode('film', stream.subarray(0, ends[1]), said.levels - 1, form);
    expect([begin.rows, begin.columns]).toEqual([
      Math.ceil(500 / 2 ** begin.discarded),
      Math.ceil(400 / 2 ** begin.discarded),
    ]);
    expect(films.paint('film', form, viewOf(form), false)).toMatchObject({ discarded: begin.discarded });
    films.decode('film', stream, 0, form);
    expect(films.paint('film', form, viewOf(form), false)).toMatchObject({ discarded: 0, rows: 500, columns: 400 });
  });

  test('answers a drag with fewer pixels, and a place with its stored value', () => {
    const held = stored(syntheticImage({ ...GREY, rows: 500, columns: 400 }));
    const { stream, form } = bothPictures(held as NonNullable<typeof held>);
    const films = makeFilms(tools.htj2k.decodeAt, 20_000);
    films.decode('film', stream, 2, form);
    films.decode('film', stream, 0, form);
    expect(films.paint('film', form, viewOf(form), false, 20_000)).toMatchObject({ discarded: 2 });
    expect(films.value('film', 0, 0)).toBe(0);
    expect(films.value('film', 0.9999, 0.9999)).toBe(4095);
    expect(films.value('film', 1, 0)).toBeUndefined();
    films.forget('film');
    expect(films.value('film', 0, 0)).toBeUndefined();
  });

  test('that is another than its header says is refused', () => {
    const held = stored(syntheticImage(GREY));
    const { stream } = bothPictures(held as NonNullable<typeof held>);
    expect(() => makeFilms(tools.htj2k.decodeAt).decode('film', stream, 0, { bits: 16, signed: false })).toThrow();
  });

  const folder = join(CORPORA ?? '', 'dicom');
  (CORPORA !== undefined && existsSync(folder) ? test : test.skip)(
    'is pixel for pixel the picture of the server for every real film that has a working copy (OKA_CORPORA)',
    () => {
      const compared = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
        const held = readable(join(folder, name));
        if (held === undefined || held.pixels.samples !== 1 || held.pixels.frames > 1) return false;
        const { server, page } = bothPictures(held);
        expect([name, Buffer.from(page).equals(Buffer.from(server))]).toEqual([name, true]);
        return true;
      });
      expect(compared.length).toBeGreaterThan(3);
    },
    300_000,
  );
});

function readable(file: string): ReturnType<typeof stored> {
  try {
    return stored(readFileSync(file));
  } catch {
    return undefined;
  }
}
