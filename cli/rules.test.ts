import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { bornBefore, diagnosis, patient, value } from '../domain/rules/examples.ts';
import { SCORES } from '../domain/rules/scores/catalogue.ts';
import { printing } from '../test/printed.ts';
import { advise } from './advise.ts';
import { score } from './score.ts';

const folder = mkdtempSync(join(tmpdir(), 'oka-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

const printed = printing();
const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const bundle = (...entries: { resource: unknown }[]) => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: entries.map(({ resource }) => ({ resource })),
});

const NOW = '2026-03-01T05:00:00Z';

describe('oka advise', () => {
  const chart = file(
    'chart.json',
    bundle(patient(bornBefore({ years: 50 })), diagnosis('J18.9'), value('2823-3', 7, 'mmol/L')),
  );

  test('prints cards of CDS Hooks and every rule that was not checked, with its reason', async () => {
    expect(await advise([chart, '--lang', 'en', '--json'])).toBe(0);

    const { asOf, cards, notChecked } = JSON.parse(printed.out);
    expect(asOf).toBe('2026-03-01T05:00:00.000Z');
    expect(cards.map((card: { summary: string; indicator: string }) => [card.indicator, card.summary])).toEqual([
      ['info', 'CURB-65 (severity of pneumonia in adults): not computable, data are missing'],
      ['critical', 'Critically high potassium: 7 mmol/L'],
    ]);
    for (const card of cards) {
      expect(card.uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(card.summary.length).toBeLessThan(140);
      expect(card.source.label).toMatch(/\p{L}{3,}/u);
    }
    expect(notChecked).toContainEqual({
      rule: 'who_child_pneumonia',
      title: 'WHO: child with cough or difficult breathing',
      state: 'does-not-apply',
      why: 'for ages 2 to 59 months',
    });
  });

  test('is the same each time, Russian by default, and judges at the moment given', async () => {
    await advise([chart]);
    const first = printed.out;
    printed.out = '';
    await advise([chart]);
    expect(printed.out).toBe(first);
    expect(first).toContain('Критически высокий калий: 7 ммоль/л');

    printed.out = '';
    await advise([chart, '--as-of', '2026-04-01T00:00:00Z']);
    expect(JSON.parse(printed.out).cards).toEqual([]);
  });

  test.each([
    ['no file', join(folder, 'none.json'), 'unreadable-file'],
    ['no JSON', file('text.json', 'hello'), 'malformed-file'],
    ['no bundle', file('other.json', { a: 1 }), 'malformed-file'],
    [
      'no FHIR',
      file('spoilt.json', bundle(patient('1950'), { resource: { resourceType: 'Observation', issued: NOW } })),
      'Observation (resource 2) lacks',
    ],
  ])('%s: exit code 1 and what to do', async (_, path, message) => {
    expect(await advise([path])).toBe(1);
    expect(printed.err).toContain(message);
  });

  test('wrong use is told with the help', async () => {
    expect(await advise(['--wrong'])).toBe(2);
    expect(printed.err).toContain("wrong-use: The command cannot be run as it was called. (Unknown option '--wrong')");
    expect(await advise([chart, '--zone', 'Mars/Base'])).toBe(2);
    expect(await advise([chart, chart])).toBe(2);
    expect(await advise([file('timeless.json', bundle(patient('1950')))])).toBe(2);
    expect(printed.err).toContain('--as-of INSTANT is missing');
    expect(await advise(['--help'])).toBe(0);
    expect(printed.out).toContain('usage: npx oka advise');
  });
});

describe('oka score', () => {
  test.each(Object.entries(SCORES))('the example of %s in the help runs', async (rule, { example }) => {
    expect(await score([rule, file(`${rule}.json`, example), '--json'])).toBe(0);
    expect(Object.keys(JSON.parse(printed.out)).length).toBeGreaterThan(0);
  });

  test('a file of cases: what differs is listed and the exit code is 1', async () => {
    const cases = {
      cases: [
        { id: 'a', inputs: { egfr: 29, action: 'start' }, expected: { result: 'contraindicated' } },
        { id: 'b', inputs: { egfr: 50, action: 'start' }, expected: { result: 'contraindicated' } },
      ],
    };
    expect(await score(['metformin_egfr', '--cases', file('cases.json', cases)])).toBe(1);
    expect(printed.out).toContain('2 cases, 1 agree, 1 differ');
    expect(printed.out).toContain('differs  b: result "ok", expected "contraindicated"');

    printed.out = '';
    expect(await score(['metformin_egfr', '--cases', file('good.json', { cases: [cases.cases[0]] })])).toBe(0);
  });

  test('an unknown rule and a wrong input are refused with a sentence', async () => {
    const input = file('input.json', { egfr: 'low', action: 'start' });
    expect(await score(['metformin', input])).toBe(2);
    expect(printed.err).toContain('wrong-use: there is no rule “metformin”.');
    expect(await score(['metformin_egfr', input])).toBe(1);
    expect(printed.err).toContain('egfr');
    expect(await score(['metformin_egfr'])).toBe(2);
  });
});
