import { mkdir, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { EdgeSettings } from '../../schemas/edge.ts';
import { type CheckLine, spread } from './line.ts';

const GIB = 1024 ** 3;
const SYNCS = 20;
/** A door that is to take 16 messages at once with a p99 of 50 ms cannot wait longer for its disk. */
const SLOW_SYNC_MS = 50;

/** Magic numbers of statfs(2) of file systems on which fsync is another promise, or none. */
const FILE_SYSTEMS: Readonly<Record<number, readonly [name: string, state: 'fail' | 'warn', why: string]>> = {
  26985: ['NFS', 'warn', 'a network share: when the network goes, the edge takes nothing'],
  4283649346: ['CIFS', 'warn', 'a network share: when the network goes, the edge takes nothing'],
  4266872130: ['SMB', 'warn', 'a network share: when the network goes, the edge takes nothing'],
  16914839: ['9p', 'warn', 'a shared folder of a virtual machine: whether fsync reaches the disk is not known'],
  1702057286: ['FUSE', 'warn', 'a file system in user space: whether fsync reaches the disk is not known'],
  16914836: ['tmpfs', 'fail', 'this is memory, no disk: a power cut takes everything'],
  2240043254: ['ramfs', 'fail', 'this is memory, no disk: a power cut takes everything'],
};

type Facts = {
  readonly type: number;
  readonly bsize: number;
  readonly blocks: number;
  readonly bfree: number;
  readonly bavail: number;
};

/** Room, watermark, time of an fsync, and what kind of disk it is. @param factsOf statfs; a test gives its own */
export async function checkDisk(
  { data, spool }: Pick<EdgeSettings, 'data' | 'spool'>,
  factsOf: (path: string) => Promise<Facts> = statfs,
): Promise<readonly CheckLine[]> {
  await mkdir(data, { recursive: true, mode: 0o700 });
  const facts = await factsOf(data);
  return [kindOf(facts), roomOf(facts, spool), await syncOf(data)];
}

function kindOf({ type }: Facts): CheckLine {
  const [name, state, why] = FILE_SYSTEMS[type >>> 0] ?? [];
  if (name === undefined || state === undefined) return { id: 'disk-kind', state: 'ok', found: 'a local disk' };
  return { id: 'disk-kind', state, found: `${name}: ${why}`, whatToDo: 'Put "data" on a local disk.' };
}

function roomOf({ bsize, blocks, bfree, bavail }: Facts, { watermark, quotaGib }: EdgeSettings['spool']): CheckLine {
  const used = blocks - bfree;
  const share = used + bavail === 0 ? 0 : used / (used + bavail);
  const free = bavail * bsize;
  // What may still come before the watermark; a quota may be less than that.
  const left = Math.max(0, Math.min(free - (1 - watermark) * (used + bavail) * bsize, (quotaGib ?? 1e9) * GIB));
  const figures = { usedShare: share, freeBytes: free, leftBytes: left };
  const found = `${(free / GIB).toFixed(1)} GiB free, ${Math.round(share * 100)} % used; ${(left / GIB).toFixed(1)} GiB can be taken before the watermark (${Math.round(watermark * 100)} %)`;
  if (left === 0)
    return {
      id: 'disk-room',
      state: 'fail',
      found,
      figures,
      whatToDo: 'Senders are refused now. Make room, or a larger disk.',
    };
  if (left < 10 * GIB)
    return {
      id: 'disk-room',
      state: 'warn',
      found,
      figures,
      whatToDo: 'A day of a small hospital has about 10 GiB. Make room.',
    };
  return { id: 'disk-room', state: 'ok', found, figures };
}

/** What every acknowledgement waits for: a small write and its fsync. */
async function syncOf(data: string): Promise<CheckLine> {
  const path = join(data, '.check');
  const file = await open(path, 'w', 0o600);
  const times: number[] = [];
  try {
    for (let count = 0; count < SYNCS; count += 1) {
      await file.write(Buffer.alloc(4096, count), 0, 4096, count * 4096);
      const from = performance.now();
      await file.datasync();
      times.push(performance.now() - from);
    }
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
  const { median, p95 } = spread(times);
  const line = {
    id: 'disk-sync',
    found: `fsync of 4 KiB: ${median.toFixed(1)} ms median, ${p95.toFixed(1)} ms p95`,
    figures: { medianMs: median, p95Ms: p95 },
  };
  if (p95 <= SLOW_SYNC_MS) return { ...line, state: 'ok' };
  return {
    ...line,
    state: 'warn',
    whatToDo: 'Every acknowledgement waits for this. An SSD does it in a few milliseconds.',
  };
}
