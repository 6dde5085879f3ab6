// `node bench/spool.ts [--json]`, also part of `npm run bench`: objects a second into the spool beside bare writes and syncs of the same bytes, and memory.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BenchRow, percentile, rounded, spreadOf, textOf } from './row.ts';
import type { Ask, Told } from './spool-child.ts';

const ROUNDS = 6;
const MB = 1_000_000;
const CASES = [
  { name: '0.5 MB', bytes: 0.5 * MB, count: 40, parallel: 1 },
  { name: '0.5 MB', bytes: 0.5 * MB, count: 80, parallel: 4 },
  { name: '10 MB', bytes: 10 * MB, count: 6, parallel: 1 },
  { name: '10 MB', bytes: 10 * MB, count: 8, parallel: 4 },
] as const;
const LARGE_BYTES = 2 * 1024 ** 3;
const AIM_RSS_MB = 256;

/**
 * Objects a second, durable, digested and encrypted, beside a file and one fdatasync for each of the same bytes, in turns;
 * syncs for each object; the largest memory while an object of 2 GB comes in.
 */
export async function benchSpool(say: (line: string) => void): Promise<BenchRow[]> {
  // Beside the repository's other data: /tmp may be memory.
  const data = join(import.meta.dirname, '..', '.oka');
  mkdirSync(data, { recursive: true });
  const folder = mkdtempSync(join(data, 'bench-spool-'));
  const child = fork(join(import.meta.dirname, 'spool-child.ts'), [folder], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ask = async (what: Ask): Promise<Told> => {
    child.send(what);
    const [told] = (await once(child, 'message')) as [Told];
    return told;
  };
  try {
    await once(child, 'message');
    const rows: BenchRow[] = [];
    for (const { name, ...one } of CASES) {
      const [ours, bare, syncs]: number[][] = [[], [], []] as [number[], number[], number[]];
      // The first round warms both and is not counted.
      for (let round = 0; round <= ROUNDS; round += 1) {
        const told = await ask({ how: 'spool', ...one });
        const peer = await ask({ how: 'bare', ...one });
        if (round === 0) continue;
        ours?.push(told.perSecond);
        bare?.push(peer.perSecond);
        syncs?.push(told.syncs);
      }
      const [here, there] = [percentile(ours ?? [], 0.5), percentile(bare ?? [], 0.5)];
      say(`${name} × ${one.parallel}: ${rounded(percentile(syncs ?? [], 0.5))} syncs an object`);
      rows.push({
        name: `spool, objects of ${name}, ${one.parallel} at once`,
        ours: rounded(here),
        peer: rounded(there),
        peerName: 'bare write and fdatasync',
        unit: 'objects/s',
        ratio: rounded(here / there),
        spread: spreadOf(ours ?? []),
      });
    }
    const { maxRssMb } = await ask({ how: 'spool', bytes: LARGE_BYTES, count: 1, parallel: 1 });
    const [ours, limit] = [rounded(maxRssMb), AIM_RSS_MB];
    rows.push({
      name: 'memory while the spool takes 2 GB',
      ours,
      limit,
      unit: 'MB',
      ratio: rounded(ours / limit),
      spread: 0,
    });
    return rows;
  } finally {
    child.kill();
    await (child.exitCode ?? child.signalCode ?? once(child, 'exit'));
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const rows = await benchSpool((line) => void process.stderr.write(`${line}\n`));
  process.stdout.write(values.json ? `${JSON.stringify(rows, undefined, 1)}\n` : `${textOf(rows)}\n`);
}
