// `node test/mllp-fuzz/main.ts --streams 10000 [--seed N]`: mutated MLLP streams; exit code 0 when each was answered or refused and ended.
import { parseArgs } from 'node:util';
import { fuzzListener } from './run.ts';

const { values } = parseArgs({
  options: { streams: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const result = await fuzzListener({ streams: Number(values.streams), seed: Number(values.seed) });
process.stdout.write(`${JSON.stringify(result, undefined, 1)}\n`);
process.exitCode = result.hanging.length === 0 && result.wrong.length === 0 ? 0 : 1;
