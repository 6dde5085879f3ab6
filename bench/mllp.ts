// `node bench/mllp.ts [--json]`, also part of `npm run bench`: the HL7 door under load, server and senders in processes of their own.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fdatasyncSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Ask, Told } from './mllp-load.ts';
import { type BenchRow, percentile, rounded, spreadOf, textOf } from './row.ts';

const ROUNDS = 8;
const ROUND_MS = 1000;
const CONNECTIONS = 16;
const BARE_SYNCS = 500;
const MESSAGE_BYTES = 600;

const AIM_PER_SECOND = 5000;
const AIM_DURABLE_PER_SECOND = 1000;
const AIM_P99_MS = 50;

const KINDS = ['memory', 'durable', 'slow-disk', '@medplum/hl7', 'simple-hl7'] as const;
type Kind = (typeof KINDS)[number];
type Measured = { readonly rates: number[]; readonly times: number[] };

/**
 * Request and acknowledgement over 16 connections, one message under way on each: without a disk (beside the libraries of
 * npm), with fsync before each answer, and with a disk that takes 10 ms longer to confirm. The listeners take turns of a
 * second, so that whatever else the machine does meets all of them.
 */
export async function benchMllp(say: (line: string) => void): Promise<BenchRow[]> {
  // Beside the repository's other data: /tmp may be memory.
  const data = join(import.meta.dirname, '..', '.oka');
  mkdirSync(data, { recursive: true });
  const folder = mkdtempSync(join(data, 'bench-mllp-'));
  const children: ChildProcess[] = [];
  const child = (file: string, args: readonly string[]): ChildProcess => {
    const made = fork(join(import.meta.dirname, file), args, {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    children.push(made);
    return made;
  };
  try {
    const senders = child('mllp-load.ts', []);
    const ports = new Map<Kind, number>();
    for (const kind of KINDS) {
      const port = await portOf(child('mllp-server.ts', [kind, join(folder, kind)]));
      if (port === undefined) say(`${kind} could not be started, so there is no comparison with it`);
      else ports.set(kind, port);
    }
    const ask = async (port: number, milliseconds: number): Promise<Told> => {
      senders.send({ port, connections: CONNECTIONS, milliseconds } satisfies Ask);
      const [told] = (await once(senders, 'message')) as [Told];
      return told;
    };
    const measured = new Map<Kind, Measured>([...ports.keys()].map((kind) => [kind, { rates: [], times: [] }]));
    for (const port of ports.values()) await ask(port, ROUND_MS);
    const bare: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      bare.push(...bareSyncs(folder));
      for (const [kind, port] of ports) {
        const { perSecond, times } = await ask(port, ROUND_MS);
        measured.get(kind)?.rates.push(perSecond);
        measured.get(kind)?.times.push(...times);
      }
    }
    return rowsOf(measured, bare);
  } finally {
    for (const one of children) if (one.connected) one.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function portOf(server: ChildProcess): Promise<number | undefined> {
  const [told] = (await Promise.race([once(server, 'message'), once(server, 'exit')])) as [{ port?: number } | number];
  return typeof told === 'object' ? told?.port : undefined;
}

/** Milliseconds of a write and fdatasync of one message each, one after the other: what the disk does by itself. */
function bareSyncs(folder: string): number[] {
  const file = openSync(join(folder, 'bare'), 'w');
  const bytes = Buffer.alloc(MESSAGE_BYTES, 'A');
  const times = Array.from({ length: BARE_SYNCS }, (_, index) => {
    const began = performance.now();
    writeSync(file, bytes, 0, bytes.length, index * bytes.length);
    fdatasyncSync(file);
    return performance.now() - began;
  });
  closeSync(file);
  return times;
}

function rowsOf(measured: ReadonlyMap<Kind, Measured>, bare: readonly number[]): BenchRow[] {
  const rows: BenchRow[] = [];
  const perSecond = (kind: Kind): number => rounded(percentile(measured.get(kind)?.rates ?? [], 0.5));
  const rate = (kind: Kind, name: string, limit: number): void => {
    const ours = perSecond(kind);
    const spread = spreadOf(measured.get(kind)?.rates ?? []);
    rows.push({ name, ours, limit, unit: 'messages/s', ratio: rounded(ours / limit), spread });
  };
  const time = (kind: Kind, name: string, limit?: number): void => {
    const times = measured.get(kind)?.times ?? [];
    const spread = spreadOf(times);
    rows.push({ name: `${name}, p50`, ours: rounded(percentile(times, 0.5)), unit: 'ms', spread });
    const p99 = percentile(times, 0.99);
    const aim = limit === undefined ? {} : { limit, ratio: rounded(p99 / limit) };
    rows.push({ name: `${name}, p99`, ours: rounded(p99), unit: 'ms', ...aim, spread });
  };
  rate('memory', 'MLLP, answered from memory', AIM_PER_SECOND);
  for (const peerName of ['@medplum/hl7', 'simple-hl7'] as const) {
    if (!measured.has(peerName)) continue;
    const [ours, peer] = [perSecond('memory'), perSecond(peerName)];
    const spread = spreadOf(measured.get(peerName)?.rates ?? []);
    rows.push({
      name: 'MLLP, answered from memory',
      ours,
      peer,
      peerName,
      unit: 'messages/s',
      ratio: rounded(ours / peer),
      spread,
    });
  }
  time('memory', 'MLLP, answered from memory');
  rate('durable', 'MLLP, answered after fsync', AIM_DURABLE_PER_SECOND);
  time('durable', 'MLLP, answered after fsync', AIM_P99_MS);
  const [ours, peer] = [perSecond('durable'), rounded(1000 / percentile(bare, 0.5))];
  rows.push({
    name: 'MLLP, answered after fsync',
    ours,
    peer,
    peerName: 'bare write and fdatasync',
    unit: 'messages/s',
    ratio: rounded(ours / peer),
    spread: spreadOf(bare),
  });
  rate('slow-disk', 'MLLP, answered after a sync that takes 10 ms', AIM_DURABLE_PER_SECOND);
  time('slow-disk', 'MLLP, answered after a sync that takes 10 ms');
  return rows;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const rows = await benchMllp((line) => process.stderr.write(`${line}\n`));
  process.stdout.write(values.json ? `${JSON.stringify(rows, undefined, 1)}\n` : `${textOf(rows)}\n`);
}
