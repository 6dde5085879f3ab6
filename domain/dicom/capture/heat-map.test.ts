import { describe, expect, test } from '@jest/globals';
import { overlay } from '../../imaging/heat-map.ts';
import { HEAT_MAP_TITLE, titled } from '../../imaging/titled.ts';
import { dicomJson } from '../json.ts';
import { readDicom } from '../read.ts';
import { formExample, HEADER } from '../sr/examples.ts';
import { first, items } from '../sr/template.ts';
import { heatMapReference, SECONDARY_CAPTURE, writeHeatMap } from './heat-map.ts';

const grey = { rows: 120, columns: 100, values: Float32Array.from({ length: 12_000 }, (_, k) => (k % 100) / 100) };
const activation = { rows: 2, columns: 2, values: Float32Array.of(0, 1, 0, 0) };
const picture = titled(overlay(grey, activation));
const read = (form = formExample()) => {
  const { object, header } = readDicom(writeHeatMap(form, picture), 'UTC', () => new Uint8Array());
  const { dataOffset = 0, length = 0 } = object.dataSet.elements.x7fe00010 ?? {};
  return { json: dicomJson(object), header, pixels: object.dataSet.byteArray.slice(dataOffset, dataOffset + length) };
};

describe('a heat map as secondary capture', () => {
  test('is an RGB picture in a series of its own of the image’s study, derived from the image', () => {
    const { json, header } = read();
    expect(header).toMatchObject({ sopClassUid: SECONDARY_CAPTURE, studyInstanceUid: '1.2.3.4' });
    expect(header).toMatchObject(heatMapReferenceOf());
    expect(header.pixels).toMatchObject({ rows: picture.rows, columns: 100, samples: 3, photometric: 'RGB' });
    const [source = {}] = items(json, '00082112');
    expect([first(source, '00081155'), first(source, '00081150')]).toEqual(['1.2.3.4.5', first(HEADER, '00080016')]);
    expect(json['00080008']?.Value).toEqual(['DERIVED', 'SECONDARY', 'OTHER']);
    expect(first(json, '00280301')).toBe('NO');
  });
  const heatMapReferenceOf = () => {
    const { seriesInstanceUid, sopInstanceUid } = heatMapReference(formExample());
    return { seriesInstanceUid, sopInstanceUid };
  };

  test('holds the very pixels, the film uncovered above its title', () => {
    const { pixels } = read();
    expect(Buffer.from(pixels.subarray(0, picture.bytes.length)).equals(Buffer.from(picture.bytes))).toBe(true);
    const film = overlay(grey, activation);
    for (const k of [0, 5_000, 11_999])
      expect(picture.bytes.slice(k * 3, k * 3 + 3)).toEqual(film.bytes.slice(k * 4, k * 4 + 3));
    const strip = picture.bytes.slice(12_000 * 3);
    expect(new Set(strip)).toEqual(new Set([0, 255]));
  });

  test('says what it is not, in comment and series, and that nobody confirmed it', () => {
    const { json } = read();
    const comment = String(first(json, '00204000'));
    for (const language of ['en', 'ru'] as const) expect(comment).toContain(HEAT_MAP_TITLE[language]);
    expect(comment).toContain('не подтверждено');
    expect(String(first(json, '0008103E'))).toContain('AI, unconfirmed heat map, not the disease');
  });

  test('keeps that the image had been compressed with loss', () => {
    expect(read().json['00282110']).toBeUndefined();
    const lossy = read(formExample({}, {}, { '00282110': { vr: 'CS', Value: ['01'] } }));
    expect(first(lossy.json, '00282110')).toBe('01');
  });
});
