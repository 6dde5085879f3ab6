import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'peers');
/** Says which lock file the installed libraries are of. */
const MARKER = join(FOLDER, 'node_modules', '.oka-installed');

/**
 * The libraries that benchmarks compare Oka with, as a `require`. They have a folder and a lock file of their own and are
 * installed when they are first needed; undefined, with a sentence, where that cannot be done.
 */
export function requirePeers(say: (line: string) => void): NodeJS.Require | undefined {
  const lock = createHash('sha256')
    .update(readFileSync(join(FOLDER, 'package-lock.json')))
    .digest('hex');
  if (!existsSync(MARKER) || readFileSync(MARKER, 'utf8') !== lock) {
    say('installing the libraries to compare with (once, bench/peers)…');
    const windows = process.platform === 'win32';
    const run = spawnSync(windows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: FOLDER,
      stdio: ['ignore', 2, 2],
      shell: windows,
    });
    if (run.status !== 0) {
      say(
        'npm ci in bench/peers failed, so there is no comparison. Check the network to the npm registry and run it again.',
      );
      return undefined;
    }
    writeFileSync(MARKER, lock);
  }
  return createRequire(join(FOLDER, 'package.json'));
}
