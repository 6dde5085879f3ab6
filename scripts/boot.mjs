// Starts a program of this repository on Node 24, whatever Node (>= 20) called it:
// installs the locked packages when package-lock.json changed, then runs the rest of the command line
// on the Node that came with them. Plain JavaScript of Node 20, because it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const wantedMajor = 24;

function stop(sentence) {
  process.stderr.write(`oka: ${sentence}\n`);
  process.exit(1);
}

/** Runs `npm ci` once per lock file; a marker inside node_modules says which lock it was made from. */
function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const marker = join(root, 'node_modules', '.oka-installed');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return;
  process.stderr.write('oka: installing the locked packages (once, about half a minute)…\n');
  rmSync(marker, { force: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const run = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (run.status !== 0)
    stop('npm ci failed; see its message above. Check the network to the npm registry and run the command again.');
  mkdirSync(dirname(marker), { recursive: true });
  writeFileSync(marker, lock);
}

/** The Node to go on with: this one if new enough, else the one that npm brought for this platform. */
function nodeProgram() {
  if (Number(process.versions.node.split('.')[0]) >= wantedMajor) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const home = join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin');
  const program = join(home, process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(program)) return program;
  return stop(
    `Node ${wantedMajor} or newer is needed on ${process.platform}/${process.arch}, found ${process.versions.node}. Install Node ${wantedMajor} from nodejs.org and run the command again.`,
  );
}

function main() {
  const args = process.argv.slice(2);
  if (args.length === 0) stop('say which program to start, e.g. node scripts/boot.mjs local/start.ts');
  if (process.env.OKA_SKIP_INSTALL !== '1') installPackages();
  const node = nodeProgram();
  // Only a path that is a file of this repository is resolved against it; other arguments stay as typed.
  const [program, ...rest] = args;
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', resolve(root, program), ...rest], {
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`,
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 1)));
}

main();
