import { createHash } from 'node:crypto';
import { OkaError } from '../../schemas/errors.ts';
import type { Log } from '../segments/log.ts';
import type { Kept } from './entry.ts';
import type { SpoolIndex } from './index.ts';
import type { ObjectFiles } from './object-files.ts';
import { KINDS, type StoredFile } from './records.ts';

/** What an object was made into once, for the line: it may be lost and is then made again. */
export type Derived = {
  /** SHA-256 of the derived bytes. */
  readonly sha256: string;
  readonly bytes: number;
  /** Bytes of the prefix that can be used before the rest. */
  readonly preview: number;
  readonly pixelHash: string;
  /** Bytes `[from, to)`. @throws OkaError `object-damaged`: it is forgotten then, and to be made again */
  readonly read: (from: number, to: number) => Promise<Buffer>;
};
export type IncomingDerived = {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** @throws OkaError `not-durable` */
  readonly commit: (what: Pick<Derived, 'preview' | 'pixelHash'>) => Promise<Derived>;
  readonly abort: () => Promise<void>;
};

export type DerivedOptions = {
  readonly index: SpoolIndex;
  readonly log: Log;
  readonly files: ObjectFiles;
  /** A file is there (1) or gone (-1). */
  readonly onFile: (file: StoredFile, times: number) => void;
};

/** Working copies of objects, each in a file of its own. */
export function makeDerived({ index, log, files, onFile }: DerivedOptions) {
  async function remove(kept: Kept): Promise<void> {
    const copy = kept.derived;
    if (copy === undefined) return;
    kept.derived = undefined;
    onFile(copy.file, -1);
    await files.remove(copy.file.name).catch(() => undefined);
  }

  function of(kept: Kept | undefined): Derived | undefined {
    const copy = kept?.derived;
    if (kept === undefined || copy === undefined) return undefined;
    const { sha256, file, preview, pixelHash } = copy;
    return {
      sha256,
      bytes: file.bytes,
      preview,
      pixelHash,
      read: (from, to) =>
        files.read(file, from, to).catch(async (cause: unknown) => {
          if (kept.derived === copy) await remove(kept);
          throw new OkaError('object-damaged', 'a working copy', { cause });
        }),
    };
  }

  return {
    of,
    remove,
    async begin(kept: Kept): Promise<IncomingDerived> {
      const writer = await files.create();
      const hash = createHash('sha256');
      return {
        async write(bytes) {
          hash.update(bytes);
          await writer.write(bytes);
        },
        async commit(what) {
          try {
            const file = await writer.finish();
            const copy = { take: kept.take, file, sha256: hash.digest('hex'), ...what };
            index.noted(await log.add({ kind: KINDS.derived, sha256: kept.sha256, meta: copy }));
            await remove(kept);
            kept.derived = copy;
            onFile(file, 1);
            const made = of(kept) as Derived;
            // Its object may have been given up meanwhile.
            if (index.takes.get(kept.take) !== kept) await remove(kept);
            return made;
          } catch (cause) {
            await writer.discard().catch(() => undefined);
            throw cause instanceof OkaError ? cause : new OkaError('not-durable', undefined, { cause });
          }
        },
        abort: () => writer.discard(),
      };
    },
  };
}
