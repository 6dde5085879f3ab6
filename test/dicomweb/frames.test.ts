import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadCodecs } from '../../platform/codecs.ts';
import { type ImageRegion, partsOf } from './region.ts';
import { ANY_FRAME, FILM, HTJ2K, INSTANCE, LE, ODD, openStored, PIXELS, pixelsOf } from './stored.ts';

let region: ImageRegion;
beforeAll(async () => {
  ({ region } = await openStored());
});
afterAll(() => region.it.close());

describe('frames', () => {
  test('of a working copy go out as they are stored, untouched', async () => {
    const answer = await region.ask(`${INSTANCE}/frames/1`, { accept: ANY_FRAME });
    const [part] = partsOf(answer);
    expect(part?.type).toBe(`application/octet-stream; transfer-syntax=${HTJ2K}`);
    const { bytes } = part ?? { bytes: Buffer.alloc(0) };
    expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0x4f]));
    const named = await region.ask(`${INSTANCE}/frames/1`, { accept: 'image/jphc' });
    expect(named.headers['content-type']).toBe(`image/jphc; transfer-syntax=${HTJ2K}`);
    expect(named.bytes).toEqual(bytes);
    const decoded = (await loadCodecs()).htj2k(bytes);
    expect(Buffer.from(decoded.bytes)).toEqual(Buffer.from(pixelsOf(1)));
  });

  test('are decoded for clients that ask for Explicit VR Little Endian, the default', async () => {
    for (const accept of [
      `multipart/related; type="application/octet-stream"; transfer-syntax=${LE}`,
      'multipart/related; type="application/octet-stream"',
      '*/*',
    ]) {
      const [part] = partsOf(await region.ask(`${INSTANCE}/frames/1`, { accept }));
      expect(part?.type).toBe(`application/octet-stream; transfer-syntax=${LE}`);
      expect(part?.bytes).toEqual(Buffer.from(pixelsOf(1)));
    }
  });

  test('of a film are its frames, in the order asked for', async () => {
    const parts = partsOf(
      await region.ask(`${FILM}/frames/3,1`, {
        accept: `multipart/related; type="application/octet-stream"; transfer-syntax=${LE}`,
      }),
    );
    const all = Buffer.from(pixelsOf(3));
    expect(parts.map(({ bytes }) => bytes)).toEqual([all.subarray(PIXELS * 4), all.subarray(0, PIXELS * 2)]);
    expect((await region.ask(`${FILM}/frames/1,2`, { accept: 'application/octet-stream' })).status).toBe(406);
  });

  test('of an image that stays as it was sent are its very bytes, overlays included', async () => {
    const [part] = partsOf(await region.ask(`${ODD}/frames/1`, { accept: ANY_FRAME }));
    expect(part?.type).toBe(`application/octet-stream; transfer-syntax=${LE}`);
    expect(part?.bytes[1]).toBe((pixelsOf(1)[1] ?? 0) | 0x80);
  });

  test.each([
    [`${INSTANCE}/frames/2`, 404],
    [`${FILM}/frames/4`, 404],
    [`${INSTANCE}/frames/0`, 400],
    [`${INSTANCE}/frames/1,`, 400],
    [`${INSTANCE}/frames/x`, 400],
    ['/dicomweb/studies/1.2.20/series/1.2.20.1/instances/9.9/frames/1', 404],
    ['/dicomweb/studies/1.2.20/series/9.9/instances/1.2.20.1.1/frames/1', 404],
  ])('%s: %d', async (target, status) => {
    expect((await region.ask(target, { accept: ANY_FRAME })).status).toBe(status);
  });

  test.each(['image/jls', 'video/mp4', 'nonsense', `image/jphc; transfer-syntax=1.2.840.10008.1.2.4.201`])(
    'in a form they do not have are refused with those they have: %s',
    async (accept) => {
      const answer = await region.ask(`${INSTANCE}/frames/1`, { accept });
      expect(answer.status).toBe(406);
      expect(answer.json()).toMatchObject({
        code: 'not-acceptable',
        available: [
          `application/octet-stream; transfer-syntax=${LE}`,
          `image/jphc; transfer-syntax=${HTJ2K}`,
          `application/octet-stream; transfer-syntax=${HTJ2K}`,
        ],
      });
    },
  );

  test('are read in ranges that join to the whole, as viewers load them step by step', async () => {
    const whole = await region.ask(`${INSTANCE}/frames/1`, { accept: ANY_FRAME });
    const half = Math.floor(whole.bytes.length / 2);
    const range = (value: string) =>
      region.ask(`${INSTANCE}/frames/1`, { accept: ANY_FRAME, headers: { range: value } });
    const [first, second] = [await range(`bytes=0-${half - 1}`), await range(`bytes=${half}-`)];
    expect([first.status, second.status]).toEqual([206, 206]);
    expect(Buffer.concat([first.bytes, second.bytes])).toEqual(whole.bytes);
    expect((await range('bytes=-5')).bytes).toEqual(whole.bytes.subarray(-5));
    const beyond = await range(`bytes=${whole.bytes.length}-`);
    expect(beyond).toMatchObject({ status: 416, headers: { 'content-range': `bytes */${whole.bytes.length}` } });
    expect((await range('bytes=9-1')).status).toBe(200);
    expect((await range('lines=1-2')).status).toBe(200);
  });

  test('have a validator of their pixels and form', async () => {
    const { etag = '' } = (await region.ask(`${INSTANCE}/frames/1`, { accept: ANY_FRAME })).headers;
    expect(
      (await region.ask(`${INSTANCE}/frames/1`, { accept: ANY_FRAME, headers: { 'if-none-match': etag } })).status,
    ).toBe(304);
    expect(
      (await region.ask(`${INSTANCE}/frames/1`, { accept: '*/*', headers: { 'if-none-match': etag } })).status,
    ).toBe(200);
  });
});
