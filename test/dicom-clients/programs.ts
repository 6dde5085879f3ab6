import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe } from '@jest/globals';

export const CORPUS = join(process.env.OKA_CORPORA ?? join(import.meta.dirname, '../../../shared/data'), 'dicom');

/** The files of the corpus; none where it is not there. */
export const corpusFiles = (): string[] =>
  existsSync(CORPUS)
    ? readdirSync(CORPUS, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((path) => path.endsWith('.dcm'))
        .sort()
    : [];

const isInstalled = (program: string): boolean =>
  spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;

/** `describe` where all of the programs are installed, and the corpus where it is needed; else it is skipped with a notice. */
export function describeWith(programs: readonly string[], { corpus = false } = {}): typeof describe.skip {
  const missing = programs.filter((program) => !isInstalled(program));
  if (corpus && corpusFiles().length === 0) missing.push(`OKA_CORPORA (${CORPUS})`);
  if (missing.length === 0) return describe;
  process.stderr.write(`skipped: tests with ${programs.join(', ') || 'real files'}; not here: ${missing.join(', ')}\n`);
  return describe.skip;
}

/** Runs a program to its end: its code and what it wrote. */
export async function run(
  program: string,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      said += bytes.toString('utf8');
    });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}

/** A port that nobody listens on now, for programs that cannot choose one. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
