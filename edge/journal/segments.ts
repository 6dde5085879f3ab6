import { randomBytes, randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import type { EdgeFile, EdgeFiles } from '../files/files.ts';
import { NONCE_BYTES } from './record.ts';

/** One append-only file of the journal. */
export type Segment = {
  readonly sequence: number;
  readonly path: string;
  readonly nonce: Buffer;
  readonly file: EdgeFile;
  /** Bytes that are known to be durable; nothing is ever written before them. */
  end: number;
  /** Messages in it, and how many of them the region has not got yet. */
  readonly messages: Set<string>;
  waiting: number;
  /** Newest acceptance in it, milliseconds since 1970. */
  newestAt: number;
  /** It holds a place that cannot be read: it is put aside, not deleted. */
  isDamaged: boolean;
};

const NAME = /^(\d{8})-([0-9a-f]{16})\.journal$/;

/** Opens the segments of a folder, the oldest first. */
export async function openSegments(files: EdgeFiles, folder: string): Promise<Segment[]> {
  const names = (await files.list(folder)).filter((name) => NAME.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const [, sequence = '', nonce = ''] = NAME.exec(name) ?? [];
      const path = join(folder, name);
      return empty(Number(sequence), path, Buffer.from(nonce, 'hex'), await files.open(path));
    }),
  );
}

/** Makes a segment; its name is durable when this resolves. */
export async function createSegment(files: EdgeFiles, folder: string, sequence: number): Promise<Segment> {
  const nonce = randomBytes(NONCE_BYTES);
  const path = join(folder, `${String(sequence).padStart(8, '0')}-${nonce.toString('hex')}.journal`);
  const segment = empty(sequence, path, nonce, await files.create(path));
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

const empty = (sequence: number, path: string, nonce: Buffer, file: EdgeFile): Segment => ({
  sequence,
  path,
  nonce,
  file,
  end: 0,
  messages: new Set(),
  waiting: 0,
  newestAt: 0,
  isDamaged: false,
});
