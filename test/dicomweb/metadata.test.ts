import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ImageRegion, partsOf } from './region.ts';
import { ICC, INSTANCE, ODD, openStored } from './stored.ts';

let region: ImageRegion;
beforeAll(async () => {
  ({ region } = await openStored());
});
afterAll(() => region.it.close());

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
