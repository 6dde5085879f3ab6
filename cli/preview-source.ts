import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { readDicom } from '../domain/dicom/read.ts';
import { decodeFrames } from '../domain/imaging/decode.ts';
import { pixelHash } from '../domain/imaging/pixel-hash.ts';
import { previewBytes } from '../domain/imaging/prefix.ts';
import { encodeWorkingCopy } from '../domain/imaging/working-copy.ts';
import { fileSource, type Source } from '../edge/source.ts';
import { loadCodecs } from '../platform/codecs.ts';
import { loadHtj2k } from '../platform/htj2k.ts';
import { OkaError } from '../schemas/errors.ts';

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
  const copy = await copyOf(original, pixels);
  if (copy === undefined) return asItIs;
  const { bytes, preview } = copy;
  return {
    kind: 'image',
    sha256: digestOf(bytes),
    length: bytes.length,
    read: async (from, to) => bytes.subarray(from, to),
    ...(preview === undefined ? {} : { preview }),
    original: { sha256: digestOf(original), pixelHash: copy.pixelHash },
  };
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

type Copy = { readonly bytes: Uint8Array; readonly pixelHash: string; readonly preview: number | undefined };

/** Undefined for what stays as it is. An object that is HTJ2K RPCL already has its prefix in itself. */
async function copyOf(bytes: Uint8Array, pixels: number): Promise<Copy | undefined> {
  const codecs = await loadCodecs();
  try {
    const encoded = encodeWorkingCopy(bytes, codecs, await loadHtj2k());
    if (encoded.form === 'working-copy') return { ...encoded, preview: encoded.prefixFor(pixels) };
    const preview = previewBytes(bytes, pixels);
    if (preview === undefined) return undefined;
    const { object, header } = readDicom(bytes, 'UTC', codecs.inflate);
    const frames = header.pixels === undefined ? [] : decodeFrames(object, header.pixels, codecs);
    return { bytes, preview, pixelHash: pixelHash(frames) };
  } catch (cause) {
    // Whether it is an image at all is for the region to say: it has the whole of it.
    if (cause instanceof OkaError || cause instanceof RangeError) return undefined;
    throw cause;
  }
}
