import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import type { EdgeKey } from '../files/key.ts';
import { PREFIX_BYTES, type Seal, TAG_BYTES } from '../files/sealed.ts';

/**
 * How the records of one segment are sealed: under keys of this segment alone, with the record's place in it as nonce. A
 * place is written once: after a failure the segment is left, and a new start begins a new one.
 */
export type SegmentSeals = {
  readonly description: KeyObject;
  readonly body: (position: number) => Seal;
};

/** @throws OkaError `wrong-key` when the key of that name is not here */
export function segmentSeals(key: EdgeKey, keyId: string, nonce: Buffer): SegmentSeals {
  const bodyKey = createSecretKey(key.derive(keyId, nonce, 'segment body'));
  return {
    description: createSecretKey(key.derive(keyId, nonce, 'segment description')),
    body(position) {
      const prefix = Buffer.alloc(PREFIX_BYTES);
      prefix.writeUIntBE(position, 0, 6);
      return { key: bodyKey, prefix, bound: nonce };
    },
  };
}

const ALGORITHM = 'aes-256-gcm';
const SHA256_BYTES = 32;

function nonceAt(position: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(position, 6, 6);
  return nonce;
}

/** What a record is about and how it is described, sealed together and bound to its header. */
export function sealDescription(
  { description }: SegmentSeals,
  position: number,
  head: Uint8Array,
  sha256: string,
  json: Buffer,
): Buffer {
  const cipher = createCipheriv(ALGORITHM, description, nonceAt(position)).setAAD(head);
  const sealed = cipher.update(Buffer.concat([Buffer.from(sha256, 'hex'), json]));
  cipher.final();
  return Buffer.concat([sealed, cipher.getAuthTag()]);
}

/** What a description takes when it is sealed. */
export const sealedDescriptionBytes = (json: Buffer): number => SHA256_BYTES + json.length + TAG_BYTES;

/** Undefined where it is not what was sealed here. */
export function openDescription(
  { description }: SegmentSeals,
  position: number,
  head: Uint8Array,
  stored: Buffer,
): { readonly sha256: string; readonly json: Buffer } | undefined {
  const end = stored.length - TAG_BYTES;
  if (end < SHA256_BYTES) return undefined;
  try {
    const cipher = createDecipheriv(ALGORITHM, description, nonceAt(position)).setAAD(head);
    cipher.setAuthTag(stored.subarray(end));
    const plain = cipher.update(stored.subarray(0, end));
    cipher.final();
    return { sha256: plain.toString('hex', 0, SHA256_BYTES), json: plain.subarray(SHA256_BYTES) };
  } catch {
    return undefined;
  }
}
