// `npm run mutation [-- rule …] [--concurrency N]`: changes the rules on purpose, one small change at a time, and counts
// how many changes a test notices. Without names all of domain/rules; report in .oka/mutation/report.html.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installOnce } from '../../bench/peers.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const HERE = import.meta.dirname;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { concurrency: { type: 'string' } },
});

if (!installOnce(HERE, 'Stryker', (line) => process.stderr.write(`oka: ${line}\n`))) process.exit(1);

const files = positionals.map((name) => `domain/rules/**/${name}.ts`).join(',');
const only = files === '' ? [] : ['--mutate', files];
const many = values.concurrency === undefined ? [] : ['--concurrency', values.concurrency];
const stryker = join(HERE, 'node_modules/@stryker-mutator/core/bin/stryker.js');
const { status } = spawnSync(process.execPath, [stryker, 'run', join(HERE, 'stryker.config.mjs'), ...only, ...many], {
  cwd: ROOT,
  stdio: 'inherit',
  // The run takes place in a copy, from where the published cases are not found by their usual way.
  env: { ...process.env, OKA_CORPORA: process.env.OKA_CORPORA ?? resolve(ROOT, '../shared/data') },
});
process.exitCode = status ?? 1;
