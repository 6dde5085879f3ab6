import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { REGION } from '../domain/hl7/map/example.ts';
import { RULES } from '../domain/rules/catalogue.ts';
import { bornBefore, diagnosis, medicine, patient, signed, value } from '../domain/rules/examples.ts';
import { printing } from '../test/printed.ts';
import { rules } from './rules.ts';
import { score } from './score.ts';

const folder = mkdtempSync(join(tmpdir(), 'oka-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

const printed = printing();
const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

const region = file('region.json', { ...REGION, rules: signed('curb65') });
const chart = file(
  'chart.json',
  [
    patient(bornBefore({ years: 70 }), 'male'),
    diagnosis('J18.9'),
    medicine('A10BA02'),
    value('3094-0', 25, 'mg/dL'),
    value('9279-1', 32, '/min'),
    value('8480-6', 85, 'furlong'),
    value('14682-9', 100, 'umol/L', { effectiveDateTime: '2024-01-01T10:00:00Z' }),
  ].map(({ resource }) => resource),
);

describe('oka rules list', () => {
  test('names every rule with how it stands in the region', async () => {
    expect(await rules(['list', '--region', region, '--json', '--lang', 'en'])).toBe(0);
    const rows = JSON.parse(printed.out) as { id: string; version: string; title: string; state: string }[];
    expect(rows.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
    expect(rows.filter(({ state }) => state === 'active').map(({ id }) => id)).toEqual(['curb65']);
    expect(rows.find(({ id }) => id === 'news2')).toMatchObject({ state: 'draft', title: 'NEWS2 (early warning)' });
  });
  test('tells which signatures are of another page', async () => {
    const { curb65 } = signed('curb65');
    if (!curb65?.signed) throw new Error('not signed');
    const old = { curb65: { ...curb65, signed: { ...curb65.signed, digest: 'b'.repeat(64) } } };
    expect(await rules(['list', '--region', file('old.json', { ...REGION, rules: old })])).toBe(0);
    expect(printed.out).toMatch(/устарело.*: curb65\n$/);
  });
});

describe('oka rules try', () => {
  test('tells of each fact what was found, its unit, age and source, and whether it was used', async () => {
    expect(
      await rules(['try', chart, '--rule', 'curb65', '--explain', '--lang', 'en', '--as-of', '2026-03-01T12:00:00Z']),
    ).toBe(0);
    expect(printed.out).toMatch(/from 18 years of age: yes \(1956-/);
    expect(printed.out).toMatch(
      /✓ 25 mg\/dL = 8\.925 mmol\/L; 7 h old \(2026-03-01T10:00:00\+05:00\); Observation\/[0-9a-f-]+: used/,
    );
    expect(printed.out).toMatch(/· 85 furlong; .*: value or unit not readable/);
    expect(printed.out).toContain('[warning] CURB-65: 3–5 of 5, severe pneumonia');
  });
  test('as JSON, in Russian, with what is too old', async () => {
    const asked = ['try', chart, '--rule', 'metformin_egfr', '--explain', '--json', '--as-of', '2026-03-01T12:00:00Z'];
    expect(await rules(asked)).toBe(0);
    const said = JSON.parse(printed.out);
    expect(said).toMatchObject({ rule: 'metformin_egfr', state: 'said' });
    expect(said.population[0]).toMatchObject({ asks: 'с 18 лет', answer: 'inside' });
    const creatinine = said.inputs.find(({ title }: { title: string }) => title === 'Креатинин');
    expect(creatinine.facts).toMatchObject([
      { shown: '100 umol/L', converted: '1.1312 mg/dL', used: false, why: 'устарело' },
    ]);
  });
  test('without --explain only the outcome', async () => {
    expect(await rules(['try', chart, '--rule', 'imaging_pregnancy', '--lang', 'en'])).toBe(0);
    expect(printed.out).toContain('does not apply: in pregnancy only');
    expect(printed.out).not.toContain('What was looked for');
  });
  test('goes by what the region has chosen, and refuses a choice that does not exist', async () => {
    const with45 = (at45: string) =>
      file(`${at45}.json`, {
        ...REGION,
        rules: { metformin_egfr: { state: 'shadow', decision: 'x', settings: { at45 } } },
      });
    const start = file('start.json', [
      patient(bornBefore({ years: 50 })).resource,
      medicine('A10BA02', { status: 'draft' }).resource,
      value('98979-8', 45, 'mL/min/{1.73_m2}').resource,
    ]);
    const said = async (at45: string) => {
      printed.out = '';
      expect(await rules(['try', start, '--rule', 'metformin_egfr', '--region', with45(at45), '--json'])).toBe(0);
      return JSON.parse(printed.out).cards.length;
    };
    expect([await said('careful'), await said('kdigo')]).toEqual([1, 0]);
    expect(await rules(['try', start, '--rule', 'metformin_egfr', '--region', with45('never')])).toBe(1);
    expect(printed.err).toContain('“never” is none of careful, kdigo');
  });
  test.each([
    [['try', chart], '--rule ID is missing'],
    [['try', chart, '--rule', 'curb'], 'there is no rule “curb”'],
    [['try', '--rule', 'curb65'], 'try takes one CHART.json'],
    [['tell'], 'there is no “tell”'],
    [['book'], '--out DIR is missing'],
    [['list', 'x'], 'list takes no file'],
    [[], 'wrong-use: list, try'],
  ])('%j: wrong use is told, exit code 2', async (args, message) => {
    expect(await rules(args)).toBe(2);
    expect(printed.err).toContain(message);
  });
  test('a region file that is none is refused', async () => {
    expect(await rules(['list', '--region', file('none.json', {})])).toBe(1);
    expect(await rules(['list', '--region', join(folder, 'missing.json')])).toBe(1);
    expect(await rules(['list', '--region', file('text.json', 'hello')])).toBe(1);
  });
});

test('oka rules book writes a page of every rule in both languages, the same each time', async () => {
  const book = join(folder, 'book');
  expect(await rules(['book', '--out', book, '--region', region, '--json'])).toBe(0);
  expect(JSON.parse(printed.out)).toMatchObject({ rules: RULES.length, pages: 2 * (RULES.length + 1) });
  for (const language of ['ru', 'en'])
    expect(readdirSync(join(book, language)).sort()).toEqual(
      ['index.html', ...RULES.map(({ id }) => `${id}.html`)].sort(),
    );
  const first = readFileSync(join(book, 'ru', 'curb65.html'), 'utf8');
  expect(first).toContain('подписано и действует');
  expect(await rules(['book', '--out', book, '--region', region])).toBe(0);
  expect(readFileSync(join(book, 'ru', 'curb65.html'), 'utf8')).toBe(first);
});

test('oka score --vectors lists each rule of a folder, what is refused, and what is no rule', async () => {
  const vectors = mkdtempSync(join(folder, 'vectors-'));
  const cases = (name: string, content: object[]) =>
    writeFileSync(join(vectors, name), JSON.stringify({ cases: content }));
  cases('metformin_egfr.json', [
    { id: 'a', inputs: { egfr: 29, action: 'start' }, expected: { result: 'contraindicated' } },
  ]);
  cases('curb65.json', [
    {
      id: 'child',
      inputs: { confusion: false, ureaMmolL: 7, respiratoryRate: 29, systolicBP: 90, diastolicBP: 61, age: 10 },
      expected: { total: 0 },
    },
  ]);
  cases('snils.json', []);
  expect(await score(['--vectors', vectors])).toBe(0);
  expect(printed.out).toContain('  outside  child: from 18 years of age');
  expect(printed.out).toContain('2 rules: 2 cases, 1 agree, 0 differ, 1 outside their rule');
  expect(printed.out).toContain('no rule: snils');
  cases('metformin_egfr.json', [{ id: 'a', inputs: { egfr: 29, action: 'start' }, expected: { result: 'ok' } }]);
  expect(await score(['--vectors', vectors])).toBe(1);
  expect(await score(['curb65', '--vectors', vectors])).toBe(2);
});
