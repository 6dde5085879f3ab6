import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OkaError } from '../../schemas/errors.ts';
import { nodeFiles } from './files.ts';
import { type EdgeKey, KEY_BYTES, makeEdgeKey } from './key.ts';
import { replaceFile } from './replace.ts';

/**
 * The key of a file: 32 random bytes in base64 on the first line; older keys, which only open, on the lines after it.
 * @throws OkaError `configuration` when the file is missing, readable by others or malformed
 */
export async function readKeyFile(path: string): Promise<EdgeKey> {
  const [current, ...older] = await keysOf(path);
  return makeEdgeKey(current as Buffer, older);
}

async function keysOf(path: string): Promise<Buffer[]> {
  const { mode } = await stat(path).catch((cause: unknown) => {
    throw new OkaError('configuration', `the edge's key ${path} cannot be read`, { cause });
  });
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new OkaError('configuration', `others may read the edge's key: chmod 600 ${path}`);
  const lines = (await readFile(path, 'utf8')).split('\n').map((line) => line.trim());
  const keys = lines.filter((line) => line !== '').map((line) => Buffer.from(line, 'base64'));
  if (keys.length === 0 || keys.some(({ length }) => length !== KEY_BYTES))
    throw new OkaError('configuration', `${path} holds no key: 32 bytes in base64 on each line`);
  return keys;
}

const textOf = (keys: readonly Buffer[]): Buffer =>
  Buffer.from(keys.map((key) => `${key.toString('base64')}\n`).join(''));

/**
 * Makes a key file, durably, for the owner alone.
 * @throws OkaError `configuration` when the file is there already: what an old key has sealed would be lost with it
 */
export async function makeEdgeKeyFile(path: string): Promise<EdgeKey> {
  const key = randomBytes(KEY_BYTES);
  await nodeFiles.makeFolder(dirname(path));
  const file = await nodeFiles.create(path).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'EEXIST' ? 'there is a key already' : cause.code;
    throw new OkaError('configuration', `${path}: ${why}`, { cause });
  });
  try {
    await file.write(textOf([key]), 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await nodeFiles.syncFolder(dirname(path));
  return makeEdgeKey(key);
}

/** Puts a new key before those of the file: from the next start it seals, and the older ones still open. */
export async function rollEdgeKeyFile(path: string): Promise<EdgeKey> {
  const [current, ...older] = [randomBytes(KEY_BYTES), ...(await keysOf(path))];
  await replaceFile(path, textOf([current, ...older]));
  return makeEdgeKey(current, older);
}
