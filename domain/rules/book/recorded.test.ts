import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { RULES } from '../catalogue.ts';
import { DIGESTS } from '../digests.ts';
import type { Rule } from '../rule.ts';
import { agesOf } from './ages.ts';
import { digestOfPage, pageOf } from './page.ts';

/**
 * What is recorded of every rule and reviewed by a human: its digest and what it answers at each age. After a change:
 * raise the rule's version, add a line to its history in the book, then `OKA_RECORD=1 npm test -- domain/rules/book`.
 */
const RECORD = process.env.OKA_RECORD === '1';
const DIGESTS_FILE = join(import.meta.dirname, '../digests.ts');
const AGES_FILE = join(import.meta.dirname, 'ages.md');

const now = (rule: Rule): readonly [string, string] => [rule.version, digestOfPage(pageOf(rule))];

const agesText = (): string =>
  [
    '# What each rule answers at each age',
    '',
    'Recorded by a test (recorded.test.ts) and reviewed against the population of each publication (docs/rules.md). Every rule',
    'is shown the first example of its page, a chart that gives it something to say, at ten ages and in pregnancy.',
    '',
    '| rule | age | answer |',
    '|---|---|---|',
    ...RULES.flatMap((rule) =>
      agesOf(rule).map(({ ages, answer }, index) => `| ${index ? '' : rule.id} | ${ages.en} | ${answer.en} |`),
    ),
    '',
  ].join('\n');

function record(): void {
  for (const rule of RULES) {
    const [version, digest] = now(rule);
    const [recorded, before] = DIGESTS[rule.id] ?? [];
    if (recorded === version && before !== digest)
      throw new Error(`${rule.id} ${version} has changed: raise its version before it is recorded`);
  }
  const lines = RULES.map((rule) => {
    const [version, digest] = now(rule);
    return `  ${rule.id}: ['${version}', '${digest}'],`;
  }).sort();
  const [head] = readFileSync(DIGESTS_FILE, 'utf8').split('= {');
  writeFileSync(DIGESTS_FILE, `${head}= {\n${lines.join('\n')}\n};\n`);
  writeFileSync(AGES_FILE, agesText());
}

if (RECORD) test('is recorded anew', () => expect(record).not.toThrow());
else
  describe('what is recorded', () => {
    test.each(RULES.map((rule) => [rule.id, rule] as const))(
      '%s is the page that its version names: a change raises the version',
      (id, rule) => {
        expect(DIGESTS[id]).toEqual(now(rule));
      },
    );
    test('names no rule that does not exist', () => {
      expect(Object.keys(DIGESTS).toSorted()).toEqual(RULES.map(({ id }) => id).toSorted());
    });
    test('every rule answers at every age and in pregnancy as it was reviewed', () => {
      expect(agesText()).toBe(readFileSync(AGES_FILE, 'utf8'));
    });
  });

describe('a digest', () => {
  const [rule] = RULES as readonly [Rule, ...Rule[]];
  const of = (change: Partial<Rule>) => digestOfPage(pageOf({ ...rule, ...change }));
  test('is the same each time it is made', () => expect(of({})).toBe(digestOfPage(pageOf(rule))));
  test.each([
    ['the version', { version: '9.9.9' }],
    ['the title', { title: { en: 'x', ru: 'х' } }],
    ['the population', { population: { ageMonths: { min: 3, max: 59 } } }],
    ['the hooks', { hooks: [] }],
    ['what is read', { needs: rule.needs.slice(1) }],
    ['how old it may be', { needs: rule.needs.map((need) => ({ ...need, fresh: { hours: 1 } })) }],
    ['the sources', { sources: [{ cite: 'another' }] }],
    ['the limits', { limits: [] }],
    [
      'the settings',
      { settings: [{ name: 'n', title: { en: 'n', ru: 'н' }, value: 'a', options: { a: { cite: 'a' } } }] },
    ],
    ['what is told', { evaluate: () => [] }],
    ['when it is silent', { idle: () => ({ en: 'never', ru: 'никогда' }) }],
  ] satisfies [string, Partial<Rule>][])('changes with %s', (_, change) => {
    expect(of(change)).not.toBe(of({}));
  });
});
