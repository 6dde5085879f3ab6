import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { fileSource } from '../edge/source.ts';
import { makeUplink } from '../edge/uplink.ts';
import { readLedger } from '../local/ehr/process.ts';
import { openKeys, tokenFor } from '../local/keys.ts';
import { readRegion } from '../platform/region.ts';
import { TraceAnswer } from '../schemas/api/answers.ts';
import { Day, type DayFile } from '../schemas/day.ts';

const ROOT = join(import.meta.dirname, '..');
/** Files of the day that are sent before everything dies: enough that all queues are busy, few enough for a minute. */
const SENT_BEFORE = 40;
/** Half a minute on a machine of its own; beside other tests several times as long. */
const BOOT_MS = 240_000;

type Booted = { readonly apiUrl: string; readonly kill: () => Promise<void> };
const running = new Set<ChildProcess>();
const dataFolder = mkdtempSync(join(tmpdir(), 'oka-restart-'));
afterAll(async () => {
  await Promise.all([...running].map(killAll));
  rmSync(dataFolder, { recursive: true, force: true });
});

/** `npm start -- --empty` as a person starts it, in a process group of its own. */
async function boot(): Promise<Booted> {
  const ports = { OKA_HTTP_PORT: '0', OKA_S3_PORT: '0', OKA_SQS_PORT: '0', OKA_DYNAMODB_PORT: '0', OKA_MLLP_PORT: '0' };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'local/start.ts', '--empty'], {
    cwd: ROOT,
    env: { ...process.env, ...ports, OKA_DATA: dataFolder, OKA_DUE_SECONDS: '2' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  let said = '';
  const apiUrl = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the region is not up: ${said}`)), BOOT_MS);
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (piece: Buffer) => {
        said += piece.toString('utf8');
        const url = /The region is up: API (\S+)/.exec(said)?.[1];
        if (url) {
          clearTimeout(timer);
          resolve(url);
        }
      });
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${said}`)));
  });
  return { apiUrl, kill: () => killAll(child) };
}

/** Power off: servers, functions, record systems and the runner die at once, none of them asked. */
async function killAll(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  process.kill(-child.pid, 'SIGKILL');
  await gone;
  running.delete(child);
}

let accepted: DayFile[];
let again: Booted;
let operator: string;
let killedAt: number;

beforeAll(async () => {
  const first = await boot();
  const keys = await openKeys(dataFolder, readRegion(join(dataFolder, 'region.json')));
  const day = Day.parse(JSON.parse(readFileSync(join(dataFolder, 'day', 'day.json'), 'utf8')));
  accepted = [];
  const queue = day.files.slice(0, SENT_BEFORE).values();
  const sender = async (): Promise<void> => {
    for (const file of queue) {
      const token = () => tokenFor(keys, { kind: 'edge', clinic: file.clinic });
      const uplink = makeUplink({ url: first.apiUrl, token, rounds: 1 });
      await uplink.send(await fileSource(join(dataFolder, 'day', file.file), file.kind));
      accepted.push(file);
    }
  };
  await Promise.all(Array.from({ length: 4 }, sender));
  await first.kill();
  killedAt = Date.now();
  again = await boot();
  operator = await tokenFor(keys, { kind: 'operator', id: 'duty', roles: ['operator'] });
}, 3 * BOOT_MS);

async function traceOf({ kind, clinic, sha256 }: DayFile): Promise<TraceAnswer> {
  const headers = { authorization: `Bearer ${operator}` };
  const answer = await fetch(new URL(`/trace/${kind}/${clinic}/${sha256}`, again.apiUrl), { headers });
  return TraceAnswer.parse(await answer.json());
}

const isDone = ({ end, results = [], deliveries = [] }: TraceAnswer): boolean =>
  end !== undefined &&
  results.every(({ state, sentVersion, version }) => state !== 'current' || sentVersion === version) &&
  deliveries.every(({ delivered }) => delivered !== undefined);

test('the power goes in the middle of the day: everything that was accepted comes to its end, nothing is applied twice', async () => {
  expect(accepted).toHaveLength(SENT_BEFORE);
  const open = new Map(accepted.map((file) => [`${file.person} ${file.name}`, file]));
  const until = Date.now() + 240_000;
  let endedAfterwards = 0;
  while (open.size > 0 && Date.now() < until) {
    for (const [name, file] of open) {
      const trace = await traceOf(file);
      if (!isDone(trace)) continue;
      open.delete(name);
      if (Date.parse(trace.end?.at ?? '') > killedAt) endedAfterwards += 1;
    }
    if (open.size > 0) await new Promise((resolve) => setTimeout(resolve, 500));
  }
  expect([...open.keys()]).toEqual([]);
  // Else the power went when all work was done, and this test has shown nothing.
  expect(endedAfterwards).toBeGreaterThan(0);

  const applied = (await Promise.all(['berezovo', 'dalny'].map((ehr) => readLedger(dataFolder, ehr))))
    .flat()
    .filter(({ outcome }) => outcome === 'applied')
    .map(({ resultId, version }) => `${resultId} ${version}`);
  expect(applied.length).toBeGreaterThan(0);
  expect(new Set(applied).size).toBe(applied.length);
}, 300_000);
