import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { OkaError } from '../schemas/errors.ts';
import type { InputKind } from '../schemas/input.ts';

/** Something to send: its name for ever, and its bytes by range. */
export type Source = {
  readonly kind: InputKind;
  readonly sha256: string;
  readonly length: number;
  /** Bytes `[from, to)`. */
  readonly read: (from: number, to: number) => Promise<Uint8Array>;
  /** Bytes of the prefix that can be used before the rest (ARCHITECTURE, Preview first). */
  readonly preview?: number;
  /** Of an object that was re-encoded: what it was made from (SHA-256) and its pixels' hash, without which no preview is used. */
  readonly original?: { readonly sha256: string; readonly pixelHash: string };
  /** First acceptance, where it was earlier than the sending. */
  readonly acceptedAt?: string;
};

const HEAD_BYTES = 4096;

/**
 * What a file holds, by its content: HL7 v2 begins with MSH, BHS or FHS (after a byte order mark or an MLLP start block);
 * a DICOM file has `DICM` after 128 bytes (PS3.10 §7.1), a bare data set begins with group 0002 or 0008. What has neither
 * is told by its ending; else it is an image, which the region looks into more closely.
 */
export function kindOf(head: Uint8Array, name: string): InputKind {
  const bytes = Buffer.from(head);
  const text = bytes
    .subarray(0, 64)
    .toString('latin1')
    .replaceAll('\0', '')
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*/, '');
  if (/^(MSH|BHS|FHS)[^A-Za-z0-9\s]/.test(text)) return 'record';
  if (bytes.subarray(128, 132).toString('latin1') === 'DICM') return 'image';
  const group = bytes.length >= 8 ? bytes.readUInt16LE(0) : 0;
  if (group === 0x0008 || group === 0x0002) return 'image';
  return ['.hl7', '.er7', '.oru', '.adt'].includes(extname(name).toLowerCase()) ? 'record' : 'image';
}

/**
 * A file as a source; read once for its digest, then piece by piece, never held whole.
 * @throws OkaError `unreadable-file` when it cannot be read or is empty
 */
export async function fileSource(path: string, kind?: InputKind): Promise<Source> {
  try {
    const hash = createHash('sha256');
    let length = 0;
    for await (const piece of createReadStream(path)) {
      hash.update(piece as Buffer);
      length += (piece as Buffer).length;
    }
    if (length === 0) throw new OkaError('unreadable-file', 'empty');
    const read = (from: number, to: number) => readRange(path, from, to);
    const found = kind ?? kindOf(await read(0, Math.min(HEAD_BYTES, length)), path);
    return { kind: found, sha256: hash.digest('hex'), length, read };
  } catch (cause) {
    if (cause instanceof OkaError) throw cause;
    throw new OkaError('unreadable-file', (cause as NodeJS.ErrnoException).code, { cause });
  }
}

async function readRange(path: string, from: number, to: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(to - from);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
