import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..');

/** Files under version control; none where the repository was copied without its history. */
function trackedFiles(): string[] {
  try {
    return execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .split('\0')
      .filter((path) => path !== '');
  } catch {
    return [];
  }
}

const MIB = 1024 * 1024;
const files = trackedFiles().filter((path) => statSync(join(ROOT, path), { throwIfNoEntry: false })?.isFile());
const texts = files.filter((path) => /\.(ts|mjs|cjs|json|md|py|txt|hl7)$/.test(path));

/** What must not be there: its name, how it is found, an example (put together, so that this file does not hold it). */
const FORBIDDEN: readonly (readonly [string, RegExp, string])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/, `-----BEGIN RSA ${'PRIVATE'} KEY-----`],
  ['a private JSON Web Key', /"kty"[^}]*"d":\s*"/, `{"kty":"EC","x":"1",${'"d"'}:"2"}`],
  ['an AWS access key', /\bAKIA[0-9A-Z]{16}\b/, `AKIA${'0'.repeat(16)}`],
  ['work left for later', /\b(TODO|FIXME)\b/, `// ${'TO'}${'DO'}: later`],
  ["a path of somebody's machine", /(?<![\w.])\/(home\/\w+|root|work)\/(?!\.)[\w-]+/, `/${'work'}/somewhere`],
];
const own = 'test/repository.test.ts';

(files.length === 0 ? describe.skip : describe)('the repository', () => {
  test.each(FORBIDDEN)('holds no file with %s', (_, pattern, example) => {
    expect(pattern.test(example)).toBe(true);
    const found = texts.filter((path) => path !== own && pattern.test(readFileSync(join(ROOT, path), 'utf8')));
    expect(found).toEqual([]);
  });

  test('is licensed by its own authors', () => {
    const licence = readFileSync(join(ROOT, 'LICENSE'), 'utf8');
    expect(licence).toContain('Apache License');
    expect(licence.match(/^ *Copyright .*/gm)?.map((line) => line.trim())).toEqual(['Copyright 2026 The Oka authors']);
  });

  test('holds no generated folder and nothing over 25 MiB', () => {
    expect(files.filter((path) => /^(node_modules|cdk\.out|\.oka|test-results)\//.test(path))).toEqual([]);
    expect(files.filter((path) => statSync(join(ROOT, path)).size > 25 * MIB)).toEqual([]);
  });
});
