import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type DicomOptions, startDicom } from '../../edge/dicom/server.ts';
import { makeEdgeKey } from '../../edge/files/key.ts';
import { openSpool } from '../../edge/spool/spool.ts';

const ends: (() => unknown)[] = [];
const FOLDER = join(import.meta.dirname, '../../.oka');

/** A folder beside the repository's other data, removed by `closeAll`. */
export function scratch(): string {
  mkdirSync(FOLDER, { recursive: true });
  const folder = mkdtempSync(join(FOLDER, 'dicom-clients-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const atEnd = (undo: () => unknown): void => void ends.push(undo);

/** For afterEach. */
export async function closeAll(): Promise<void> {
  for (const undo of ends.splice(0).reverse()) await undo();
}

/** The door with a real, encrypted spool on the disk. */
export async function openRealDoor(options: Partial<DicomOptions> = {}) {
  const spool = await openSpool({
    folder: join(scratch(), 'spool'),
    key: makeEdgeKey(Buffer.alloc(32, 7)),
    watermark: 1,
  });
  atEnd(() => spool.close());
  const server = await startDicom({ port: 0, aeTitle: 'OKA', peers: 'any', take: spool.begin, ...options });
  atEnd(() => server.stop(1000));
  return {
    server,
    spool,
    /** The data sets in the spool, without the file heads that Oka puts before them. */
    async dataSets(): Promise<Buffer[]> {
      return await Promise.all(
        [...spool.entries()].map(async (entry) => {
          const file = await spool.read(entry, 0, entry.bytes);
          return file.subarray(144 + file.readUInt32LE(140));
        }),
      );
    },
  };
}

/** Digests in order, so that two sets of large things are compared and a difference can be read. */
export const digests = (all: readonly Uint8Array[]): string[] =>
  all.map((bytes) => `${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`).sort();
