// `npm run fuzz -- dicom [--count 50000 --seed 1 --json]`: mutated DICOM objects through reading, every codec, hash and
// grey, in processes of their own. Ends with 1 where one is neither seen nor refused with a code, has another number of
// pixels than its header says, takes too long, or a process grows beyond its memory.
import { parseArgs } from 'node:util';
import { randomFrom } from '../random.ts';
import { mutatedImage } from './dicom-mutate.ts';
import { startSeer } from './dicom-process.ts';
import { imageSeeds } from './dicom-seeds.ts';

const LIMIT_MS = 20_000;
/** A process that has seen thousands of images may hold this much. */
const LIMIT_MB = 768;
const PROCESSES = 2;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const count = Number(values.count);
const seeds = imageSeeds(true);
const outcomes = new Map<string, number>();
const faults: string[] = [];
let slowest = { ms: 0, number: 0 };
let mostMb = 0;
let next = 0;
const began = performance.now();

async function work(): Promise<void> {
  const seer = startSeer(LIMIT_MS);
  while (next < count) {
    const number = next++;
    const bytes = mutatedImage(seeds, randomFrom(Number(values.seed) * 1_000_003 + number));
    const answer = await seer.see(bytes);
    if (answer.fault !== undefined) faults.push(`${number}: ${answer.fault.split('\n').slice(0, 4).join(' ')}`);
    else outcomes.set(answer.outcome ?? '', (outcomes.get(answer.outcome ?? '') ?? 0) + 1);
    if (answer.ms > slowest.ms) slowest = { ms: answer.ms, number };
    mostMb = Math.max(mostMb, answer.maxMb);
    if ((number + 1) % Math.ceil(count / 10) === 0)
      process.stderr.write(`${number + 1} of ${count}, ${Math.round(mostMb)} MB, ${faults.length} faults\n`);
  }
  seer.end();
}

await Promise.all(Array.from({ length: PROCESSES }, work));
const report = {
  count,
  seed: Number(values.seed),
  seeds: seeds.length,
  seconds: Math.round((performance.now() - began) / 1000),
  outcomes: Object.fromEntries(outcomes),
  slowest: { ...slowest, ms: Math.round(slowest.ms) },
  mostMb: Math.round(mostMb),
  faults,
};
process.stdout.write(`${JSON.stringify(report, undefined, values.json ? 0 : 1)}\n`);
if (faults.length > 0 || mostMb > LIMIT_MB) process.exitCode = 1;
