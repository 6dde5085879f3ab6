import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { PEOPLE } from '../samples/day/people.ts';

const ROOT = join(import.meta.dirname, '..');
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const README = textOf('README.md');

/** What the first column of a table, or each point of a list, links to. */
const linked = (path: string): string[] =>
  [...textOf(path).matchAll(/^(?:\| |- )\[[^\]]+\]\(([^)]+)\)/gm)].map(([, target = '']) => target);

test('the README counts the people of the sample day', () => {
  expect(README).toContain(`You will see ${PEOPLE.length} invented patients`);
});

test('every command of the README is one', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const named = [...README.matchAll(/^ {4}npm (?:run )?(\w+)/gm)].map(([, name = '']) => name);
  expect(named).toEqual(expect.arrayContaining(['start', 'test', 'bench']));
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  const known = [...textOf('cli/main.ts').matchAll(/^ {2}'?(\w+)'?: \{/gm)].map(([, name]) => name);
  const called = [...README.matchAll(/^ {4}npx oka (\w+)/gm)].map(([, name = '']) => name);
  expect(called.length).toBeGreaterThan(8);
  expect(called.filter((name) => !known.includes(name))).toEqual([]);
});

test('every page of docs is in its index, once', () => {
  for (const folder of ['docs', 'docs/decisions']) {
    const pages = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.md') && name !== 'README.md');
    const targets = linked(`${folder}/README.md`).filter((target) => !target.includes('/'));
    expect(targets.toSorted()).toEqual(pages.toSorted());
  }
});
