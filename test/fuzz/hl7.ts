// `npm run fuzz [-- --count 100000 --seed 1 --json]`: mutated HL7 v2 messages through reader and
// mapper. Ends with 1 where one is neither answered nor refused with a code, where one takes too long, or memory grows.
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { randomFrom } from '../random.ts';
import { corpusSeeds } from './corpora.ts';
import { mutated } from './mutate.ts';
import { SEEDS } from './seeds.ts';
import { trial } from './trial.ts';

/** Longer than any message here should need, the longest has some megabytes. */
const LIMIT_MS = 20_000;
/** What may be held at the end beyond what was held after the first tenth. */
const GROWTH_MB = 64;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const heldMb = (): number => {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

const count = Number(values.count);
const seeds = [...SEEDS, ...corpusSeeds()];
const outcomes = { read: new Map<string, number>(), mapped: new Map<string, number>() };
const faults: string[] = [];
const held: number[] = [];
let slowest = { ms: 0, number: 0, bytes: 0 };
const began = performance.now();

for (let number = 0; number < count; number += 1) {
  const bytes = mutated(seeds, randomFrom(Number(values.seed) * 1_000_003 + number));
  const started = performance.now();
  try {
    const outcome = trial(bytes, number);
    for (const step of ['read', 'mapped'] as const)
      for (const one of outcome[step]) outcomes[step].set(one, (outcomes[step].get(one) ?? 0) + 1);
  } catch (cause) {
    const where = cause instanceof Error ? cause.stack?.split('\n').slice(0, 4).join(' ') : String(cause);
    faults.push(`${number}: ${where}`);
  }
  const ms = performance.now() - started;
  if (ms > slowest.ms) slowest = { ms, number, bytes: bytes.length };
  if ((number + 1) % Math.ceil(count / 10) === 0) {
    held.push(Math.round(heldMb() * 10) / 10);
    process.stderr.write(`${number + 1} of ${count}, ${held.at(-1)} MB held, ${faults.length} faults\n`);
  }
}

const [first = 0] = held;
const grown = (held.at(-1) ?? 0) - first;
const report = {
  count,
  seed: Number(values.seed),
  seeds: seeds.length,
  seconds: Math.round((performance.now() - began) / 1000),
  outcomes: { read: Object.fromEntries(outcomes.read), mapped: Object.fromEntries(outcomes.mapped) },
  slowest: { ...slowest, ms: Math.round(slowest.ms) },
  heldMb: held,
  faults,
};
process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${JSON.stringify(report, undefined, 1)}\n`);
if (faults.length > 0 || slowest.ms > LIMIT_MS || grown > GROWTH_MB) process.exitCode = 1;
