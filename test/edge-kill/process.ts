import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(import.meta.dirname, '../..');

export type EdgeProcess = {
  /** The port once it listens; undefined when it was killed before. */
  readonly listening: Promise<number | undefined>;
  readonly kill: () => Promise<void>;
  /** SIGTERM; gives the exit code. */
  readonly stop: () => Promise<number | null>;
  /** Its log so far, line by line. */
  readonly log: readonly Record<string, unknown>[];
};

/** `oka edge` as a clinic runs it, with its data in `folder`. The stand-in region does not check tokens. */
export function startEdgeProcess(
  folder: string,
  regionUrl: string,
  port: number,
  options: readonly string[] = [],
): EdgeProcess {
  const token = join(folder, 'token');
  writeFileSync(token, 'a.b.c');
  const args = ['edge', '--clinic', 'district', '--url', regionUrl, '--token-file', token, '--port', String(port)];
  const child: ChildProcess = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(ROOT, 'cli/main.ts'), ...args, ...options],
    { cwd: ROOT, env: { ...process.env, OKA_DATA: folder }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const log: Record<string, unknown>[] = [];
  const listening = new Promise<number | undefined>((resolve) => {
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    lines.on('line', (line) => {
      const said = JSON.parse(line) as Record<string, unknown>;
      log.push(said);
      if (said.message === 'the edge listens') resolve(Number(said.port));
    });
    void exited.then(() => resolve(undefined));
  });
  return {
    listening,
    log,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      child.kill('SIGTERM');
      const [code] = await exited;
      return code;
    },
  };
}
