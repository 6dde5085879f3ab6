import { randomBytes, randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { OkaError } from '../../schemas/errors.ts';
import type { EdgeFile, EdgeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';
import { NONCE_BYTES, type RecordsOf } from './record.ts';
import { segmentSeals } from './seals.ts';

/** One append-only file of a log. */
export type Segment = RecordsOf & {
  readonly sequence: number;
  readonly path: string;
  readonly file: EdgeFile;
  /** Bytes that are known to be durable; nothing is ever written before them. */
  end: number;
  /** It holds a place that cannot be read: it is put aside, not deleted. */
  isDamaged: boolean;
};

/** Number, random bytes, and the key under which it is sealed, if it is. */
const NAME = /^(\d{8})-([0-9a-f]{16})(?:-([0-9a-f]{16}))?\.journal$/;

/**
 * Opens the segments of a folder, the oldest first.
 * @throws OkaError `wrong-key` when one is sealed under a key that is not here; no file is touched then
 */
export async function openSegments(files: EdgeFiles, folder: string, key: EdgeKey | undefined): Promise<Segment[]> {
  const found = (await files.list(folder))
    .filter((name) => NAME.test(name))
    .sort()
    .map((name) => {
      const [, sequence = '', hex = '', keyId] = NAME.exec(name) ?? [];
      const nonce = Buffer.from(hex, 'hex');
      return { path: join(folder, name), sequence: Number(sequence), nonce, seals: sealsOf(key, keyId, nonce) };
    });
  return Promise.all(found.map(async (one) => ({ ...one, file: await files.open(one.path), ...EMPTY })));
}

const EMPTY = { end: 0, isDamaged: false };

function sealsOf(key: EdgeKey | undefined, keyId: string | undefined, nonce: Buffer) {
  if (keyId === undefined) return undefined;
  if (key === undefined) throw new OkaError('wrong-key', `sealed under ${keyId}, and no key is given`);
  return segmentSeals(key, keyId, nonce);
}

/** Makes a segment; its name is durable when this resolves. */
export async function createSegment(
  files: EdgeFiles,
  folder: string,
  sequence: number,
  key: EdgeKey | undefined,
): Promise<Segment> {
  const nonce = randomBytes(NONCE_BYTES);
  const parts = [String(sequence).padStart(8, '0'), nonce.toString('hex'), ...(key === undefined ? [] : [key.id])];
  const path = join(folder, `${parts.join('-')}.journal`);
  const seals = sealsOf(key, key?.id, nonce);
  const segment = { sequence, path, nonce, seals, file: await files.create(path), ...EMPTY };
  try {
    await segment.file.sync();
    await files.syncFolder(folder);
    return segment;
  } catch (cause) {
    await discardSegment(files, segment).catch(() => undefined);
    throw cause;
  }
}

export async function discardSegment(files: EdgeFiles, { file, path }: Segment): Promise<void> {
  await file.close();
  await files.remove(path);
}

const COPIED_BYTES = 1024 * 1024;

/** Copies the `bytes` behind a segment's end into a file of `folder`, durably; after a failure nothing is left of it. */
export async function copyTail(
  files: EdgeFiles,
  { file, path, end }: Segment,
  bytes: number,
  folder: string,
): Promise<void> {
  await files.makeFolder(folder);
  const kept = join(folder, `${basename(path)}-${randomUUID()}.tail`);
  const copy = await files.create(kept);
  try {
    for (let at = 0; at < bytes; at += COPIED_BYTES)
      await copy.write(await file.read(end + at, Math.min(COPIED_BYTES, bytes - at)), at);
    await copy.sync();
  } catch (cause) {
    await files.remove(kept).catch(() => undefined);
    throw cause;
  } finally {
    await copy.close();
  }
  await files.syncFolder(folder);
}
