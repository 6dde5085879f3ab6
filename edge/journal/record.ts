import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { ERRORS, type ErrorCode } from '../../schemas/errors.ts';
import { Instant } from '../../schemas/input.ts';

/**
 * One record of a segment file: a header of 56 bytes, a description in JSON, the message.
 *
 *     0  "OKAJ"   4  the segment's own 8 random bytes   12  version   13  kind   14  length of the description
 *     16 length of the message   20  SHA-256 of the message   52  CRC-32 of the bytes before it and the description
 *
 * The header is checked by its CRC, the message by its digest, which is also its name. The random bytes make sure that no
 * message can hold what looks like a record of the file it lies in.
 */
export const HEADER_BYTES = 56;
export const NONCE_BYTES = 8;
const MAGIC = Buffer.from('OKAJ');
const VERSION = 1;
const CHECKED_BYTES = 52;

/** A message that was taken (`input`), or what became of one (`end`; it has no bytes of its own). */
const KINDS = { input: 1, end: 2 } as const;
export type Kind = keyof typeof KINDS;

/** Where a message came from. */
export const Origin = z.object({
  /** First acceptance; travels with the message (contract 3). */
  acceptedAt: Instant,
  /** Which listener took it: `mllp`. */
  by: z.string(),
  address: z.string(),
  certificate: z.object({ fingerprint: z.string(), subject: z.string() }).optional(),
});
export type Origin = z.infer<typeof Origin>;

/** `drained`: the region has accepted it. `refused`: the region will never take it as it is. */
export const End = z.object({
  at: Instant,
  end: z.enum(['drained', 'refused']),
  code: z.custom<ErrorCode>((code) => typeof code === 'string' && Object.hasOwn(ERRORS, code)).optional(),
});
export type End = z.infer<typeof End>;

export type Head = {
  readonly kind: Kind;
  readonly sha256: string;
  readonly metaBytes: number;
  readonly bodyBytes: number;
};

/** Header and description of a record; the message follows them. */
export function headOf(nonce: Buffer, kind: Kind, sha256: string, meta: Origin | End, bodyBytes: number): Buffer {
  const json = Buffer.from(JSON.stringify(meta));
  const head = Buffer.alloc(HEADER_BYTES + json.length);
  MAGIC.copy(head, 0);
  nonce.copy(head, 4);
  head[12] = VERSION;
  head[13] = KINDS[kind];
  head.writeUInt16BE(json.length, 14);
  head.writeUInt32BE(bodyBytes, 16);
  head.write(sha256, 20, 'hex');
  json.copy(head, HEADER_BYTES);
  head.writeUInt32BE(crc32(json, crc32(head.subarray(0, CHECKED_BYTES))), CHECKED_BYTES);
  return head;
}

/** How a record of this segment begins: what is looked for after a damaged one. */
export const markOf = (nonce: Buffer): Buffer => Buffer.concat([MAGIC, nonce]);

/** The length of the description that a header announces, before it is checked. */
export const announcedMetaBytes = (header: Buffer): number => header.readUInt16BE(14);

/** Reads header and description; undefined where they are damaged. `bytes` holds both whole. */
export function readHead(bytes: Buffer, nonce: Buffer): (Head & { readonly meta: Buffer }) | undefined {
  if (bytes.length < HEADER_BYTES || !bytes.subarray(0, 12).equals(markOf(nonce)) || bytes[12] !== VERSION)
    return undefined;
  const metaBytes = announcedMetaBytes(bytes);
  const meta = bytes.subarray(HEADER_BYTES, HEADER_BYTES + metaBytes);
  if (meta.length < metaBytes) return undefined;
  if (crc32(meta, crc32(bytes.subarray(0, CHECKED_BYTES))) !== bytes.readUInt32BE(CHECKED_BYTES)) return undefined;
  const kind = (Object.keys(KINDS) as Kind[]).find((one) => KINDS[one] === bytes[13]);
  if (kind === undefined) return undefined;
  return { kind, sha256: bytes.toString('hex', 20, 52), metaBytes, bodyBytes: bytes.readUInt32BE(16), meta };
}
