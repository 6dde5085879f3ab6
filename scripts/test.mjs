// `npm test`: format and lint, types, then every Jest suite; ends with "N passed, N failed".
// Arguments go to Jest: `npm test -- domain/hl7`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const bin = (name) => join('node_modules', ...name.split('/'));
const run = (title, args) => {
  process.stdout.write(`\n== ${title}\n`);
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0;
};

const jestArguments = process.argv.slice(2);
const whole = jestArguments.length === 0;
let passed = 0;
let failed = 0;
const count = (ok) => {
  if (ok) passed += 1;
  else failed += 1;
};

if (whole) {
  count(run('format and lint (biome)', [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings']));
  count(run('types (tsc)', [bin('typescript/bin/tsc'), '--noEmit']));
  count(run('types of the desk (tsc)', [bin('typescript/bin/tsc'), '--noEmit', '--project', 'desk']));
}
const folder = mkdtempSync(join(tmpdir(), 'oka-test-'));
const report = join(folder, 'jest.json');
process.stdout.write('\n== tests (jest)\n');
const jest = spawnSync(
  process.execPath,
  [
    '--disable-warning=ExperimentalWarning',
    bin('jest/bin/jest.js'),
    '--json',
    `--outputFile=${report}`,
    ...jestArguments,
  ],
  { stdio: 'inherit' },
);
let skipped = 0;
try {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  skipped = result.numPendingTests;
} catch {
  failed += 1;
}
rmSync(folder, { recursive: true, force: true });
if (jest.status !== 0 && failed === 0) failed = 1;
process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exitCode = failed === 0 ? 0 : 1;
