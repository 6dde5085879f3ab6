import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/** In a folder of data; without one, that of this checkout. */
function run(data: string | undefined, args: readonly string[]) {
  const program = [join(import.meta.dirname, 'main.ts'), ...args];
  const env = { ...process.env, ...(data === undefined ? {} : { OKA_DATA: data }) };
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { encoding: 'utf8', env });
  return { status, stdout, stderr };
}
const oka = (...args: string[]) => run(undefined, args);

test.each(['--help', '-h'])('%s teaches the commands', (option) => {
  expect(oka(option)).toMatchObject({ status: 0, stdout: expect.stringContaining('npx oka COMMAND') });
});

test.each(['nothing', 'toString', '__proto__'])('%s is no command: the list of commands, and exit code 2', (name) => {
  const { status, stderr } = oka(name);
  expect(status).toBe(2);
  expect(stderr).toContain(`there is no command “${name}”`);
  expect(stderr).not.toContain('    at ');
});

test('a reader that goes away early gets no stack of errors', () => {
  const line = `${process.execPath} ${join(import.meta.dirname, 'main.ts')} --help | true`;
  const { stderr } = spawnSync('sh', ['-c', line], { encoding: 'utf8' });
  expect(stderr).not.toContain('    at ');
});

test.each([
  [['see'], 'PATH is missing'],
  [['form', 'film.dcm'], '--out FOLDER is missing'],
  [['score', 'nothing', 'input.json'], 'there is no rule “nothing”'],
  [['model', 'nothing'], 'there is no verb “nothing”'],
  [['model', 'suspend', 'chest-xray-children'], '--why TEXT is missing'],
])('an incomplete call, oka %j, ends with what it lacks, behind the help', (args, lack) => {
  expect(oka(...args)).toEqual({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(new RegExp(`npx oka [\\s\\S]*\\nwrong-use: ${lack}\\.\\n$`)),
  });
});

test.each<[string[], string]>([
  [['edge'], 'wrong-use: The command cannot be run as it was called. (--clinic ID is missing, and no key of a clinic'],
  [['edge', '--clinic', 'post', '--port', 'x'], 'wrong-use: The command cannot be run as it was called. (--port'],
  [['send', 'no-such-file'], 'unreadable-file: The file cannot be read from the disk. (no-such-file)'],
  [['send', '--colour'], "wrong-use: The command cannot be run as it was called. (Unknown option '--colour')"],
  [['score', 'curb65', 'no-such-file'], 'unreadable-file: The file cannot be read from the disk. (no-such-file)'],
  [['trace', 'nothing'], 'wrong-use: The command cannot be run as it was called. (ID: neither'],
])('a wrong call, oka %j, is told in two lines: a code, and what to do', (args, line) => {
  const empty = mkdtempSync(join(tmpdir(), 'oka-empty-'));
  const { status, stdout, stderr } = run(empty, args);
  rmSync(empty, { recursive: true });
  expect([status === 0, stdout, stderr.trimEnd().split('\n').length]).toEqual([false, '', 2]);
  expect(stderr).toContain(`oka ${args[0]}: ${line}`);
});

test('help that was asked for goes to standard output alone', () => {
  expect(oka('model', 'watch', '--help')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('example'),
    stderr: '',
  });
});
