import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changesBetween, type Version } from './changes.ts';

const same = (text: string) => ({ ru: text, en: text });
const finding = (state: string, change: object = {}): Version =>
  ({
    state: 'current',
    severity: 'warning',
    sentence: same(state),
    cited: [],
    finding: { stateInWords: same(state), basisInWords: same('whole'), card: { version: '1.0.0' }, ...change },
  }) as unknown as Version;
const fact = (value: string, link = '/patient/r?fact=Observation/1') => ({
  link,
  label: { en: 'Potassium', ru: 'Калий' },
  value: same(value),
});

describe('what changed between two versions', () => {
  test('a preview that the whole image confirms changes its basis alone', () => {
    expect(changesBetween(finding('present', { basisInWords: same('preview') }), finding('present'))).toEqual([
      { what: 'basis', from: same('preview'), to: same('whole') },
    ]);
  });

  test('a changed state is told before its basis', () => {
    const told = changesBetween(finding('present', { basisInWords: same('preview') }), finding('absent'));
    expect(told.map(({ what }) => what)).toEqual(['state', 'basis']);
  });

  test('of a withdrawn version nothing but the withdrawal is told', () => {
    const withdrawn = { ...finding('absent'), state: 'withdrawn' as const };
    expect(changesBetween(finding('present'), withdrawn)).toEqual([{ what: 'withdrawn' }]);
    expect(changesBetween(withdrawn, finding('absent'))[0]).toEqual({ what: 'returned' });
  });

  test('a corrected value is one changed fact, not one gone and one new', () => {
    const older = { ...finding('present'), cited: [fact('6.8 mmol/L')] };
    const newer = { ...finding('present'), cited: [fact('5.1 mmol/L'), fact('1', '/patient/r?fact=Observation/2')] };
    expect(changesBetween(older, newer).map(({ what, from, to }) => [what, from?.en, to?.en])).toEqual([
      ['fact-changed', '6.8 mmol/L', '5.1 mmol/L'],
      ['fact-added', undefined, '1'],
    ]);
    expect(changesBetween(newer, older).map(({ what }) => what)).toEqual(['fact-changed', 'fact-gone']);
  });

  test('a radiologist’s report that came is a change', () => {
    const agreement = { verdict: 'disagrees' as const, words: same('w'), reportSays: same('no') };
    expect(changesBetween(finding('present'), { ...finding('present'), agreement })).toEqual([
      { what: 'report', from: undefined, to: same('no') },
    ]);
  });

  test('advice is compared by its sentence and its action', () => {
    const advice = (action: string) =>
      ({ ...finding('x'), finding: undefined, advice: { action: same(action), rule: { version: '1' } } }) as Version;
    expect(changesBetween(advice('wait'), advice('call')).map(({ what }) => what)).toEqual(['action']);
  });

  test('a version compared with itself has no changes', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (state, values) => {
        const version = { ...finding(state), cited: values.map((value, place) => fact(value, `Observation/${place}`)) };
        expect(changesBetween(version, version)).toEqual([]);
      }),
    );
  });
});
