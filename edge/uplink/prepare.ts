import { MAX_OBJECT_BYTES } from '../../schemas/api/uploads.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Source } from '../source.ts';
import type { Derived, Spool, SpoolEntry } from '../spool/spool.ts';
import type { Encoder } from './encoder.ts';
import type { LineCopy } from './working-copy.ts';

/** Larger objects are sent as they are: a copy would hold the memory of original, pixels and code stream at once. */
const MOST_ENCODED_BYTES = 64 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;
/** DICOM JSON and others that are no images are not tried; what has no syntax may be a file whose header nobody read. */
const NATIVE = new Set([
  '1.2.840.10008.1.2',
  '1.2.840.10008.1.2.1',
  '1.2.840.10008.1.2.1.99',
  '1.2.840.10008.1.2.2',
  '1.2.840.10008.1.2.5',
  '1.2.840.10008.1.2.4.57',
  '1.2.840.10008.1.2.4.70',
  '1.2.840.10008.1.2.4.202',
]);

/** The byte-identical original. */
export const originalSource = (spool: Spool, entry: SpoolEntry): Source => ({
  kind: kindOfEntry(entry),
  sha256: entry.sha256,
  length: entry.bytes,
  read: (from, to) => spool.read(entry, from, to),
  acceptedAt: entry.about.acceptedAt,
});

/** HL7 that came as a file is a record; all else is an image, which the region looks into more closely. */
const kindOfEntry = ({ about }: SpoolEntry): Source['kind'] =>
  /\.(hl7|er7|oru|adt)$/i.test(about.name ?? '') ? 'record' : 'image';

export type Prepared = {
  readonly source: Source;
  readonly isCopy: boolean;
  /** Why there is no copy of what should have one. */
  readonly fault?: OkaError;
};

/** The disk takes no copy: then the original goes, for only what the region has makes room again. */
const TAKES_NO_COPY: ReadonlySet<OkaError['code']> = new Set(['no-room', 'not-durable']);

/**
 * An object as it goes over the line: its working copy, made once and kept beside it in the spool, or as it is where a copy
 * is not of use or has no room (`isCopy` false). A copy that was lost is made again.
 * @throws OkaError `object-too-large`, or what the disk says
 */
export async function prepare(
  spool: Spool,
  entry: SpoolEntry,
  encoder: Encoder | undefined,
  pixels: number,
): Promise<Prepared> {
  if (entry.bytes > MAX_OBJECT_BYTES) throw new OkaError('object-too-large', String(entry.bytes));
  const asItIs = { source: originalSource(spool, entry), isCopy: false };
  const { transferSyntaxUid: syntax } = entry.about;
  const isEncoded = entry.bytes <= MOST_ENCODED_BYTES && (syntax === undefined || NATIVE.has(syntax));
  const kept = spool.derived(entry.sha256);
  if (kept !== undefined) return copied(asItIs.source, entry, kept);
  if (encoder === undefined || !isEncoded || asItIs.source.kind === 'record') return asItIs;
  const copy = await encoder.encode(await wholeOf(spool, entry), pixels);
  if (copy === undefined) return asItIs;
  const { preview, pixelHash } = copy;
  if (copy.isOriginal) {
    const original = { sha256: entry.sha256, pixelHash };
    return { source: { ...asItIs.source, ...(preview ? { preview } : {}), original }, isCopy: false };
  }
  try {
    return copied(asItIs.source, entry, await keptCopy(spool, entry, copy));
  } catch (cause) {
    if (cause instanceof OkaError && TAKES_NO_COPY.has(cause.code)) return { ...asItIs, fault: cause };
    throw cause;
  }
}

async function keptCopy(
  spool: Spool,
  { sha256 }: SpoolEntry,
  { bytes, preview, pixelHash }: LineCopy,
): Promise<Derived> {
  const incoming = await spool.beginDerived(sha256);
  try {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) await incoming.write(bytes.subarray(at, at + PIECE_BYTES));
    return await incoming.commit({ preview: preview ?? 0, pixelHash });
  } catch (cause) {
    await incoming.abort();
    throw cause;
  }
}

/** A preview of 0 bytes: the image is so small that only the whole shows it. */
const copied = (original: Source, entry: SpoolEntry, { sha256, bytes, preview, pixelHash, read }: Derived) => ({
  source: {
    ...original,
    sha256,
    length: bytes,
    read,
    ...(preview > 0 ? { preview } : {}),
    original: { sha256: entry.sha256, pixelHash },
  },
  isCopy: true,
});

async function wholeOf(spool: Spool, entry: SpoolEntry): Promise<Uint8Array> {
  const whole = new Uint8Array(entry.bytes);
  for (let at = 0; at < entry.bytes; at += PIECE_BYTES)
    whole.set(await spool.read(entry, at, Math.min(entry.bytes, at + PIECE_BYTES)), at);
  return whole;
}
