import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DicomHeader } from '../../domain/dicom/header.ts';
import { readDicom } from '../../domain/dicom/read.ts';
import { decodeFrames } from '../../domain/imaging/decode.ts';
import { pixelHash } from '../../domain/imaging/pixel-hash.ts';
import { loadCodecs } from '../../platform/codecs.ts';
import { OkaError } from '../../schemas/errors.ts';
import { type ImageRegion, openImageRegion, partsOf } from './region.ts';

/** Public DICOM files of real devices (CT, XA, US, MG, CR, DX; native, JPEG, JPEG lossless, JPEG 2000). */
const folder = join(process.env.OKA_CORPORA ?? join(import.meta.dirname, '../../../shared/data'), 'dicom');
/** The larger ones take a minute of a busy machine each: `OKA_THOROUGH=1` plays them too. */
const LARGE_BYTES = process.env.OKA_THOROUGH === '1' ? Number.POSITIVE_INFINITY : 700_000;
const files = existsSync(folder)
  ? readdirSync(folder).filter(
      (name) => /^(?!BROKEN).*\.dcm$/.test(name) && statSync(join(folder, name)).size <= LARGE_BYTES,
    )
  : [];
if (files.length === 0) process.stderr.write(`skipped: real DICOM files (set OKA_CORPORA; ${folder} has none)\n`);

let region: ImageRegion;
beforeAll(async () => {
  region = await openImageRegion();
});
afterAll(() => region.it.close());

const read = async (
  bytes: Uint8Array,
): Promise<{ header: DicomHeader; hash: string; syntax: string; first: number }> => {
  const codecs = await loadCodecs();
  const { object, header } = readDicom(bytes, 'UTC', codecs.inflate);
  const frames = header.pixels ? [...decodeFrames(object, header.pixels, codecs)] : [];
  return { header, hash: pixelHash(frames), syntax: object.transferSyntax, first: frames[0]?.pixels.length ?? 0 };
};

const isRead = (value: unknown): value is Awaited<ReturnType<typeof read>> =>
  typeof value === 'object' && value !== null && 'header' in value;

(files.length === 0 ? describe.skip : describe)('an object of a real device', () => {
  test.each(files)(
    '%s is found, told, shown and given back with its pixels',
    async (name) => {
      const sent = readFileSync(join(folder, name));
      const original = await read(sent).catch((cause: unknown) => cause);
      // One of them has lost its study UID: it never becomes an instance of anything.
      if (original instanceof OkaError) return expect(original.code).toBe('dicom-structure');
      if (original instanceof Error || !isRead(original)) throw original;
      const { header } = original;
      const { pixels } = header;
      if (header.patientId === undefined || pixels === undefined) {
        // Nobody's study: kept, and found by nobody.
        await region.send(sent);
        return expect((await region.ask(`/dicomweb/studies/${header.studyInstanceUid}/series`)).status).toBe(404);
      }
      await region.admit(header.patientId, 'north', {});
      await region.send(sent);
      const base = `/dicomweb/studies/${header.studyInstanceUid}/series/${header.seriesInstanceUid}/instances/${header.sopInstanceUid}`;
      const [row] = (
        await region.ask(`/dicomweb/studies?StudyInstanceUID=${header.studyInstanceUid}`)
      ).json() as object[];
      expect(row).toMatchObject({ '0020000D': { vr: 'UI', Value: [header.studyInstanceUid] } });
      const [metadata] = (await region.ask(`${base}/metadata`)).json() as object[];
      expect(metadata).toMatchObject({ '00280010': { Value: [pixels.rows] }, '00280011': { Value: [pixels.columns] } });

      const stored = await region.ask(base, { accept: 'application/dicom; transfer-syntax=*' });
      expect(stored.status).toBe(200);
      expect((await read(stored.bytes)).hash).toBe(original.hash);
      const explicit = await region.ask(base, { accept: 'application/dicom; transfer-syntax=1.2.840.10008.1.2.1' });
      expect(await read(explicit.bytes)).toMatchObject({ hash: original.hash, syntax: '1.2.840.10008.1.2.1' });

      const coded = partsOf(
        await region.ask(`${base}/frames/1`, {
          accept: 'multipart/related; type=application/octet-stream; transfer-syntax=*',
        }),
      );
      expect(coded[0]?.bytes.length).toBeGreaterThan(0);
      const plain = await region.ask(`${base}/frames/1`, { accept: 'application/octet-stream' });
      expect(plain.bytes.length).toBe((original.first * pixels.bitsAllocated) / 8);
      expect((await region.ask(`${base}/rendered`)).bytes.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
      expect((await region.ask(`${base}/thumbnail`)).bytes.length).toBeLessThan(40_000);
    },
    180_000,
  );
});
