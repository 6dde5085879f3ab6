import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LocalRegion } from '../local/region.ts';
import type { RecognitionRequested } from '../schemas/messages.ts';
import { type BenchRow, percentile, rounded, spreadOf } from './row.ts';

const STARTS = 7;
const LIMIT_MS = 1500;
const LIMIT_MB = 512;

type Times = { readonly cold: number; readonly warm: number; readonly mostMb: number };

const NODE_MODULES = join(import.meta.dirname, '..', 'node_modules');

/**
 * Fresh processes load the bundle of `recognise` as it would be deployed and handle one real film of the running region:
 * import, region file, codecs, weights, session, network, pictures, chart. Node's own start is not counted, a Lambda
 * environment has it running already.
 */
export async function benchColdStart(local: LocalRegion, event: RecognitionRequested): Promise<BenchRow[]> {
  const cold: number[] = [];
  const warm: number[] = [];
  const mostMb: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const times = await freshProcess(local, event);
    cold.push(times.cold);
    warm.push(times.warm);
    mostMb.push(times.mostMb);
  }
  return [
    {
      name: 'recognise bundle: first film in a fresh process',
      ours: rounded(percentile(cold, 0.5)),
      limit: LIMIT_MS,
      unit: 'ms',
      ratio: rounded(percentile(cold, 0.5) / LIMIT_MS),
      spread: spreadOf(cold),
    },
    {
      name: 'recognise bundle: the same film again, warm',
      ours: rounded(percentile(warm, 0.5)),
      unit: 'ms',
      spread: spreadOf(warm),
    },
    {
      name: 'recognise bundle: most memory of a process (RSS)',
      ours: rounded(Math.max(...mostMb)),
      limit: LIMIT_MB,
      unit: 'MB',
      ratio: rounded(Math.max(...mostMb) / LIMIT_MB),
      spread: spreadOf(mostMb),
    },
  ];
}

async function freshProcess(local: LocalRegion, event: RecognitionRequested): Promise<Times> {
  const planned = local.plan.functions.find(({ name }) => name.endsWith('-recognise'));
  if (planned === undefined) throw new Error('the template has no function recognise');
  const record = { messageId: 'bench', body: JSON.stringify(event), attributes: { ApproximateReceiveCount: '1' } };
  const child = fork(
    join(import.meta.dirname, 'cold-start-child.cjs'),
    [join(planned.folder, 'index.js'), JSON.stringify({ Records: [record] })],
    {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, ...local.environmentOf(planned.name), NODE_PATH: NODE_MODULES },
      execArgv: [],
    },
  );
  const [times] = (await once(child, 'message')) as [Times];
  await once(child, 'exit');
  return times;
}
