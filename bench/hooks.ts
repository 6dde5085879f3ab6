// `node bench/hooks.ts [--json]`, also part of `npm run bench`: CDS Hooks over HTTP on the local region.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { answerCall } from '../domain/cds-hooks/answer.ts';
import { breachesOfResponse } from '../domain/cds-hooks/invariants.ts';
import { readCall } from '../domain/cds-hooks/read-call.ts';
import { servicesOf } from '../domain/cds-hooks/services.ts';
import { activeRules } from '../domain/delivery/results.ts';
import { type LocalKeys, tokenFor } from '../local/keys.ts';
import { prepareRegion } from '../local/prepare.ts';
import { startLocalRegion } from '../local/region.ts';
import type { RegionFile } from '../schemas/region.ts';
import { callBodies } from './hooks-calls.ts';
import { type BenchRow, percentile, rounded, spreadOf, textOf } from './row.ts';

const CALLERS = [1, 10, 50] as const;
/** Calls of each round, the same for every number of callers. */
const CALLS = 400;
const WARM_UP = 60;
const AIM_P95_MS = 100;
/** Callers for whom the aim is set. */
const AIM_CALLERS = 10;
const BARE_CALLS = 2000;

type Call = { readonly service: string; readonly body: string };

/**
 * Calls of four services with everything they ask for, each under a token of its own that was signed before the clock runs;
 * all go through the door: authoriser, the table (a token is used once, what is shown is kept), the audit record. Beside
 * it the bare work: reading the same bytes and judging them in this process.
 */
export async function benchHooks(): Promise<BenchRow[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'oka-bench-hooks-'));
  const { region, keys, outdir } = await prepareRegion(dataFolder);
  const ports = { http: 0, s3: 0, sqs: 0, dynamodb: 0 };
  const local = await startLocalRegion({ dataFolder, outdir, ports, quiet: true });
  try {
    const calls = callBodies(region);
    await round(local.apiUrl, keys, calls, { callers: 10, count: WARM_UP });
    const bare = bareWork(region, calls);
    const rows: BenchRow[] = [];
    for (const callers of CALLERS) {
      const times = await round(local.apiUrl, keys, calls, { callers, count: CALLS });
      rows.push(...rowsOf(callers, times, bare));
    }
    return rows;
  } finally {
    await local.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Milliseconds of each call, `callers` of them under way at once. */
async function round(
  apiUrl: string,
  keys: LocalKeys,
  calls: readonly Call[],
  { callers, count }: { callers: number; count: number },
): Promise<number[]> {
  const queue: { call: Call; token: string }[] = [];
  for (let index = 0; index < count; index += 1) {
    const call = calls[index % calls.length] as Call;
    const audience = `${keys.audience}/cds-services/${call.service}`;
    queue.push({ call, token: await tokenFor(keys, { kind: 'ehr', ehr: 'berezovo' }, { audience }) });
  }
  const times: number[] = [];
  const caller = async (): Promise<void> => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      const { call, token } = next;
      const began = performance.now();
      const response = await fetch(`${apiUrl}/cds-services/${call.service}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: call.body,
      });
      const answer: unknown = await response.json();
      times.push(performance.now() - began);
      if (response.status !== 200 || breachesOfResponse(answer).length > 0)
        throw new Error(`${call.service} answered ${response.status}`);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return times;
}

/** Milliseconds of the same calls without a door: bytes read, rules judged, cards written. */
function bareWork(region: RegionFile, calls: readonly Call[]): number[] {
  const services = servicesOf(activeRules(region));
  return Array.from({ length: BARE_CALLS }, (_, index) => {
    const { service, body } = calls[index % calls.length] as Call;
    const began = performance.now();
    const read = readCall(Buffer.from(body));
    const found = services.find(({ matter }) => matter.id === service);
    if ('refused' in read || found === undefined) throw new Error(`${service} is not answered`);
    const answer = answerCall({
      service: found,
      call: read.call,
      prefetch: read.call.prefetch ?? {},
      origin: { en: 'bench', ru: 'bench' },
      asOf: new Date().toISOString(),
      zone: region.zone,
      language: 'ru',
      idKey: '00'.repeat(32),
    });
    JSON.stringify(answer);
    return performance.now() - began;
  });
}

function rowsOf(callers: number, times: readonly number[], bare: readonly number[]): BenchRow[] {
  const name = `CDS Hooks over HTTP, ${callers} caller${callers === 1 ? '' : 's'}`;
  const spread = spreadOf(times);
  const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
  const peer = rounded(percentile(bare, 0.5));
  return [
    {
      name: `${name}, p50`,
      ours: rounded(p50),
      peer,
      peerName: 'the same rules in process',
      unit: 'ms',
      ratio: rounded(p50 / peer),
      spread,
    },
    {
      name: `${name}, p95`,
      ours: rounded(p95),
      unit: 'ms',
      ...(callers === AIM_CALLERS ? { limit: AIM_P95_MS, ratio: rounded(p95 / AIM_P95_MS) } : {}),
      spread,
    },
  ];
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const rows = await benchHooks();
  process.stdout.write(values.json ? `${JSON.stringify(rows, undefined, 1)}\n` : `${textOf(rows)}\n`);
}
