import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ModelManifest } from '../../schemas/manifest.ts';
import type { Finding, Result } from '../../schemas/result.ts';
import { criticalAdvice, presentFinding } from '../../test/results.ts';
import { changesBetween } from './changed.ts';
import { deskFinding } from './finding.ts';
import { sentenceOf } from './sentence.ts';
import { versionsOf } from './versions.ts';

const RECORD = '0f1e2d3c-4b5a-8697-8877-665544332211';
const finding = (more: Partial<Finding> = {}): Result => {
  const base = presentFinding(RECORD);
  return { ...base, content: { ...base.content, ...more } as Finding };
};
const everyState = ['present', 'absent', 'indeterminate', 'not-assessed'] as const;

describe('the words of a result', () => {
  test.each(everyState)('%s is never "normal" and is one sentence in both languages', (state) => {
    const { ru, en } = sentenceOf(finding({ state, reason: 'view' }));
    for (const text of [ru, en]) {
      expect(text).not.toMatch(/норм|здоров|normal|healthy|clear/i);
      expect(text.length).toBeGreaterThan(10);
    }
  });

  test('a withdrawn one begins with that', () => {
    const withdrawn = { ...criticalAdvice(RECORD), state: 'withdrawn' as const };
    expect(sentenceOf(withdrawn)).toEqual({ ru: 'Отозвано: Калий 7,1', en: 'Withdrawn: Potassium 7.1' });
  });

  test('what was not assessed has a reason and no figure, whatever was computed', () => {
    const content = finding({ state: 'not-assessed', reason: 'age-outside', probability: 0.98 }).content as Finding;
    const shown = deskFinding(content, undefined);
    expect(shown).not.toHaveProperty('probability');
    expect(shown.reason?.ru).toContain('возраст');
  });

  test('thresholds are told with a comma in Russian', () => {
    const content = finding({ thresholds: { present: 0.675, absent: 0.179 } }).content as Finding;
    expect(deskFinding(content, undefined).thresholds?.inWords.ru).toMatch(/от 0,675; .* ниже 0,179/);
  });
});

describe('a model card', () => {
  const MODELS = join(import.meta.dirname, '../../models');
  const models = ['chest-xray-adult', 'chest-xray-children', 'knee-osteoarthritis'].map((id) =>
    ModelManifest.parse(JSON.parse(readFileSync(join(MODELS, id, 'manifest.json'), 'utf8'))),
  );

  test.each(models.map((manifest) => [manifest.id, manifest] as const))(
    'of %s says on how many films it was tested, how it did, and what it is not for',
    (_, manifest) => {
      const { card } = deskFinding(finding({ research: true }).content as Finding, manifest);
      const { n, auc, aucCi95, notAssessed, sensitivity } = manifest.figures.test;
      expect(card).toMatchObject({ auc, aucCi95, films: n, notAssessed, research: true });
      expect(card?.testedOn.ru).toContain(String(n));
      expect(card?.notFor).toEqual(manifest.intendedUse.outOfScope);
      expect(card?.sentences[0]?.ru).toContain(String(Math.round(sensitivity * 100)));
    },
  );
});

describe('what changed between versions', () => {
  const shown = (result: Result) => ({
    ...{ version: result.version, state: result.state, severity: result.severity },
    ...{ sentence: sentenceOf(result), lines: [sentenceOf(result)], result },
  });

  test('is told as what was and what is now, the severity first', () => {
    const [before, now] = [finding({ state: 'indeterminate' }), finding()];
    const changed = changesBetween(shown({ ...before, severity: 'info' }), shown({ ...now, version: 2 }));
    expect(changed[0]?.ru).toBe('Было: к сведению Стало: внимание');
    expect(changed[1]?.ru).toMatch(/^Было: Неопределённый результат.* Стало: Признаки выше порога/);
  });

  test('is never nothing: neither where the words are the same nor where the earlier ones are not known', () => {
    const one = shown(finding());
    expect(changesBetween(one, { ...one, version: 2 })).toHaveLength(1);
    expect(changesBetween(undefined, one).at(-1)?.ru).toContain('неизвестно');
  });

  test('lines that came and lines that went are named', () => {
    const one = shown(finding());
    const line = { ru: 'Заключение рентгенолога расходится', en: 'The report disagrees' };
    expect(changesBetween(one, { ...one, lines: [...one.lines, line] })).toEqual([
      { ru: `Добавлено: ${line.ru}`, en: `New: ${line.en}` },
    ]);
    expect(changesBetween({ ...one, lines: [...one.lines, line] }, one)[0]?.ru).toMatch(/^Больше не утверждается/);
  });

  test('of a version that nobody opened the words are said to be unknown, and a long history is cut', () => {
    const result = { ...finding(), version: 3 };
    const said = versionsOf(result, {
      before: [{ version: 1, sentence: { ru: 'а', en: 'a' } }],
      delivery: undefined,
      sent: 3,
    });
    expect(said.map(({ version, words }) => [version, words.ru])).toEqual([
      [3, sentenceOf(result).ru],
      [2, expect.stringContaining('никто не открывал')],
      [1, 'а'],
    ]);
    expect(versionsOf({ ...result, version: 9000 }, { before: [], delivery: undefined, sent: 1 })).toHaveLength(50);
  });
});
