import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'peers');

/**
 * The libraries that benchmarks compare Oka with, as a `require`. They have a folder and a lock file of their own and are
 * installed when they are first needed; undefined, with a sentence, where that cannot be done.
 */
export function requirePeers(say: (line: string) => void): NodeJS.Require | undefined {
  if (!existsSync(join(FOLDER, 'node_modules', '.package-lock.json'))) {
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
  }
  return createRequire(join(FOLDER, 'package.json'));
}
