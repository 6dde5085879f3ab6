// The spool in a process of its own, for bench/spool.ts: `node bench/spool-child.ts FOLDER` does what its parent asks.
import { createCipheriv, randomBytes } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFiles } from '../edge/files/files.ts';
import { makeEdgeKey } from '../edge/files/key.ts';
import { openSpool } from '../edge/spool/spool.ts';

/** `bare`: the same bytes written and synced to a file each, no more. */
export type Ask = {
  readonly how: 'spool' | 'bare';
  readonly bytes: number;
  readonly count: number;
  readonly parallel: number;
};
export type Told = { readonly perSecond: number; readonly syncs: number; readonly maxRssMb: number };

const PIECE_BYTES = 64 * 1024;
const ABOUT = { by: 'dicom', address: '127.0.0.1', lane: 'routine' } as const;

const [, , folder = ''] = process.argv;
let [syncs, made] = [0, 0];
const counting: typeof nodeFiles = {
  ...nodeFiles,
  async create(path) {
    const file = await nodeFiles.create(path);
    return {
      ...file,
      sync() {
        syncs += 1;
        return file.sync();
      },
    };
  },
  syncFolder(path) {
    syncs += 1;
    return nodeFiles.syncFolder(path);
  },
};
const spool = await openSpool({
  folder: join(folder, 'spool'),
  files: counting,
  key: makeEdgeKey(randomBytes(32)),
  watermark: 1,
});

/** Bytes that no two objects share, made faster than they are hashed. */
const stream = createCipheriv('aes-256-ctr', randomBytes(32), randomBytes(16));
const ZEROS = Buffer.alloc(PIECE_BYTES);
const piece = (): Buffer => stream.update(ZEROS);

async function take(bytes: number): Promise<void> {
  const incoming = await spool.begin();
  for (let at = 0; at < bytes; at += PIECE_BYTES) await incoming.write(piece().subarray(0, bytes - at));
  await incoming.commit({ ...ABOUT, acceptedAt: new Date().toISOString() });
}

async function bare(bytes: number): Promise<void> {
  made += 1;
  const fd = openSync(join(folder, `bare-${made}`), 'wx');
  for (let at = 0; at < bytes; at += PIECE_BYTES) writeSync(fd, piece().subarray(0, bytes - at));
  fdatasyncSync(fd);
  closeSync(fd);
}

process.on('message', async ({ how, bytes, count, parallel }: Ask) => {
  syncs = 0;
  const began = performance.now();
  let left = count;
  const one = how === 'spool' ? take : bare;
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      for (; left > 0; ) {
        left -= 1;
        await one(bytes);
      }
    }),
  );
  const perSecond = (count * 1000) / (performance.now() - began);
  process.send?.({ perSecond, syncs: syncs / count, maxRssMb: process.resourceUsage().maxRSS / 1024 } satisfies Told);
});
process.once('disconnect', () => process.exit(0));
process.send?.('ready');
