import { crc32 } from 'node:zlib';
import { release } from '../files/buffers.ts';
import { sealEach, storedBytes } from '../files/sealed.ts';
import { openDescription, type SegmentSeals, sealDescription, sealedDescriptionBytes } from './seals.ts';

/**
 * One record of a segment file: a header of 56 bytes, a description in JSON, the body.
 *
 *     0  "OKAJ"   4  the segment's own 8 random bytes   12  version   13  kind   14  length of the description
 *     16 length of the body   20  SHA-256   52  CRC-32 of the bytes before it and the description
 *
 * Version 1 lies open: its SHA-256 is that of the body, or of what the record is about. In version 2 the description, with
 * the SHA-256 before it, and the body are sealed; lengths are those of what is stored. The random bytes make sure that no
 * body can hold what looks like a record of the file it lies in.
 */
export const HEADER_BYTES = 56;
export const NONCE_BYTES = 8;
const MAGIC = Buffer.from('OKAJ');
const OPEN = 1;
const SEALED = 2;
const CHECKED_BYTES = 52;

/** What tells the records of one file from those of all others. */
export type RecordsOf = { readonly nonce: Buffer; readonly seals?: SegmentSeals | undefined };

export type NewRecord = {
  /** What the owner of the log means by it, 1 to 255. */
  readonly kind: number;
  /** Of the body, or of what the record is about. */
  readonly sha256: string;
  /** The description; at most 60,000 bytes. */
  readonly json: Buffer;
  readonly body?: Uint8Array | undefined;
};

export type Head = {
  readonly kind: number;
  readonly sha256: string;
  /** As stored. */
  readonly metaBytes: number;
  readonly bodyBytes: number;
  readonly json: Buffer;
};

const NO_BODY = new Uint8Array(0);

const storedMeta = ({ seals }: RecordsOf, { json }: NewRecord): number =>
  seals === undefined ? json.length : sealedDescriptionBytes(json);

const storedBody = ({ seals }: RecordsOf, { body = NO_BODY }: NewRecord): number =>
  seals === undefined || body.length === 0 ? body.length : storedBytes(body.length);

/** What a record takes: header and description, and its body. */
export const encodedBytes = (of: RecordsOf, record: NewRecord): { readonly head: number; readonly body: number } => ({
  head: HEADER_BYTES + storedMeta(of, record),
  body: storedBody(of, record),
});

/**
 * The stored parts of a record that will lie at `position`: header with description, then the body. A part is good until
 * the next one is asked for.
 */
export function* encodeRecord(of: RecordsOf, position: number, record: NewRecord): Generator<Uint8Array> {
  const { nonce, seals } = of;
  const { kind, sha256, json, body = NO_BODY } = record;
  const head = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(head, 0);
  nonce.copy(head, 4);
  head[12] = seals === undefined ? OPEN : SEALED;
  head[13] = kind;
  head.writeUInt16BE(storedMeta(of, record), 14);
  head.writeUInt32BE(storedBody(of, record), 16);
  if (seals === undefined) head.write(sha256, 20, 'hex');
  const meta =
    seals === undefined ? json : sealDescription(seals, position, head.subarray(0, CHECKED_BYTES), sha256, json);
  head.writeUInt32BE(crc32(meta, crc32(head.subarray(0, CHECKED_BYTES))), CHECKED_BYTES);
  yield Buffer.concat([head, meta]);
  if (body.length === 0) return;
  if (seals === undefined) yield body;
  else
    for (const part of sealEach(seals.body(position), body)) {
      yield part;
      release(part);
    }
}

/** How a record of this file begins: what is looked for after a damaged one. */
export const markOf = ({ nonce }: RecordsOf): Buffer => Buffer.concat([MAGIC, nonce]);

/** The length of the description that a header announces, before it is checked. */
export const announcedMetaBytes = (header: Buffer): number => header.readUInt16BE(14);

/** Reads header and description; undefined where they are damaged. `bytes` holds both whole and lay at `position`. */
export function readHead(bytes: Buffer, of: RecordsOf, position: number): Head | undefined {
  if (bytes.length < HEADER_BYTES || !bytes.subarray(0, 12).equals(markOf(of))) return undefined;
  if (bytes[12] !== (of.seals === undefined ? OPEN : SEALED)) return undefined;
  const metaBytes = announcedMetaBytes(bytes);
  const stored = bytes.subarray(HEADER_BYTES, HEADER_BYTES + metaBytes);
  if (stored.length < metaBytes) return undefined;
  const head = bytes.subarray(0, CHECKED_BYTES);
  if (crc32(stored, crc32(head)) !== bytes.readUInt32BE(CHECKED_BYTES)) return undefined;
  const bodyBytes = bytes.readUInt32BE(16);
  const kind = bytes[13] as number;
  if (of.seals === undefined)
    return { kind, sha256: bytes.toString('hex', 20, CHECKED_BYTES), metaBytes, bodyBytes, json: stored };
  const opened = openDescription(of.seals, position, head, stored);
  return opened && { kind, metaBytes, bodyBytes, ...opened };
}
