import { createSecretKey, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Buffers, release } from '../files/buffers.ts';
import type { EdgeFile, EdgeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';
import { makeSealer, openRange, PREFIX_BYTES, type Seal, SealBroken, storedBytes } from '../files/sealed.ts';
import type { StoredFile } from './records.ts';

/** A sealed file begins with: "OKAO", version, 3 zeros, name of the key (8 bytes), salt (16 bytes, the file's own name). */
const HEADER_BYTES = 32;
const MAGIC = Buffer.from('OKAO');
const VERSION = 1;

/** So much may be written without a sync: the last one is then short. */
const SYNCED_BYTES = 64 * 1024 * 1024;

/** What a file takes on the disk. */
export const fileBytes = ({ bytes, keyId }: StoredFile): number =>
  keyId === undefined ? bytes : HEADER_BYTES + storedBytes(bytes);

export type ObjectWriter = {
  /** The buffer may be used again when this resolves. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Resolved means durable: bytes and name. */
  readonly finish: () => Promise<StoredFile>;
  readonly discard: () => Promise<void>;
};

export type ObjectFiles = ReturnType<typeof makeObjectFiles>;

export type ObjectFilesOptions = {
  readonly folder: string;
  readonly files: EdgeFiles;
  readonly key: EdgeKey | undefined;
  /** So much as one of them holds is gathered before it is written. */
  readonly buffers: Buffers;
};

/** Objects in files of their own, 256 folders of them, each sealed under a key of its own. */
export function makeObjectFiles({ folder, files, key, buffers }: ObjectFilesOptions) {
  const made = new Map<string, Promise<void>>();
  const shardOf = (name: string): string => join(folder, name.slice(0, 2));
  const pathOf = (name: string): string => join(shardOf(name), name);

  function makeShard(shard: string): Promise<void> {
    const making = made.get(shard) ?? files.makeFolder(shard);
    made.set(shard, making);
    making.catch(() => made.delete(shard));
    return making;
  }

  function sealOf(name: string, keyId: string): Seal {
    if (key === undefined) throw new SealBroken('no key');
    const salt = Buffer.from(name, 'hex');
    const bound = headerOf(keyId, salt);
    const own = createSecretKey(key.derive(keyId, salt, 'object'));
    return { key: own, prefix: Buffer.alloc(PREFIX_BYTES), bound };
  }

  return {
    /** Makes a file; its name becomes durable while its bytes come in. */
    async create(): Promise<ObjectWriter> {
      const name = randomBytes(16).toString('hex');
      await makeShard(shardOf(name));
      const file = await files.create(pathOf(name));
      const named = files.syncFolder(shardOf(name));
      // Whoever finishes the file hears of it.
      named.catch(() => undefined);
      const keyId = key?.id;
      const writer = makeWriter(file, buffers);
      const sealer = keyId === undefined ? undefined : makeSealer(sealOf(name, keyId));
      if (keyId !== undefined) await writer.write(headerOf(keyId, Buffer.from(name, 'hex')));
      let bytes = 0;
      async function writeSealed(parts: readonly Buffer[]): Promise<void> {
        for (const part of parts) {
          await writer.write(part);
          release(part);
        }
      }
      return {
        async write(piece) {
          bytes += piece.length;
          await (sealer === undefined ? writer.write(piece) : writeSealed(sealer.push(piece)));
        },
        async finish() {
          await writeSealed(sealer?.end() ?? []);
          await Promise.all([writer.finish(), named]);
          await file.close();
          return { name, bytes, ...(keyId === undefined ? {} : { keyId }) };
        },
        async discard() {
          await writer.settled();
          await named.catch(() => undefined);
          await file.close();
          await files.remove(pathOf(name));
        },
      };
    },
    /** Bytes `[from, to)`. @throws SealBroken when the file is missing, short or not what was written */
    async read({ name, bytes, keyId }: StoredFile, from: number, to: number): Promise<Buffer> {
      const file = await files.open(pathOf(name)).catch((cause: NodeJS.ErrnoException) => {
        throw cause.code === 'ENOENT' ? new SealBroken('the file is missing', { cause }) : cause;
      });
      try {
        const end = Math.min(to, bytes);
        if (keyId !== undefined) {
          const stored = (at: number, length: number): Promise<Buffer> => file.read(HEADER_BYTES + at, length);
          return await openRange(sealOf(name, keyId), bytes, stored, from, end);
        }
        const found = await file.read(from, Math.max(0, end - from));
        if (found.length < end - from) throw new SealBroken('the file is short');
        return found;
      } finally {
        await file.close();
      }
    },
    /** Names and sizes of all files here. */
    async list(): Promise<Map<string, number>> {
      const found = new Map<string, number>();
      for (const shard of (await files.list(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
        const names = (await files.list(join(folder, shard))).filter((name) => /^[0-9a-f]{32}$/.test(name));
        const sizes = await Promise.all(names.map((name) => files.sizeOf(pathOf(name))));
        for (const [index, name] of names.entries()) found.set(name, sizes[index] as number);
      }
      return found;
    },
    remove: (name: string): Promise<void> => files.remove(pathOf(name)),
    /** Keeps a file for a human to look at. */
    async putAside(name: string, aside: string): Promise<void> {
      await files.makeFolder(aside);
      await files.move(pathOf(name), join(aside, name));
      await files.syncFolder(aside);
    },
  };
}

function headerOf(keyId: string, salt: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header[4] = VERSION;
  header.write(keyId, 8, 'hex');
  salt.copy(header, 16);
  return header;
}

/** Writes behind what was written, gathered in two buffers: one fills while the other is being written. */
function makeWriter(file: EdgeFile, buffers: Buffers) {
  const gatherBytes = buffers.bytes;
  let [filling, other] = [buffers.take(), buffers.take()];
  let [gathered, end, unsynced] = [0, 0, 0];
  let writing: Promise<void> = Promise.resolve();
  let syncing: Promise<void> = Promise.resolve();

  async function flush(): Promise<void> {
    await writing;
    writing = file.write(filling.subarray(0, gathered), end);
    // Heard by the next flush.
    writing.catch(() => undefined);
    end += gathered;
    unsynced += gathered;
    gathered = 0;
    [filling, other] = [other, filling];
    if (unsynced < SYNCED_BYTES) return;
    unsynced = 0;
    await Promise.all([writing, syncing]);
    syncing = file.sync();
    syncing.catch(() => undefined);
  }

  return {
    /** The bytes are copied. */
    async write(bytes: Uint8Array): Promise<void> {
      for (let at = 0; at < bytes.length; ) {
        const part = bytes.subarray(at, at + gatherBytes - gathered);
        filling.set(part, gathered);
        gathered += part.length;
        at += part.length;
        if (gathered === gatherBytes) await flush();
      }
    },
    async finish(): Promise<void> {
      await flush();
      await Promise.all([writing, syncing]);
      buffers.giveBack(filling);
      buffers.giveBack(other);
      await file.sync();
    },
    /** Resolves when nothing is under way. */
    settled: (): Promise<unknown> => Promise.allSettled([writing, syncing]),
  };
}
