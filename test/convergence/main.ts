// `npm run convergence -- --seeds 20`: the same day shuffled, doubled, with functions killed at random; every run must end
// in the same charts and the same last versions, none applied twice, every input ended. Exits 1 with what differs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDay } from '../../local/day/play.ts';
import { prepareRegion } from '../../local/prepare.ts';
import { playOnce } from './run.ts';
import { verdictOf } from './verdict.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
  },
});
const sharedFolder = mkdtempSync(join(tmpdir(), 'oka-convergence-'));
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const prepared = await prepareRegion(sharedFolder);
const dayFolder = join(sharedFolder, 'day');
const day = await openDay(dayFolder);
const shared = { prepared, sharedFolder, dayFolder, day, ...(values.verbose ? { say } : {}) };
const expected = await playOnce({ ...shared, dataFolder: join(sharedFolder, 'in-order') });
say(
  `in order: ${Object.keys(expected.charts).length} resources, ${Object.keys(expected.results).length} results, ends ${JSON.stringify(expected.ends)}`,
);
let faults = verdictOf(
  expected,
  expected,
  new Set(day.files.map(({ clinic, kind, sha256 }) => `${kind}/${clinic}/${sha256}`)).size,
);
for (let seed = Number(values.from); seed < Number(values.from) + Number(values.seeds); seed += 1) {
  const began = Date.now();
  const dataFolder = join(sharedFolder, `seed-${seed}`);
  const run = await playOnce({ ...shared, dataFolder, seed });
  const found = verdictOf(
    expected,
    run,
    Object.values(expected.ends).reduce((sum, count) => sum + count, 0),
  );
  say(
    `seed ${seed}: ${run.kills} kills, ends ${JSON.stringify(run.ends)}, ${((Date.now() - began) / 1000).toFixed(0)} s: ${found.length === 0 ? 'equal' : 'DIFFERENT'}`,
  );
  for (const fault of found) say(`  ${fault}`);
  faults = [...faults, ...found];
  if (found.length === 0) rmSync(dataFolder, { recursive: true, force: true });
}
if (faults.length === 0) rmSync(sharedFolder, { recursive: true, force: true });
else say(`what was stored is kept in ${sharedFolder}`);
process.exitCode = faults.length === 0 ? 0 : 1;
