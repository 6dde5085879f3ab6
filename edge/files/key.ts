import { createHash, hkdfSync } from 'node:crypto';
import { OkaError } from '../../schemas/errors.ts';

export const KEY_BYTES = 32;
/** Hexadecimal name of a key: it stands beside what the key has sealed and tells nothing of it. */
const ID_BYTES = 8;

/**
 * The edge's key. New data are sealed under `id`; what older keys have sealed stays readable. No data are sealed under
 * the key itself: each file has its own, derived (HKDF-SHA-256, RFC 5869) from it and the file's random salt.
 */
export type EdgeKey = {
  readonly id: string;
  /** 32 bytes. @throws OkaError `wrong-key` when the key of that name is not here */
  readonly derive: (keyId: string, salt: Uint8Array, purpose: string) => Buffer;
};

/** The first key seals, all of them open. Each has 32 bytes. */
export function makeEdgeKey(current: Uint8Array, older: readonly Uint8Array[] = []): EdgeKey {
  const keys = new Map([current, ...older].map((key) => [idOf(key), key]));
  return {
    id: idOf(current),
    derive(keyId, salt, purpose) {
      const key = keys.get(keyId);
      if (key === undefined) throw new OkaError('wrong-key', `sealed under ${keyId}`);
      return Buffer.from(hkdfSync('sha256', key, salt, `oka edge ${purpose}`, KEY_BYTES));
    },
  };
}

const idOf = (key: Uint8Array): string =>
  createHash('sha256')
    .update('oka edge key id')
    .update(key)
    .digest('hex')
    .slice(0, 2 * ID_BYTES);
