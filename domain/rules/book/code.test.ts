import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { transformSync } from 'esbuild';
import { RULES } from '../catalogue.ts';

/**
 * The page shows what a rule says, not each branch of its code. So the code of a rule, its own file with its tables, is
 * recorded beside the version too: whoever changes it raises the version, which changes the page, which ends the signature.
 * Comments and layout do not count. Recorded together with the pages (recorded.test.ts).
 */
const RECORD = process.env.OKA_RECORD === '1';
const LIBRARY = join(import.meta.dirname, '../library');
const FILE = join(import.meta.dirname, 'code.json');

type Recorded = Readonly<Record<string, readonly [version: string, digest: string]>>;

/** A file of the library and the tables it imports, each once. */
function filesOf(file: string, found: ReadonlySet<string> = new Set()): ReadonlySet<string> {
  if (found.has(file)) return found;
  const imports = readFileSync(file, 'utf8').matchAll(/ from '(\.{1,2}\/[^']+)'/g);
  return [...imports]
    .map(([, path]) => join(dirname(file), path ?? ''))
    .filter((path) => path.startsWith(join(LIBRARY, 'tables')))
    .reduce((all, path) => filesOf(path, all), new Set([...found, file]) as ReadonlySet<string>);
}

const codeOf = (text: string): string => transformSync(text, { loader: 'ts', minify: true, target: 'es2023' }).code;

const digestOf = (id: string): string => {
  const hash = createHash('sha256');
  for (const file of [...filesOf(join(LIBRARY, `${id}.ts`))].sort()) hash.update(codeOf(readFileSync(file, 'utf8')));
  return hash.digest('hex');
};

const recorded = JSON.parse(readFileSync(FILE, 'utf8')) as Recorded;
const now: Recorded = Object.fromEntries(RULES.map(({ id, version }) => [id, [version, digestOf(id)]]).sort());

const changed = RULES.flatMap(({ id, version }) => {
  const [before, digest] = recorded[id] ?? [];
  return before === version && digest !== now[id]?.[1] ? [id] : [];
});

describe('the code of a rule', () => {
  test('does not change under the version that was signed: raise it', () => expect(changed).toEqual([]));
  if (RECORD)
    test('is recorded anew', () => {
      expect(changed).toEqual([]);
      const lines = Object.entries(now).map(([id, [version, digest]]) => `  "${id}": ["${version}", "${digest}"]`);
      writeFileSync(FILE, `{\n${lines.join(',\n')}\n}\n`);
    });
  else test('is recorded under its version', () => expect(recorded).toEqual(now));
  test('is the same whatever its comments and layout, and another with one limit moved', () => {
    const rule = 'const a = (x: number) => x > 7;';
    expect(codeOf(`// why\n${rule}\n\n`)).toBe(codeOf(rule));
    expect(codeOf(rule.replace('7', '8'))).not.toBe(codeOf(rule));
  });
});
