import { describe, expect, test } from '@jest/globals';
import { decided } from '../recognition/examples.ts';
import { bornBefore, order, patient, RECORD, signed } from '../rules/examples.ts';
import { adult, allSent, child, film, findingIn, image, OTHER, previousOf, region, results } from './examples.ts';
import type { PreviousAdvice } from './results.ts';

describe('findings', () => {
  test('of a merged record’s studies go over to the survivor, and come back when the merge is undone', () => {
    const survivors = new Map([[RECORD, OTHER]]);
    const facts = [child, film(), image('1', 0.9), patient(bornBefore({ years: 3 }), 'female', { record: OTHER })];
    const first = results(facts);
    expect(findingIn(first)).toMatchObject({ record: RECORD, state: 'current' });
    const own = results(facts, undefined, { record: OTHER });
    expect(own.filter(({ content }) => content.kind === 'finding')).toEqual([]);

    const merged = results(facts, allSent(first), { survivors });
    expect(merged.map(({ state }) => state)).toEqual(first.map(() => 'withdrawn'));
    const taken = results(facts, undefined, { survivors, record: OTHER });
    expect(findingIn(taken)).toMatchObject({ record: OTHER, severity: 'warning', notify: true });
    expect(findingIn(results(facts, allSent(merged)))).toMatchObject({ record: RECORD, version: 3, notify: true });
    expect(findingIn(results(facts, allSent(taken), { record: OTHER }))).toMatchObject({ state: 'withdrawn' });
  });

  test('present is a warning about the study, named by it and the model', () => {
    expect(findingIn(results([child, film(), image('1', 0.9)]))).toMatchObject({
      severity: 'warning',
      subject: '1.2.3',
      producer: 'chest-xray-children',
      producerVersion: '1.0.0',
      content: { state: 'present', study: { accession: 'D-1' } },
    });
  });
  test('absent is for information; a child of unknown age is not assessed, with the reason', () => {
    expect(findingIn(results([child, film(), image('1', 0.1)]))).toMatchObject({
      severity: 'info',
      content: { state: 'absent' },
    });
    expect(findingIn(results([patient(undefined), film(), image('1', 0.9)]))).toMatchObject({
      severity: 'info',
      content: { state: 'not-assessed', reason: 'age-missing' },
    });
  });
  test('of two images of a study the graver one is the result', () => {
    const made = findingIn(results([child, film(), image('1', 0.1), image('2', 0.9)]));
    expect(made.content).toMatchObject({ state: 'present', instance: { sopInstanceUid: '2' } });
  });
  test('the whole image confirms the preview: a new version that notifies nobody, once the first was sent', () => {
    const first = results([child, film(), image('1', 0.9, { basis: 'preview' })]);
    const confirmed = (previous: PreviousAdvice) => findingIn(results([child, film(), image('1', 0.9)], previous));
    expect(confirmed(allSent(first))).toMatchObject({ version: 2, notify: false });
    expect(confirmed(previousOf(first))).toMatchObject({ version: 2, notify: true });
    expect(findingIn(results([child, film(), image('1', 0.1)], allSent(first)))).toMatchObject({
      version: 2,
      notify: true,
    });
  });
  test('findings of other records are not this record’s results, but its rules know them', () => {
    const cough = [
      patient(bornBefore({ years: 3 }), 'female', { record: OTHER }),
      film(OTHER),
      image('1', 0.9, {}, OTHER),
    ];
    const made = results([child, ...cough]);
    expect(made.filter(({ content }) => content.kind === 'finding')).toEqual([]);
    expect(made.map(({ producer }) => producer)).toEqual(['who_child_pneumonia']);
  });
  test('a model in shadow is heard neither as finding nor by a rule', () => {
    const shadow = { ...region, models: { 'chest-xray-children': [decided({ state: 'shadow' })] } };
    expect(results([child, film(), image('1', 0.9)], undefined, { region: shadow })).toEqual([]);
  });
  test('an accession that leads to another person’s record: nothing is said', () => {
    expect(results([child, film(), image('1', 0.9)], undefined, { elsewhere: new Set(['1.2.643.9|D-1']) })).toEqual([]);
  });
  test('one that is taken back says what it was, without the value and the pictures: they may be another patient’s', () => {
    const first = results([child, film(), image('1', 0.9)]);
    const doubted = { elsewhere: new Set(['1.2.643.9|D-1']) };
    const gone = findingIn(results([child, film(), image('1', 0.9)], allSent(first), doubted));
    expect(gone).toMatchObject({ state: 'withdrawn', content: { state: 'present', derived: {} } });
    expect(gone.content).not.toHaveProperty('probability');
    expect(gone.content).toHaveProperty('derived', {});
  });
  test('a study that may be another patient’s is no fact for a rule', () => {
    const chart = [adult, film(), order('now', '2026-03-02T09:00:00Z')];
    const rules = signed('duplicate_imaging');
    const change = { region: { ...region, rules } };
    expect(results(chart, undefined, change)).toMatchObject([{ producer: 'duplicate_imaging' }]);
    expect(results(chart, undefined, { ...change, elsewhere: new Set(['1.2.643.9|D-1']) })).toEqual([]);
  });
});
