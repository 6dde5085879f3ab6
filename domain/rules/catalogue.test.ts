import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { RULES } from './catalogue.ts';

const LIBRARY = join(import.meta.dirname, 'library');

test('the library holds one file for each rule, named by its id, and nothing else', () => {
  const files = readdirSync(LIBRARY, { withFileTypes: true }).filter(
    (one) => one.isFile() && !one.name.endsWith('.test.ts'),
  );
  expect(files.map(({ name }) => name).sort()).toEqual(RULES.map(({ id }) => `${id}.ts`).sort());
});

test('every rule has an id, a version of three numbers and a title of its own', () => {
  for (const name of ['id', 'title'] as const) {
    const all = RULES.map((rule) => JSON.stringify(rule[name]));
    expect(new Set(all).size).toBe(all.length);
  }
  for (const { version } of RULES) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});
