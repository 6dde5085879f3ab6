import { describe, expect, test } from '@jest/globals';
import { RegionFile } from '../../../schemas/region.ts';
import { REGION } from '../../hl7/map/example.ts';
import { RULES } from '../catalogue.ts';
import { signed } from '../examples.ts';
import type { Rule } from '../rule.ts';
import { renderContents } from './contents.ts';
import { entryOf } from './entries.ts';
import { codeRanges, inputRowsOf, inputsOf } from './inputs.ts';
import { digestOfPage, pageOf } from './page.ts';
import { renderRule } from './render.ts';
import { standingOf } from './standing.ts';
import { bands } from './tables.ts';
import { WORDS } from './words.ts';

const SECTIONS = [
  'says',
  'population',
  'hooks',
  'inputs',
  'tables',
  'examples',
  'limits',
  'settings',
  'sources',
  'tested',
  'history',
  'signature',
] as const;
/** Section title → what stands under it, without its tags. */
const sectionsOf = (html: string): Map<string, string> =>
  new Map(
    html
      .split('<section>')
      .slice(1)
      .map((part) => {
        const [, title = '', body = ''] = /<h2>(.*?)<\/h2>([\s\S]*?)<\/section>/.exec(part) ?? [];
        return [
          title,
          body
            .replace(/<[^>]+>/g, ' ')
            .replace(/\s+/g, ' ')
            .trim(),
        ];
      }),
  );

describe.each(RULES.map((rule) => [rule.id, rule] as const))('the page of %s', (id, rule) => {
  const page = pageOf(rule);

  test.each(['en', 'ru'] as const)('has every section, none of them empty, in %s', (language) => {
    const html = renderRule(rule, language);
    const sections = sectionsOf(html);
    expect([...sections.keys()]).toEqual(SECTIONS.map((name) => WORDS[name][language]));
    for (const [title, body] of sections) expect([title, body.length > 5]).toEqual([title, true]);
    expect(html).toContain(digestOfPage(page));
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).not.toMatch(/undefined|NaN|\[object/);
  });
  test('is written in Russian where Russian is asked for', () => {
    const russian = [page.says, ...page.limits, ...page.population, ...page.tables.map(({ title }) => title)];
    for (const { ru } of [...russian, ...page.shown.map(({ title }) => title)]) expect(ru).toMatch(/[а-яё]|RADS/i);
    for (const { what } of entryOf(id).history) expect(what.ru).toMatch(/[а-яё]/i);
  });
  test('shows a card in its first example, and a chart that leads to another end', () => {
    const [first, ...more] = page.shown;
    expect(first?.cards.length).toBeGreaterThan(0);
    const endOf = (one: typeof first) => JSON.stringify([one?.silent, one?.cards]);
    expect(more.some((one) => endOf(one) !== endOf(first))).toBe(true);
  });
  test('names a code and a unit of everything that is measured', () => {
    expect(inputsOf(rule).length).toBeGreaterThan(0);
    for (const { codes, needs } of inputRowsOf(rule))
      if (needs.some(({ facet }) => facet.startsWith('Observation:') || /^(Condition|Medication)/.test(facet)))
        expect(codes.length).toBeGreaterThan(0);
  });
  test('ends its history with the version that runs', () => {
    const versions = entryOf(id).history.map(({ version }) => version);
    expect(versions[0]).toBe(rule.version);
    expect(new Set(versions).size).toBe(versions.length);
  });
  test('has a source, and limits said in both languages', () => {
    expect(page.sources.length).toBeGreaterThan(0);
    expect(page.limits.length).toBeGreaterThan(0);
  });
});

describe('in a region', () => {
  const [rule, other] = RULES as readonly [Rule, Rule, ...Rule[]];
  const region = (rules: RegionFile['rules']) => RegionFile.parse({ ...REGION, rules });
  const pageIn = (of: RegionFile, one = rule) =>
    renderRule(one, 'en', { title: of.title, standing: standingOf(one, of) });

  test('the page says who signed it; another signed page is outdated and says so', () => {
    const own = signed(rule.id);
    expect(standingOf(rule, region(own)).state).toBe('active');
    expect(pageIn(region(own))).toMatch(/signed and active[\s\S]*<td>test<\/td>\s*<td>2026-01-01<\/td>/);
    const decision = own[rule.id];
    if (!decision?.signed) throw new Error('not signed');
    const old = {
      [rule.id]: { ...decision, signed: { ...decision.signed, version: '0.9.0', digest: 'a'.repeat(64) } },
    };
    expect(standingOf(rule, region(old)).state).toBe('outdated');
    expect(pageIn(region(old))).toContain('Signed before, as another page: test, 2026-01-01, version 0.9.0.');
    expect(standingOf(other, region(own)).state).toBe('draft');
  });
  test('the choice of the region is marked, else the preset', () => {
    const metformin = RULES.find(({ id }) => id === 'metformin_egfr') as Rule;
    const rules = { metformin_egfr: { state: 'shadow' as const, decision: 'x', settings: { at45: 'kdigo' } } };
    expect(pageIn(region(rules), metformin)).toContain('kdigo (chosen by the region)');
    expect(pageIn(region({}), metformin)).toContain('careful (preset)');
  });
  test('what a region writes is text, never markup', () => {
    const evil = region(signed(rule.id));
    const html = renderRule(rule, 'en', {
      title: { en: '<script>x</script>', ru: 'х' },
      standing: standingOf(rule, evil),
    });
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;');
  });
});

test.each(['en', 'ru'] as const)('the contents lead to every page once, by topic, in %s', (language) => {
  const html = renderContents(RULES, language);
  for (const { id, title } of RULES) {
    expect(html.split(`href="${id}.html"`)).toHaveLength(2);
    expect(html).toContain(title[language]);
  }
});

test('steps of a function are read off as ranges, with open ends', () => {
  const of = (value: number) => (value < 3 ? 'a' : value < 5 ? 'b' : value === 5 ? 'c' : 'd');
  expect(bands(of, { from: 0, to: 7, by: 1 })).toEqual([
    ['≤ 2', 'a'],
    ['3–4', 'b'],
    ['5', 'c'],
    ['≥ 6', 'd'],
  ]);
  expect(bands(() => 1, { from: 0, to: 3, by: 1 })).toEqual([['–', 1]]);
});

test('neighbouring categories of a classification are told as one run', () => {
  expect(codeRanges(['J14', 'J12', 'J13', 'J13', 'J18.0', 'K01', 'J99'])).toEqual(['J12–J14', 'J18.0', 'J99', 'K01']);
  expect(codeRanges(['A99', 'B00'])).toEqual(['A99', 'B00']);
});
