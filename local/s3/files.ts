import { randomUUID } from 'node:crypto';
import { type FileHandle, link, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exists, makeFolder, readExactly, syncFolder } from '../durable.ts';
import { S3Fault } from './answers.ts';
import type { Algorithm } from './checksums.ts';
import { checkBucketName, compareKeys, entryOf, objectPath } from './names.ts';

export type ObjectFacts = {
  length: number;
  etag: string;
  contentType: string;
  modified: string;
  metadata: Record<string, string>;
  checksums: Partial<Record<Algorithm, string>>;
};

/**
 * An object is one file: its bytes, its facts as JSON, the JSON's length (4 bytes). One rename makes it whole or absent,
 * and who has it open reads to the end what it opened, also when it is replaced meanwhile.
 */
async function openObject(path: string) {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { size } = await handle.stat();
    const length = (await readExactly(handle, size - 4, 4)).readUInt32BE();
    const facts: ObjectFacts = JSON.parse((await readExactly(handle, size - 4 - length, length)).toString('utf8'));
    return {
      facts,
      /** Bytes `from` to `to`, both included; closes the file at the end. */
      read: (from: number, to: number) => handle.createReadStream({ start: from, end: to }),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

export type ObjectFiles = Awaited<ReturnType<typeof openObjectFiles>>;

/**
 * Buckets and objects as files under `root`. Writes stream into `<bucket>/incoming` and are made visible by one rename
 * after fsync; what a crash left in `incoming` is removed at start.
 */
export async function openObjectFiles(root: string) {
  await makeFolder(root);
  for (const bucket of await readdir(root)) {
    await rm(join(root, bucket, 'incoming'), { recursive: true, force: true });
    await mkdir(join(root, bucket, 'incoming'), { recursive: true });
  }
  const folder = (bucket: string) => join(root, checkBucketName(bucket));
  const objects = (bucket: string) => join(folder(bucket), 'objects');

  const hasBucket = (bucket: string): Promise<boolean> => exists(objects(bucket));
  async function needBucket(bucket: string): Promise<void> {
    if (!(await hasBucket(bucket))) throw new S3Fault(404, 'NoSuchBucket', 'The specified bucket does not exist.');
  }

  async function put(
    bucket: string,
    key: string,
    body: AsyncIterable<Uint8Array>,
    facts: () => ObjectFacts,
    onlyIfAbsent: boolean,
  ): Promise<void> {
    await needBucket(bucket);
    const target = objectPath(objects(bucket), key);
    const incoming = join(folder(bucket), 'incoming', randomUUID());
    try {
      const handle = await open(incoming, 'wx');
      try {
        for await (const piece of body) await handle.writeFile(piece);
        const trailer = Buffer.from(JSON.stringify(facts()), 'utf8');
        const length = Buffer.alloc(4);
        length.writeUInt32BE(trailer.length);
        await handle.writeFile(Buffer.concat([trailer, length]));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await makeFolder(dirname(target));
      // A hard link refuses an existing name, a rename replaces it: both in one step.
      if (onlyIfAbsent) await link(incoming, target);
      else await rename(incoming, target);
      await syncFolder(dirname(target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST')
        throw new S3Fault(412, 'PreconditionFailed', 'At least one of the preconditions you specified did not hold.');
      throw error;
    } finally {
      await rm(incoming, { force: true });
    }
  }

  /** Keys after `after` that begin with `prefix`, in S3's order; holds one folder's names at a time. */
  async function* keys(bucket: string, prefix: string, after: string, base = ''): AsyncGenerator<string> {
    const path = base === '' ? objects(bucket) : dirname(objectPath(objects(bucket), `${base}x`));
    const names = await readdir(path);
    const entries = names.map(entryOf).map(({ object, sortKey }) => ({ object, key: base + sortKey }));
    for (const { object, key } of entries.sort((a, b) => compareKeys(a.key, b.key))) {
      if (object) {
        if (key.startsWith(prefix) && compareKeys(key, after) > 0) yield key;
      } else if (
        (key.startsWith(prefix) || prefix.startsWith(key)) &&
        (after.startsWith(key) || compareKeys(key, after) > 0)
      ) {
        yield* keys(bucket, prefix, after, key);
      }
    }
  }

  return {
    createBucket: (bucket: string) =>
      makeFolder(join(folder(bucket), 'incoming')).then(() => makeFolder(objects(bucket))),
    hasBucket,
    needBucket,
    put,
    open: (bucket: string, key: string) => openObject(objectPath(objects(bucket), key)),
    async remove(bucket: string, key: string): Promise<void> {
      const path = objectPath(objects(bucket), key);
      await rm(path, { force: true });
      await syncFolder(dirname(path)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
    },
    keys,
  };
}
