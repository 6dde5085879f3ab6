// `node bench/store.ts [--json]`, also part of `npm run bench`: C-STORE by dcmtk's storescu to Oka, dcmtk and Orthanc, and memory.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { store } from '../edge/dicom/client.ts';
import { type BenchRow, percentile, rounded, spreadOf, textOf } from './row.ts';
import { DX, EXPLICIT, headerOf, writeObjects } from './store-objects.ts';
import { isInstalled, type StorePeer, startOrthanc, startStorescp } from './store-peers.ts';

const ROUNDS = 4;
const MB = 1_000_000;
const CASES = [
  { name: '0.5 MB', bytes: 0.5 * MB, count: 40, associations: 1 },
  { name: '0.5 MB', bytes: 0.5 * MB, count: 40, associations: 4 },
  { name: '10 MB', bytes: 10 * MB, count: 6, associations: 1 },
  { name: '10 MB', bytes: 10 * MB, count: 4, associations: 4 },
] as const;
const LARGE_BYTES = 2 * 1024 ** 3;

const AIM_RATIO = 3;
const AIM_RSS_MB = 256;

/**
 * Images a second on one and on four associations: Oka with its encrypted spool, every image durable before its yes, beside
 * receivers that do not sync. All get the same files; each round has new ones, and the receivers take turns in it.
 */
export async function benchStore(say: (line: string) => void): Promise<BenchRow[]> {
  // Beside the repository's other data: /tmp may be memory.
  const data = join(import.meta.dirname, '..', '.oka');
  mkdirSync(data, { recursive: true });
  const folder = mkdtempSync(join(data, 'bench-store-'));
  const children: ChildProcess[] = [];
  try {
    const { port, child } = await startOka(join(folder, 'oka'));
    children.push(child);
    const rows: BenchRow[] = [];
    if (!isInstalled('storescu', '--version')) say('storescu (dcmtk) is not installed, so there is no measure with it');
    else {
      const peers = await startPeers(folder, say);
      children.push(...peers.map((peer) => peer.child));
      for (const one of CASES) rows.push(...(await measured(one, [{ name: 'Oka', port, child }, ...peers], folder)));
    }
    rows.push(await largeObject(port, child));
    return rows;
  } finally {
    for (const one of children) one.kill();
    await Promise.all(children.map((one) => one.exitCode ?? one.signalCode ?? once(one, 'exit')));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startOka(folder: string): Promise<StorePeer> {
  const child = fork(join(import.meta.dirname, 'store-server.ts'), [folder], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { name: 'Oka', port, child };
}

async function startPeers(folder: string, say: (line: string) => void): Promise<StorePeer[]> {
  const peers: StorePeer[] = [];
  if (isInstalled('storescp', '--version')) peers.push(await startStorescp(join(folder, 'storescp')));
  else say('storescp (dcmtk) is not installed, so there is no comparison with it');
  if (isInstalled('Orthanc', '--version')) peers.push(await startOrthanc(join(folder, 'orthanc')));
  else say('Orthanc is not installed, so there is no comparison with it');
  return peers;
}

type Case = (typeof CASES)[number];

async function measured(one: Case, receivers: readonly StorePeer[], folder: string): Promise<BenchRow[]> {
  const rates = new Map(receivers.map(({ name }) => [name, [] as number[]]));
  // The first round warms the receivers and is not counted.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const files = join(folder, 'files');
    mkdirSync(files, { recursive: true });
    const paths = await writeObjects(files, one.count * one.associations, one.bytes);
    for (const { name, port } of receivers) {
      const perSecond = await imagesPerSecond(port, paths, one);
      if (round > 0) rates.get(name)?.push(perSecond);
    }
    rmSync(files, { recursive: true });
  }
  const middle = (name: string): number => rounded(percentile(rates.get(name) ?? [], 0.5));
  const ours = middle('Oka');
  const { associations } = one;
  const about = {
    name: `C-STORE, ${one.name}, ${associations} association${associations > 1 ? 's' : ''}`,
    ours,
    unit: 'images/s',
    spread: spreadOf(rates.get('Oka') ?? []),
  };
  const peers = receivers.slice(1).map(({ name }) => ({ peerName: name, peer: middle(name) }));
  if (peers.length === 0) return [about];
  const best = Math.max(...peers.map(({ peer }) => peer));
  return peers.map(({ peerName, peer }) => ({
    ...about,
    peer,
    peerName,
    ratio: rounded(ours / peer),
    // The aim is over the better of the two.
    ...(peer === best ? { limit: rounded(AIM_RATIO * best) } : {}),
  }));
}

async function imagesPerSecond(port: number, paths: readonly string[], { count, associations }: Case): Promise<number> {
  const began = performance.now();
  await Promise.all(
    Array.from({ length: associations }, async (_, at) => {
      const args = ['-xe', '-aec', 'OKA', '127.0.0.1', String(port), ...paths.slice(at * count, (at + 1) * count)];
      const child = spawn('storescu', args, { stdio: 'ignore' });
      const [code] = await once(child, 'exit');
      if (code !== 0) throw new Error(`storescu ended with ${code}`);
    }),
  );
  return paths.length / ((performance.now() - began) / 1000);
}

/** An object of 2 GB, made while it is sent: what the receiver's memory comes to. */
async function largeObject(port: number, child: ChildProcess): Promise<BenchRow> {
  const sopInstanceUid = '2.25.90';
  const chunk = Buffer.alloc(1024 * 1024, 7);
  async function* read(): AsyncGenerator<Uint8Array> {
    yield headerOf(sopInstanceUid, LARGE_BYTES);
    for (let sent = 0; sent < LARGE_BYTES; sent += chunk.length) yield chunk;
  }
  const peer = { aeTitle: 'OKA', host: '127.0.0.1', port, answerMs: 10 * 60_000 };
  const [outcome] = await store(peer, [
    { sopClassUid: DX, sopInstanceUid, encodings: [{ transferSyntaxUid: EXPLICIT, read }] },
  ]);
  if (outcome?.class !== 'done') throw new Error(`the object of 2 GB was not taken: ${JSON.stringify(outcome)}`);
  child.send('memory');
  const [{ maxRssMb }] = (await once(child, 'message')) as [{ maxRssMb: number }];
  return {
    name: 'C-STORE, largest memory with an object of 2 GB',
    ours: rounded(maxRssMb),
    limit: AIM_RSS_MB,
    ratio: rounded(maxRssMb / AIM_RSS_MB),
    unit: 'MB',
    spread: 0,
  };
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const rows = await benchStore((line) => process.stderr.write(`${line}\n`));
  process.stdout.write(values.json ? `${JSON.stringify(rows, undefined, 1)}\n` : `${textOf(rows)}\n`);
}
