import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';

const PEERS = join(import.meta.dirname, 'peers');

/**
 * The libraries that benchmarks compare Oka with, as a `require`. They have a folder and a lock file of their own and are
 * installed when they are first needed; undefined, with a sentence, where that cannot be done.
 */
export function requirePeers(say: (line: string) => void): NodeJS.Require | undefined {
  if (installOnce(PEERS, 'the libraries to compare with', say)) return createRequire(join(PEERS, 'package.json'));
  say('So there is no comparison.');
  return undefined;
}

/** Installs a folder that has a package.json and a lock file of its own, once for each state of the lock file. */
export function installOnce(folder: string, what: string, say: (line: string) => void): boolean {
  // Says which lock file the installed packages are of.
  const marker = join(folder, 'node_modules', '.oka-installed');
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return true;
  const place = relative(join(import.meta.dirname, '..'), folder);
  say(`installing ${what} (once, ${place})…`);
  const windows = process.platform === 'win32';
  const run = spawnSync(windows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: windows,
  });
  if (run.status !== 0) {
    say(`npm ci in ${place} failed. Check the network to the npm registry and run it again.`);
    return false;
  }
  writeFileSync(marker, lock);
  return true;
}
