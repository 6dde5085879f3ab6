import { createHash } from 'node:crypto';
import { OkaError } from '../../schemas/errors.ts';
import { SealBroken } from '../files/sealed.ts';
import type { Log } from '../segments/log.ts';
import type { Kept } from './entry.ts';
import type { SpoolIndex } from './index.ts';
import type { ObjectFiles } from './object-files.ts';
import { type ObjectDamaged, objectDamaged } from './settle.ts';

const MIB = 1024 * 1024;

export type ReadingOptions = {
  readonly index: SpoolIndex;
  readonly log: Log;
  readonly objects: ObjectFiles;
  readonly onEvent: (event: ObjectDamaged) => void;
};

/** Reads objects, and knows those that cannot be read: they leave the line and are told. */
export function makeReading({ index, log, objects, onEvent }: ReadingOptions) {
  function damaged(kept: Kept, cause: unknown): void {
    if (kept.state === 'damaged') return;
    index.setState(kept, 'damaged');
    onEvent(objectDamaged(kept.sha256, cause instanceof Error ? cause.message : ''));
  }

  /** @throws OkaError `object-damaged` when the bytes are not those that were taken */
  async function read(kept: Kept, from: number, to: number): Promise<Buffer> {
    try {
      return await (kept.file === undefined ? log.read(kept.placed, from, to) : objects.read(kept.file, from, to));
    } catch (cause) {
      const isBroken = cause instanceof SealBroken || (cause instanceof OkaError && cause.code === 'journal-damaged');
      if (!isBroken) throw cause;
      damaged(kept, cause);
      throw new OkaError('object-damaged', undefined, { cause });
    }
  }

  return {
    read,
    damaged,
    /** Whether the bytes that were taken once are still there: else their sender must not be told that they are. */
    async isSound(kept: Kept): Promise<boolean> {
      if (kept.state === 'damaged' || kept.isSound) return kept.state !== 'damaged';
      const hash = createHash('sha256');
      for (let at = 0; at < kept.bytes; at += MIB) {
        const bytes = await read(kept, at, at + MIB).catch((cause: unknown) => damaged(kept, cause));
        if (bytes === undefined) return false;
        hash.update(bytes);
      }
      kept.isSound = hash.digest('hex') === kept.sha256;
      if (!kept.isSound) damaged(kept, new Error('the bytes are not those that were taken'));
      return kept.isSound;
    },
  };
}
