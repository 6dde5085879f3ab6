import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { release } from './buffers.ts';

/**
 * Bytes of any length under AES-256-GCM, in chunks that are opened one by one: the STREAM construction of Hoang,
 * Reyhanitabar, Rogaway and Vizár (2015, doi 10.1007/978-3-662-48000-7_24). The nonce is a prefix, the chunk's number and
 * whether it is the last, so that no chunk can be changed, moved, dropped or cut off without being noticed.
 */
export type Seal = {
  /** 32 bytes, for this one place alone. From bare bytes each cipher would make a key anew, which takes longer than to seal. */
  readonly key: KeyObject;
  /** 7 bytes; different for all that is sealed under one key. */
  readonly prefix: Uint8Array;
  /** What the chunks belong to; checked with each. */
  readonly bound: Uint8Array;
};

/**
 * A cipher takes as long to set up as some 40 KiB to seal; and a range is read in whole chunks. It is part of the format:
 * whoever changes it raises the version in the headers of records and of object files.
 */
export const CHUNK_BYTES = 256 * 1024;
export const TAG_BYTES = 16;
const STORED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;
export const PREFIX_BYTES = 7;
const ALGORITHM = 'aes-256-gcm';

const chunksOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / CHUNK_BYTES));

/** What `bytes` take when they are sealed. */
export const storedBytes = (bytes: number): number => bytes + TAG_BYTES * chunksOf(bytes);

/** How many bytes are sealed in so many. */
export const plainBytes = (stored: number): number => stored - TAG_BYTES * Math.ceil(stored / STORED_CHUNK_BYTES);

function nonceOf({ prefix }: Seal, chunk: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.set(prefix);
  nonce.writeUInt32BE(chunk, PREFIX_BYTES);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

function sealChunk(seal: Seal, chunk: number, isLast: boolean, plain: Uint8Array): readonly Buffer[] {
  const cipher = createCipheriv(ALGORITHM, seal.key, nonceOf(seal, chunk, isLast)).setAAD(seal.bound);
  const sealed = cipher.update(plain);
  cipher.final();
  return [sealed, cipher.getAuthTag()];
}

/** Stored bytes are missing, or are not what was sealed here. */
export class SealBroken extends Error {}

function openChunk(seal: Seal, chunk: number, isLast: boolean, stored: Buffer): Buffer {
  const cipher = createDecipheriv(ALGORITHM, seal.key, nonceOf(seal, chunk, isLast)).setAAD(seal.bound);
  const end = stored.length - TAG_BYTES;
  if (end < 0) throw new SealBroken('a chunk is cut off');
  try {
    cipher.setAuthTag(stored.subarray(end));
    const plain = cipher.update(stored.subarray(0, end));
    cipher.final();
    return plain;
  } catch (cause) {
    throw new SealBroken('a chunk is not what was sealed here', { cause });
  }
}

/** Seals what comes piece by piece; the last chunk is known only at the end, so one is always held back. */
export function makeSealer(seal: Seal) {
  const held = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let [heldBytes, chunk] = [0, 0];
  const sealed = (isLast: boolean, plain: Uint8Array): readonly Buffer[] => {
    chunk += 1;
    return sealChunk(seal, chunk - 1, isLast, plain);
  };
  return {
    push(piece: Uint8Array): Buffer[] {
      const parts: Buffer[] = [];
      for (let at = 0; at < piece.length; ) {
        if (heldBytes === CHUNK_BYTES) {
          parts.push(...sealed(false, held));
          heldBytes = 0;
        }
        // A chunk that has come whole, and more after it, need not be held.
        const isWhole = heldBytes === 0 && piece.length - at > CHUNK_BYTES;
        const part = piece.subarray(at, at + CHUNK_BYTES - heldBytes);
        at += part.length;
        if (isWhole) parts.push(...sealed(false, part));
        else {
          held.set(part, heldBytes);
          heldBytes += part.length;
        }
      }
      return parts;
    },
    /** Nothing can be pushed after it. */
    end(): readonly Buffer[] {
      const parts = sealed(true, held.subarray(0, heldBytes));
      release(held);
      return parts;
    },
  };
}

/** Seals what is there whole, chunk by chunk. */
export function* sealEach(seal: Seal, plain: Uint8Array): Generator<Buffer> {
  const last = chunksOf(plain.length) - 1;
  for (let chunk = 0; chunk <= last; chunk += 1)
    yield* sealChunk(seal, chunk, chunk === last, plain.subarray(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES));
}

export const sealAll = (seal: Seal, plain: Uint8Array): Buffer[] => [...sealEach(seal, plain)];

/** How stored bytes are fetched: up to `length` of them, fewer only at the end. */
export type ReadStored = (position: number, length: number) => Promise<Buffer>;

/**
 * Opens bytes `[from, to)` of `bytes` that are sealed; only the chunks concerned are read.
 * @throws SealBroken when a chunk is missing or is not what was sealed here
 */
export async function openRange(
  seal: Seal,
  bytes: number,
  read: ReadStored,
  from: number,
  to: number,
): Promise<Buffer> {
  const end = Math.min(to, bytes);
  if (from >= end) return Buffer.alloc(0);
  const last = chunksOf(bytes) - 1;
  const [first, until] = [Math.floor(from / CHUNK_BYTES), Math.floor((end - 1) / CHUNK_BYTES)];
  const start = first * STORED_CHUNK_BYTES;
  const stored = await read(start, Math.min((until + 1) * STORED_CHUNK_BYTES, storedBytes(bytes)) - start);
  const skipped = first * CHUNK_BYTES;
  const open = (chunk: number): Buffer => {
    const at = (chunk - first) * STORED_CHUNK_BYTES;
    return openChunk(seal, chunk, chunk === last, stored.subarray(at, at + STORED_CHUNK_BYTES));
  };
  if (first === until) return open(first).subarray(from - skipped, end - skipped);
  const plain = Buffer.allocUnsafeSlow(end - from);
  for (let chunk = first; chunk <= until; chunk += 1) {
    const opened = open(chunk);
    const start = chunk * CHUNK_BYTES;
    plain.set(opened.subarray(Math.max(0, from - start), end - start), Math.max(0, start - from));
    release(opened);
  }
  return plain;
}
