// `node bench/hl7.ts [--json]`, also part of `npm run bench`: our HL7 v2 reader beside the libraries of npm, in one run.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Answer } from './hl7-cases.ts';
import type { Order } from './hl7-child.ts';
import { MESSAGES } from './hl7-messages.ts';
import { ours } from './hl7-ours.ts';
import { PEERS } from './hl7-peers.ts';
import type { Work } from './hl7-reader.ts';
import { requirePeers } from './peers.ts';
import { type BenchRow, percentile, rounded, spreadOf, textOf } from './row.ts';

const BLOCKS = 25;
const BLOCK_MS = 40;
const WARM_UP_MS = 500;

/** A reader in its own process. */
type Runner = { readonly name: string; ask<T>(order: Order): Promise<T>; stop(): void };

/**
 * Messages per second of processor time from bytes, on three messages: the whole work (split down to sub-components, unescape, read PID-5
 * and every OBX-5) and, for information, each library's bare parse, which with some splits nothing yet. Each reader has a
 * process of its own, and they take turns in short blocks, so that whatever else the machine does meets all of them. Then
 * what each of them reads right.
 */
export async function benchHl7(say: (line: string) => void): Promise<BenchRow[]> {
  const peers = requirePeers(say) === undefined ? [] : PEERS;
  const runners = [ours.name, ...peers].map(runnerOf);
  try {
    const rows: BenchRow[] = [];
    for (const [message, { name }] of MESSAGES.entries()) {
      say(`HL7: ${name}…`);
      await checkEqual(runners, message);
      rows.push(...(await race(`HL7 ${name}`, runners, { kind: 'work', message })));
      rows.push(...(await race(`HL7 ${name}, bare parse`, runners, { kind: 'parse', message })));
    }
    return [...rows, ...(await correctness(runners))];
  } finally {
    for (const runner of runners) runner.stop();
  }
}

function runnerOf(name: string): Runner {
  const child = fork(join(import.meta.dirname, 'hl7-child.ts'), [name], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  return {
    name,
    async ask<T>(order: Order): Promise<T> {
      const answer = once(child, 'message', { signal: AbortSignal.timeout(120_000) });
      child.send(order);
      return (await answer)[0] as T;
    },
    stop: () => void child.kill(),
  };
}

/** Equal work or no comparison. hl7v2 turns values into its own types, so with it only their number is compared. */
async function checkEqual(runners: readonly Runner[], message: number): Promise<void> {
  const told = ({ values, characters, family, results }: Work, typed: boolean): string =>
    JSON.stringify([values, typed ? 0 : characters, family, results.length, typed ? [] : results]);
  let expected: Work | undefined;
  for (const runner of runners) {
    const found = await runner.ask<Work>({ kind: 'found', message });
    expected ??= found;
    const typed = runner.name === 'hl7v2';
    if (told(found, typed) !== told(expected, typed)) throw new Error(`${runner.name} did other work`);
  }
}

type Task = { readonly kind: 'work' | 'parse'; readonly message: number };

async function race(name: string, runners: readonly Runner[], task: Task): Promise<BenchRow[]> {
  const rates = runners.map((): number[] => []);
  for (const runner of runners) await runner.ask({ ...task, milliseconds: WARM_UP_MS });
  for (let block = 0; block < BLOCKS; block += 1)
    for (const [place, runner] of runners.entries())
      rates[place]?.push(await runner.ask<number>({ ...task, milliseconds: BLOCK_MS }));
  const [own = [], ...others] = rates;
  const mine = rounded(percentile(own, 0.5));
  const row = { name, ours: mine, unit: 'messages/CPU s', spread: spreadOf(own) };
  if (others.length === 0) return [row];
  return others.map((theirs, place) => {
    const peer = rounded(percentile(theirs, 0.5));
    return { ...row, peer, peerName: runners[place + 1]?.name ?? '', ratio: rounded(mine / peer) };
  });
}

/** One row for each library with its answer to every case; `ours` and `peer` count what is read right. */
async function correctness(runners: readonly Runner[]): Promise<BenchRow[]> {
  const answers = await Promise.all(runners.map((runner) => runner.ask<Record<string, Answer>>({ kind: 'answers' })));
  const right = (one: object): number => Object.values(one).filter((answer) => answer === 'yes').length;
  const own = answers[0] ?? {};
  const row = {
    name: 'HL7 cases read right',
    ours: right(own),
    limit: Object.keys(own).length,
    unit: 'cases',
    spread: 0,
  };
  return answers.map((one, place) => {
    const peer = place === 0 ? {} : { peer: right(one), peerName: runners[place]?.name ?? '' };
    return { ...row, ...peer, answers: one };
  });
}

/** The cases as a table: a line each, a column for each library. */
export function tableOf(rows: readonly BenchRow[]): string {
  const columns = rows.flatMap(({ answers, peerName }) => (answers ? [{ title: peerName ?? 'oka', answers }] : []));
  const cases = Object.keys(columns[0]?.answers ?? {});
  const width = Math.max(0, ...cases.map(({ length }) => length)) + 2;
  const line = (first: string, cells: readonly string[]): string =>
    first.padEnd(width) + cells.map((cell) => cell.padEnd(17)).join('');
  return [
    line(
      '',
      columns.map(({ title }) => title),
    ),
    ...cases.map((one) =>
      line(
        one,
        columns.map(({ answers }) => answers[one] ?? ''),
      ),
    ),
  ].join('\n');
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const rows = await benchHl7((line) => void process.stderr.write(`${line}\n`));
  process.stdout.write(
    values.json ? `${JSON.stringify(rows, undefined, 1)}\n` : `${textOf(rows)}\n\n${tableOf(rows)}\n`,
  );
}
