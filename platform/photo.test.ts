import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { kindOf } from '../domain/dicom/kinds/kind.ts';
import { readExif } from '../domain/dicom/photo/exif.ts';
import { readJpegFile } from '../domain/dicom/photo/jpeg-file.ts';
import { type PhotoFacts, wrapPhoto } from '../domain/dicom/photo/wrap.ts';
import { readDicom } from '../domain/dicom/read.ts';
import { textOf } from '../domain/dicom/values.ts';
import type { Codecs } from '../domain/imaging/codecs.ts';
import { decodeFirst } from '../domain/imaging/decode.ts';
import { loadCodecs } from './codecs.ts';
import { readPhoto } from './photo.ts';

let codecs: Codecs;
beforeAll(async () => {
  codecs = await loadCodecs();
});

const FACTS: PhotoFacts = { patientId: '301', domain: 'DLN', takenAt: '2026-03-01T10:15:00+07:00', bodySite: 'ухо' };
/** The left half red, the right half blue; 64 wide, 32 high. */
const HALVES = sharp({ create: { width: 64, height: 32, channels: 3, background: '#d02020' } }).composite([
  { input: { create: { width: 32, height: 32, channels: 3, background: '#2020d0' } }, left: 32, top: 0 },
]);
const WHERE = { GPSLatitudeRef: 'N', GPSLatitude: '55/1 45/1 2100/100', GPSLongitude: '37/1 37/1 0/1' };

/** Exif's entry for the orientation, little endian, with the value that sharp writes. */
const UPRIGHT = Buffer.from([0x12, 0x01, 3, 0, 1, 0, 0, 0, 1, 0]);

async function jpeg(orientation: number, progressive = false): Promise<Buffer> {
  const file = await HALVES.clone()
    .withExif({
      IFD0: { Orientation: '1', Artist: 'Vymyslov' },
      IFD2: { DateTimeOriginal: '2026:03:01 09:14:15', OffsetTimeOriginal: '+07:00' },
      IFD3: WHERE,
    })
    .jpeg({ quality: 90, progressive })
    .toBuffer();
  file[file.indexOf(UPRIGHT) + 8] = orientation;
  return file;
}

/** What stands in the stored object of a photo, decoded. */
async function stored(file: Uint8Array, facts: PhotoFacts = FACTS) {
  const { pixels } = await readPhoto(file);
  const bytes = wrapPhoto(file, pixels, facts);
  const { object, header } = readDicom(bytes, 'Asia/Krasnoyarsk', codecs.inflate);
  if (header.pixels === undefined) throw new Error('a photo has pixels');
  const frame = decodeFirst(object, header.pixels, codecs);
  const colourAt = (row: number, column: number): 'red' | 'blue' => {
    const at = 3 * (row * frame.columns + column);
    return (frame.pixels[at] as number) > (frame.pixels[at + 2] as number) ? 'red' : 'blue';
  };
  return { bytes, pixels, header, object, frame, colourAt };
}

const holds = (bytes: Uint8Array, words: string): boolean => Buffer.from(bytes).includes(Buffer.from(words, 'latin1'));

describe('a photo', () => {
  test('that stands upright keeps its JPEG bit for bit, without place, owner, thumbnail or what follows its end', async () => {
    const plain = await jpeg(1);
    const file = Buffer.concat([plain, Buffer.from('MotionPhoto GPSLatitude 55')]);
    const gps = Buffer.from([55, 0, 0, 0, 1, 0, 0, 0, 45, 0, 0, 0, 1, 0, 0, 0]);
    expect(file.includes(gps)).toBe(true);
    const { bytes, pixels, header } = await stored(file);
    expect([
      holds(bytes, 'Exif'),
      holds(bytes, 'GPS'),
      holds(bytes, 'Vymyslov'),
      Buffer.from(bytes).includes(gps),
    ]).toEqual([false, false, false, false]);
    // Tables and entropy-coded data are those of the camera: the stream without its application data.
    expect(holds(file, Buffer.from(pixels.bytes.subarray(pixels.bytes.length - 200)).toString('latin1'))).toBe(true);
    expect(header).toMatchObject({ transferSyntax: '1.2.840.10008.1.2.4.50', modality: 'XC', bodyPart: 'EAR' });
    expect(pixels.lossy).toBe(1);
  });

  test.each([
    [1, 32, 64, ['red', 'blue']],
    [3, 32, 64, ['blue', 'red']],
    [6, 64, 32, ['red', 'blue']],
    [8, 64, 32, ['blue', 'red']],
  ] as const)('of orientation %d is shown upright', async (orientation, rows, columns, colours) => {
    const { frame, colourAt, pixels, object } = await stored(await jpeg(orientation));
    expect([frame.rows, frame.columns]).toEqual([rows, columns]);
    // At its top left, and at its bottom right.
    expect([colourAt(4, 4), colourAt(rows - 5, columns - 5)]).toEqual(colours);
    expect(pixels.lossy).toBe(orientation === 1 ? 1 : 2);
    expect(object.dataSet.string('x00282110')).toBe('01');
    expect(object.dataSet.string('x00282114')?.split('\\')).toHaveLength(orientation === 1 ? 1 : 2);
  });

  test('as progressive JPEG becomes baseline and says that it was compressed twice', async () => {
    const { pixels, header, object } = await stored(await jpeg(1, true));
    expect([pixels.lossy, header.transferSyntax]).toEqual([2, '1.2.840.10008.1.2.4.50']);
    expect(object.dataSet.string('x00080008')).toBe('DERIVED\\PRIMARY');
  });

  test('as PNG is stored plain, its glass on white, without its text', async () => {
    const file = await sharp({
      create: { width: 4, height: 2, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .withExif({ IFD0: { Artist: 'Vymyslov' }, IFD3: WHERE })
      .png()
      .toBuffer();
    const { bytes, header, frame } = await stored(file);
    expect(header.transferSyntax).toBe('1.2.840.10008.1.2.1');
    expect([...frame.pixels]).toEqual(new Array(24).fill(255));
    expect([holds(bytes, 'Vymyslov'), holds(bytes, 'Exif')]).toEqual([false, false]);
  });

  test('sent twice is the same object; of another patient it is another', async () => {
    const file = await jpeg(1);
    const hash = async (facts: PhotoFacts) =>
      createHash('sha256')
        .update((await stored(file, facts)).bytes)
        .digest('hex');
    expect(await hash(FACTS)).toBe(await hash({ ...FACTS }));
    const [one, other] = [await stored(file), await stored(file, { ...FACTS, patientId: '302' })];
    expect(one.header.sopInstanceUid).toMatch(/^2\.25\.\d+$/);
    expect(one.header.sopInstanceUid).not.toBe(other.header.sopInstanceUid);
  });

  test('is a photo of its patient at its time, and photos of one order are one study', async () => {
    const facts = { ...FACTS, accession: 'F-1', name: 'Баснин^Илья', note: 'болит второй день' };
    const { header, object } = await stored(await jpeg(1), facts);
    const second = await stored(await jpeg(6), facts);
    expect(kindOf(header)).toBe('photo');
    expect(header).toMatchObject({
      patientId: '301',
      issuer: 'DLN',
      accession: 'F-1',
      patient: { name: 'Баснин^Илья' },
      started: '2026-03-01T03:15:00.000Z',
      studyInstanceUid: second.header.studyInstanceUid,
    });
    expect(textOf(object.dataSet, 'x00204000')).toBe('болит второй день');
  });

  test('tells the time of its camera, and nothing of where', async () => {
    const { exif } = await readPhoto(await jpeg(6));
    expect(exif).toEqual({ orientation: 6, takenAt: '2026-03-01T09:14:15', offset: '+07:00' });
  });

  test('that is cut off or is none is refused with a code, at every length', async () => {
    const file = await jpeg(6);
    for (let length = 2; length < file.length - 2; length += 7)
      expect(() => readJpegFile(file.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'photo-unreadable' }),
      );
    await expect(readPhoto(Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]))).rejects.toMatchObject({
      code: 'photo-unreadable',
    });
  });
});

test('a broken Exif block says nothing and is not read for ever', () => {
  for (let size = 0; size < 64; size++) expect(readExif(new Uint8Array(size).fill(0xff)).orientation).toBe(1);
  const loop = new Uint8Array(32);
  new DataView(loop.buffer).setUint16(0, 0x4d4d);
  new DataView(loop.buffer).setUint32(4, 8);
  new DataView(loop.buffer).setUint16(8, 0xffff);
  expect(readExif(loop)).toEqual({ orientation: 1 });
});
