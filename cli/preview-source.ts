import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileSource, type Source } from '../edge/source.ts';
import { lineCopy } from '../edge/uplink/working-copy.ts';

/**
 * A file as a clinic's edge sends it over a thin line: a DICOM image as its working copy (HTJ2K RPCL), whose first bytes show
 * it with `pixels` on the shorter side. What cannot be re-encoded, and what is no image, goes as it is, without a preview.
 * The same file gives the same bytes each time.
 * @throws OkaError `unreadable-file`
 */
export async function previewSource(path: string, pixels: number): Promise<Source> {
  const asItIs = await fileSource(path);
  if (asItIs.kind !== 'image') return asItIs;
  const original = new Uint8Array(await readFile(path));
  const copy = await lineCopy(original, pixels);
  if (copy === undefined) return asItIs;
  const { bytes, sha256, preview, pixelHash } = copy;
  return {
    kind: 'image',
    sha256,
    length: bytes.length,
    read: async (from, to) => bytes.subarray(from, to),
    ...(preview === undefined ? {} : { preview }),
    original: { sha256: createHash('sha256').update(original).digest('hex'), pixelHash },
  };
}
