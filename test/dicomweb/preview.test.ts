import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import type { PictureDisplay, StudyDisplay } from '../../schemas/display.ts';
import { PREVIEW_BYTES_MOST } from '../../schemas/display.ts';
import { principals } from '../world.ts';
import type { ImageRegion } from './region.ts';
import { COLUMNS, FILM, INSTANCE, ODD, openStored, ROWS } from './stored.ts';

const STUDY = '/dicomweb/studies/1.2.20';
let region: ImageRegion;
beforeAll(async () => {
  ({ region } = await openStored());
});
afterAll(() => region.it.close());

describe('the preview of an image', () => {
  test('is JPEG, or WebP for who takes it, at most 40,000 bytes, and the picture has its mark under it', async () => {
    const [jpeg, webp] = [
      await region.ask(`${INSTANCE}/preview`),
      await region.ask(`${INSTANCE}/preview`, { accept: 'image/webp,image/jpeg;q=0.5' }),
    ];
    expect([jpeg.headers['content-type'], webp.headers['content-type']]).toEqual(['image/jpeg', 'image/webp']);
    const { width, height = 0 } = await sharp(jpeg.bytes).metadata();
    expect(width).toBe(COLUMNS);
    expect(height).toBeGreaterThan(ROWS);
    for (const { bytes } of [jpeg, webp]) expect(bytes.length).toBeLessThanOrEqual(PREVIEW_BYTES_MOST);
  });

  test('has the picture alone for a page that writes the mark itself', async () => {
    const { bytes } = await region.ask(`${INSTANCE}/preview?mark=page`);
    expect(await sharp(bytes).metadata()).toMatchObject({ width: COLUMNS, height: ROWS });
  });

  test('is not sent again to who has it, and is his again as the same bytes', async () => {
    const first = await region.ask(`${INSTANCE}/preview`);
    const again = await region.ask(`${INSTANCE}/preview`, { headers: { 'if-none-match': first.headers.etag ?? '' } });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
    expect((await region.ask(`${INSTANCE}/preview`)).bytes).toEqual(first.bytes);
  });

  test('of a study is that of the image it is shown by', async () => {
    const study = await region.ask(`${STUDY}/preview`);
    expect(study.bytes).toEqual((await region.ask(`${INSTANCE}/preview`)).bytes);
  });

  test('is refused to people of other clinics, and what is asked wrongly is said to be wrong', async () => {
    const south = { as: principals.person('south') };
    expect((await region.ask(`${INSTANCE}/preview`, south)).status).toBe(403);
    expect((await region.ask(`${STUDY}/display`, south)).status).toBe(403);
    expect((await region.ask(`${INSTANCE}/preview?mark=no`)).status).toBe(400);
    expect((await region.ask(`${INSTANCE}/preview`, { accept: 'text/html' })).status).toBe(406);
  });
});

describe('what a page needs to show a study', () => {
  test('is one small answer: what lies in it, and the form of its first picture', async () => {
    const answer = await region.ask(`${STUDY}/display`);
    const study = answer.json() as StudyDisplay;
    expect(study.items.map(({ kind, frames }) => [kind, frames])).toEqual([
      ['film', 1],
      ['loop', 3],
      ['film', 1],
    ]);
    expect(study).toMatchObject({ first: '1.2.20.1.1', modalities: ['DX'], bodyPart: 'CHEST', date: '20260301' });
    expect(study.picture).toMatchObject({ way: 'htj2k', bits: 12, rows: ROWS, columns: COLUMNS });
    expect(answer.bytes.length).toBeLessThan(4096);
    expect(answer.bytes.toString()).not.toMatch(/Иванов|4711|2023-?01-?15/);
  });

  test('says of each picture how its values come', async () => {
    const wayOf = async (path: string) => ((await region.ask(`${path}/display`)).json() as PictureDisplay).way;
    expect([await wayOf(INSTANCE), await wayOf(FILM), await wayOf(ODD)]).toEqual(['htj2k', 'rendered', 'rendered']);
  });

  test('is not sent again to who has it', async () => {
    const { headers } = await region.ask(`${STUDY}/display`);
    const again = await region.ask(`${STUDY}/display`, { headers: { 'if-none-match': headers.etag ?? '' } });
    expect(again.status).toBe(304);
  });
});

describe('the code stream of a frame', () => {
  test('comes in ranges that fit one another', async () => {
    const accept = 'image/jphc';
    const whole = await region.ask(`${INSTANCE}/frames/1`, { accept });
    const begin = await region.ask(`${INSTANCE}/frames/1`, { accept, headers: { range: 'bytes=0-99' } });
    const rest = await region.ask(`${INSTANCE}/frames/1`, {
      accept,
      headers: { range: 'bytes=100-', 'if-range': begin.headers.etag ?? '' },
    });
    expect([begin.status, rest.status]).toEqual([206, 206]);
    expect(Buffer.concat([begin.bytes, rest.bytes])).toEqual(whole.bytes);
  });
});
