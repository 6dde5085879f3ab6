import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDicom } from '../../domain/dicom/read.ts';
import { decodeFrames } from '../../domain/imaging/decode.ts';
import { pixelHash } from '../../domain/imaging/pixel-hash.ts';
import { loadCodecs } from '../../platform/codecs.ts';
import { type Attributes, SYNTAX } from '../dicom.ts';
import { principals } from '../world.ts';
import { type ImageRegion, openImageRegion, partsOf, VIEWER } from './region.ts';

const LE = SYNTAX.explicitLittle;
const HTJ2K = '1.2.840.10008.1.2.4.202';
const INSTANCE = '/dicomweb/studies/1.2.20/series/1.2.20.1/instances/1.2.20.1.1';
const FILM = '/dicomweb/studies/1.2.20/series/1.2.20.1/instances/1.2.20.1.2';
const ODD = '/dicomweb/studies/1.2.20/series/1.2.20.1/instances/1.2.20.1.3';
const ANY_FRAME = 'multipart/related; type=application/octet-stream; transfer-syntax=*';

/** 12-bit pixels of `frames` frames, 40 × 30. */
const ROWS = 40;
const COLUMNS = 30;
const PIXELS = ROWS * COLUMNS;
const pixelsOf = (frames: number): Uint8Array =>
  new Uint8Array(Uint16Array.from({ length: PIXELS * frames }, (_, at) => (at * 37 + (at >> 5) * 11) % 4096).buffer);
const image = (at: number, more: Partial<Attributes> = {}): Partial<Attributes> => ({
  '0020000d': ['UI', '1.2.20'],
  '0020000e': ['UI', '1.2.20.1'],
  '00080018': ['UI', `1.2.20.1.${at}`],
  '00200013': ['IS', String(at)],
  '00280010': ['US', ROWS],
  '00280011': ['US', COLUMNS],
  '7fe00010': ['OW', pixelsOf(1)],
  ...more,
});

let region: ImageRegion;
let sent: Uint8Array;
const ICC = Uint8Array.from({ length: 9000 }, (_, at) => (at * 7) % 256);
beforeAll(async () => {
  region = await openImageRegion();
  await region.admit();
  sent = await region.sendExample(image(1));
  await region.sendExample(image(2, { '00280008': ['IS', '3'], '7fe00010': ['OW', pixelsOf(3)] }), 'north', {
    syntax: SYNTAX.implicitLittle,
  });
  // A private creator's value above the stored bits keeps an image as it was sent: no working copy is made of it.
  const overlaid = pixelsOf(1);
  overlaid[1] = (overlaid[1] ?? 0) | 0x80;
  await region.sendExample(image(3, { '00282000': ['OB', ICC], '7fe00010': ['OW', overlaid] }));
});
afterAll(() => region.it.close());

const pixelsIn = async (bytes: Uint8Array): Promise<{ transferSyntax: string; hash: string }> => {
  const codecs = await loadCodecs();
  const { object, header } = readDicom(bytes, 'UTC', codecs.inflate);
  const frames = header.pixels ? decodeFrames(object, header.pixels, codecs) : [];
  return { transferSyntax: object.transferSyntax, hash: pixelHash(frames) };
};

describe('metadata', () => {
  test('of a study are all attributes of each instance, without pixels', async () => {
    const answer = await region.ask('/dicomweb/studies/1.2.20/metadata', { accept: 'application/dicom+json' });
    const rows = answer.json() as Record<string, { Value?: unknown[] }>[];
    expect(rows.map((row) => row['00080018']?.Value?.[0])).toEqual(['1.2.20.1.1', '1.2.20.1.2', '1.2.20.1.3']);
    expect(rows[0]).toMatchObject({ '00280101': { vr: 'US', Value: [12] }, '00185101': { Value: ['AP'] } });
    expect(rows[0]?.['7FE00010']).toBeUndefined();
  });

  test('name large values, which are read there, by range too', async () => {
    const [row] = (await region.ask(`${ODD}/metadata`)).json() as Record<string, { BulkDataURI?: string }>[];
    const url = row?.['00282000']?.BulkDataURI ?? '';
    expect(url).toBe(`http://api.test${ODD}/bulkdata/00282000`);
    const whole = await region.ask(new URL(url).pathname, {
      accept: 'multipart/related; type="application/octet-stream"',
    });
    expect(partsOf(whole)[0]?.bytes).toEqual(Buffer.from(ICC));
    const part = await region.ask(new URL(url).pathname, {
      accept: 'application/octet-stream',
      headers: { range: 'bytes=10-19' },
    });
    expect(part).toMatchObject({ status: 206, headers: { 'content-range': 'bytes 10-19/9000' } });
    expect(part.bytes).toEqual(Buffer.from(ICC.subarray(10, 20)));
    expect((await region.ask(`${ODD}/bulkdata/00280010.0.00280011`)).status).toBe(404);
    expect((await region.ask(`${ODD}/bulkdata/PixelData`)).status).toBe(400);
  });

  test.each([
    ['application/pdf', '104.1', '%PDF-1.4 x', 'application/pdf', undefined],
    [
      'text/xml',
      '104.2',
      '<html xmlns="http://www.w3.org/1999/xhtml"><script/></html>',
      'application/octet-stream',
      'attachment',
    ],
    ['text/html', '104.3', '<script>alert(1)</script>', 'application/octet-stream', 'attachment'],
  ])(
    'of an encapsulated document: %s is shown only where nothing in it can run',
    async (declared, sop, text, type, how) => {
      const uid = `1.2.21.${sop}`;
      await region.sendExample({
        ...{ '0020000d': ['UI', '1.2.21'], '0020000e': ['UI', '1.2.21.1'], '00080018': ['UI', uid] },
        ...{ '00080016': ['UI', `1.2.840.10008.5.1.4.1.1.${sop}`], '7fe00010': undefined },
        ...{ '00420012': ['LO', declared], '00420011': ['OB', Buffer.from(text.padEnd(5000))] },
      });
      const target = `/dicomweb/studies/1.2.21/series/1.2.21.1/instances/${uid}/bulkdata/00420011`;
      const { headers } = await region.ask(target, { accept: '*/*, application/octet-stream, application/pdf' });
      expect(headers['content-type']).toContain(type);
      const alone = await region.ask(target, { accept: type });
      expect([alone.status, alone.headers['content-type'], alone.headers['content-disposition']]).toEqual([
        200,
        type,
        how,
      ]);
      if (declared === 'text/xml')
        expect((await region.ask(target, { accept: declared })).headers).toMatchObject({
          'content-disposition': 'attachment',
        });
    },
  );

  test('are not sent again to who has them', async () => {
    const { etag = '' } = (await region.ask('/dicomweb/studies/1.2.20/metadata')).headers;
    const again = await region.ask('/dicomweb/studies/1.2.20/metadata', { headers: { 'if-none-match': etag } });
    expect(again).toMatchObject({ status: 304, bytes: Buffer.alloc(0) });
  });

  test('are JSON only', async () => {
    expect((await region.ask(`${INSTANCE}/metadata`, { accept: 'application/dicom+xml' })).status).toBe(406);
    expect(
      (await region.ask(`${INSTANCE}/metadata`, { accept: 'multipart/related; type="application/dicom+xml"' })).status,
    ).toBe(406);
  });
});

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

describe('instances', () => {
  test('go out as they are stored, with the pixels that were sent', async () => {
    const answer = await region.ask(INSTANCE, {
      accept: 'multipart/related; type="application/dicom"; transfer-syntax=*',
    });
    const [part] = partsOf(answer);
    expect(part?.type).toBe(`application/dicom; transfer-syntax=${HTJ2K}`);
    expect(await pixelsIn(part?.bytes ?? new Uint8Array())).toEqual({
      transferSyntax: HTJ2K,
      hash: (await pixelsIn(sent)).hash,
    });
  });

  test.each([INSTANCE, FILM, ODD])(
    '%s is Explicit VR Little Endian by default, pixels and attributes equal',
    async (target) => {
      const stored = await region.ask(target, { accept: 'application/dicom; transfer-syntax=*' });
      const explicit = await region.ask(target, { accept: 'application/dicom' });
      expect(explicit.headers['content-type']).toBe(`application/dicom; transfer-syntax=${LE}`);
      const read = await pixelsIn(explicit.bytes);
      expect(read).toEqual({ transferSyntax: LE, hash: (await pixelsIn(stored.bytes)).hash });
      const { header } = readDicom(explicit.bytes, 'UTC', (await loadCodecs()).inflate);
      expect(header.patient.name).toBe('Иванов^Иван^Иванович');
    },
  );

  test('as they were sent are streamed by range', async () => {
    const accept = 'application/dicom; transfer-syntax=*';
    const whole = await region.ask(ODD, { accept });
    const part = await region.ask(ODD, { accept, headers: { range: 'bytes=128-131' } });
    expect(part).toMatchObject({ status: 206, headers: { 'content-range': `bytes 128-131/${whole.bytes.length}` } });
    expect(part.bytes.toString()).toBe('DICM');
    expect((await region.ask(ODD, { accept, headers: { range: 'bytes=99999999-' } })).status).toBe(416);
    expect((await region.ask(ODD, { accept, headers: { 'if-none-match': whole.headers.etag ?? '' } })).status).toBe(
      304,
    );
  });

  test.each(['/dicomweb/studies/1.2.20', '/dicomweb/studies/1.2.20/series/1.2.20.1'])(
    'of %s come as one multipart',
    async (target) => {
      const parts = partsOf(
        await region.ask(target, { accept: 'multipart/related; type="application/dicom"; transfer-syntax=*' }),
      );
      expect(parts.map(({ type }) => type.split('=')[1])).toEqual([HTJ2K, HTJ2K, LE]);
      for (const { bytes } of parts) expect(bytes.subarray(128, 132).toString()).toBe('DICM');
      expect((await region.ask(target, { accept: 'application/dicom' })).status).toBe(406);
      expect(
        (await region.ask(target, { accept: 'multipart/related; type="application/dicom"; transfer-syntax=1.2.3' }))
          .status,
      ).toBe(406);
    },
  );

  test('are nobody’s who may not see them', async () => {
    for (const path of [
      INSTANCE,
      `${INSTANCE}/frames/1`,
      `${INSTANCE}/rendered`,
      `${INSTANCE}/metadata`,
      `${ODD}/bulkdata/00282000`,
    ]) {
      for (const as of [principals.person('south'), principals.edge('north'), principals.operator()])
        expect((await region.ask(path, { as })).status).toBe(403);
    }
  });
});

describe('renderings', () => {
  const sizeOf = async (bytes: Uint8Array) => {
    const { default: sharp } = await import('sharp');
    const { width, height, format } = await sharp(bytes).metadata();
    return [format, width, height];
  };

  test('are JPEG, or PNG for who asks, with window and viewport', async () => {
    const jpeg = await region.ask(`${INSTANCE}/rendered`);
    expect(jpeg.headers['content-type']).toBe('image/jpeg');
    expect(await sizeOf(jpeg.bytes)).toEqual(['jpeg', COLUMNS, ROWS]);
    const png = await region.ask(`${FILM}/frames/2/rendered?viewport=15,15&window=2048,4096,linear`, {
      accept: 'image/png',
    });
    expect(await sizeOf(png.bytes)).toEqual(['png', 11, 15]);
    const narrow = await region.ask(`${INSTANCE}/rendered?window=100,10,linear&accept=image/png`);
    const wide = await region.ask(`${INSTANCE}/rendered?window=2048,4096,linear&accept=image/png`);
    expect(narrow.bytes).not.toEqual(wide.bytes);
  });

  test('as thumbnails are small, of a series too', async () => {
    expect(await sizeOf((await region.ask(`${INSTANCE}/thumbnail`, { accept: 'image/jpeg' })).bytes)).toEqual([
      'jpeg',
      COLUMNS,
      ROWS,
    ]);
    expect(
      await sizeOf((await region.ask('/dicomweb/studies/1.2.20/series/1.2.20.1/thumbnail?viewport=10,10')).bytes),
    ).toEqual(['jpeg', 8, 10]);
  });

  test.each([
    [`${INSTANCE}/rendered?window=x`, 400],
    [`${INSTANCE}/rendered?viewport=0,0`, 400],
    [`${INSTANCE}/rendered?viewport=9999,9999`, 400],
    [`${INSTANCE}/rendered?annotation=patient`, 400],
    [`${FILM}/frames/4/rendered`, 404],
    [`${FILM}/frames/1,2/rendered`, 400],
  ])('%s: %d', async (target, status) => {
    expect((await region.ask(target)).status).toBe(status);
  });

  test('of other types are refused', async () => {
    expect((await region.ask(`${INSTANCE}/rendered`, { accept: 'text/html' })).status).toBe(406);
  });
});

describe('a browser', () => {
  const preflight = (origin: string) => region.ask(`${INSTANCE}/frames/1`, { method: 'OPTIONS', headers: { origin } });

  test('of the region’s viewer may ask, with its token and its Accept header', async () => {
    expect(await preflight(VIEWER)).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': VIEWER,
        'access-control-allow-headers': expect.stringContaining('authorization, accept, range'),
      },
    });
    const answer = await region.ask(`${INSTANCE}/frames/1`, { headers: { origin: VIEWER } });
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': VIEWER, vary: 'origin' });
    const refused = await region.ask('/dicomweb/studies/9.9/series', { headers: { origin: VIEWER } });
    expect(refused).toMatchObject({ status: 404, headers: { 'access-control-allow-origin': VIEWER } });
  });

  test.each(['https://evil.test', `${VIEWER}.evil.test`, 'null', VIEWER.replace('https', 'http')])(
    'of %s may not',
    async (origin) => {
      const asked = await preflight(origin);
      expect([asked.status, asked.headers['access-control-allow-origin']]).toEqual([403, undefined]);
      expect(
        (await region.ask(INSTANCE, { headers: { origin } })).headers['access-control-allow-origin'],
      ).toBeUndefined();
    },
  );
});
