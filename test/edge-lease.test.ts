import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'oka-lease-'));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A process that wants the folder, and what it has said, with everybody's words in one order. */
function holder(name: string, said: string[]) {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'edge-kill/lease.ts'), folder],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.push(child);
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => said.push(`${name} ${line}`));
  return {
    async says(word: string): Promise<void> {
      while (!said.includes(`${name} ${word}`)) await once(lines, 'line');
    },
    async end(signal: NodeJS.Signals): Promise<void> {
      child.kill(signal);
      await once(child, 'exit');
    },
  };
}

test('one process at a time has the folder of an edge: the next waits, and has it when the first ends, however it ends', async () => {
  const said: string[] = [];
  const first = holder('first', said);
  await first.says('has');
  const second = holder('second', said);
  await second.says('waits');
  expect(said).toEqual(['first has', 'second waits']);
  await first.end('SIGKILL');
  await second.says('has');
  const third = holder('third', said);
  await third.says('waits');
  await second.end('SIGTERM');
  await third.says('has');
  expect(said).toEqual(['first has', 'second waits', 'second has', 'third waits', 'second ends', 'third has']);
  await third.end('SIGKILL');
}, 60_000);
