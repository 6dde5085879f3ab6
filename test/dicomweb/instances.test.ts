import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDicom } from '../../domain/dicom/read.ts';
import { loadCodecs } from '../../platform/codecs.ts';
import { principals } from '../world.ts';
import { type ImageRegion, partsOf } from './region.ts';
import { FILM, HTJ2K, INSTANCE, LE, ODD, openStored, pixelsIn } from './stored.ts';

let region: ImageRegion;
let sent: Uint8Array;
beforeAll(async () => {
  ({ region, sent } = await openStored());
});
afterAll(() => region.it.close());

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
