import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OkaError } from '../../schemas/errors.ts';
import { type EdgeFiles, nodeFiles } from './files.ts';

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

/**
 * The key of a file: 32 random bytes in base64 on the first line; older keys, which only open, on the lines after it.
 * @throws OkaError `configuration` when the file is missing, readable by others or malformed
 */
export async function readEdgeKey({ file }: { readonly file: string }): Promise<EdgeKey> {
  const { mode } = await stat(file).catch((cause: unknown) => {
    throw new OkaError('configuration', `the edge's key ${file} cannot be read`, { cause });
  });
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new OkaError('configuration', `others may read the edge's key: chmod 600 ${file}`);
  const keys = (await readFile(file, 'utf8'))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => Buffer.from(line, 'base64'));
  const [current, ...older] = keys;
  if (current === undefined || keys.some(({ length }) => length !== KEY_BYTES))
    throw new OkaError('configuration', `${file} holds no key: 32 bytes in base64 on each line`);
  return makeEdgeKey(current, older);
}

/**
 * Makes a key file, durably, for the owner alone.
 * @throws OkaError `configuration` when the file is there already: what an old key has sealed would be lost with it
 */
export async function makeEdgeKeyFile(path: string, files: EdgeFiles = nodeFiles): Promise<EdgeKey> {
  const key = randomBytes(KEY_BYTES);
  await files.makeFolder(dirname(path));
  const file = await files.create(path).catch((cause: NodeJS.ErrnoException) => {
    throw new OkaError('configuration', `${path}: ${cause.code === 'EEXIST' ? 'there is a key already' : cause.code}`, {
      cause,
    });
  });
  try {
    await file.write(Buffer.from(`${key.toString('base64')}\n`), 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await files.syncFolder(dirname(path));
  return makeEdgeKey(key);
}
