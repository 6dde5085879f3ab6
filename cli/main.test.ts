import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const oka = (...args: string[]) => {
  const program = [join(import.meta.dirname, 'main.ts'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { encoding: 'utf8' });
  return { status, stdout, stderr };
};

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
  [['model', 'nothing'], 'there is no verb “nothing”'],
  [['model', 'suspend', 'chest-xray-children'], '--why TEXT is missing'],
])('an incomplete call, oka %j, ends with what it lacks, behind the help', (args, lack) => {
  expect(oka(...args)).toEqual({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(new RegExp(`npx oka [\\s\\S]*\\nNot done: ${lack}\\.\\n$`)),
  });
});

test('help that was asked for goes to standard output alone', () => {
  expect(oka('model', 'watch', '--help')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('example'),
    stderr: '',
  });
});
