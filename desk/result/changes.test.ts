import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changesBetween, type Version } from './changes.ts';

const finding = (state: 'present' | 'absent' | 'indeterminate', change: object = {}): Version =>
  ({
    state: 'current',
    severity: 'warning',
    producerVersion: '1.0.0',
    cited: [],
    content: { kind: 'finding', state, basis: 'whole', label: {}, ...change },
  }) as unknown as Version;
const fact = (value: string, reference = 'Observation/1') => ({
  reference,
  label: { en: 'Potassium', ru: 'Калий' },
  value,
});

describe('what changed between two versions', () => {
  test('a preview that the whole image confirms changes its basis alone', () => {
    expect(changesBetween(finding('present', { basis: 'preview' }), finding('present'))).toEqual([
      { what: 'basis', from: 'preview', to: 'whole' },
    ]);
  });

  test('a changed state is told before its basis', () => {
    const told = changesBetween(finding('present', { basis: 'preview' }), finding('absent'));
    expect(told.map(({ what }) => what)).toEqual(['state', 'basis']);
  });

  test('of a withdrawn version nothing but the withdrawal is told', () => {
    const withdrawn = { ...finding('absent'), state: 'withdrawn' as const, producerVersion: '2.0.0' };
    expect(changesBetween(finding('present'), withdrawn)).toEqual([{ what: 'withdrawn' }]);
    expect(changesBetween(withdrawn, finding('absent'))[0]).toEqual({ what: 'returned' });
  });

  test('a corrected value is one changed fact, not one gone and one new', () => {
    const older = { ...finding('present'), cited: [fact('6.8 mmol/L')] };
    const newer = { ...finding('present'), cited: [fact('5.1 mmol/L'), fact('1', 'Observation/2')] };
    expect(changesBetween(older, newer).map(({ what, from, to }) => [what, from, to])).toEqual([
      ['fact-changed', '6.8 mmol/L', '5.1 mmol/L'],
      ['fact-added', undefined, '1'],
    ]);
    expect(changesBetween(newer, older).map(({ what }) => what)).toEqual(['fact-changed', 'fact-gone']);
  });

  test('a radiologist’s report that came is a change', () => {
    const agreement = { report: 'r', verdict: 'disagrees' as const, reportSays: { en: 'no', ru: 'нет' } };
    const newer = { ...finding('present'), agreement };
    expect(changesBetween(finding('present'), newer)).toEqual([
      { what: 'report', from: undefined, to: { en: 'no', ru: 'нет' } },
    ]);
  });

  test('a version compared with itself has no changes', () => {
    const states = fc.constantFrom('present' as const, 'absent' as const, 'indeterminate' as const);
    fc.assert(
      fc.property(states, fc.array(fc.string()), (state, values) => {
        const version = { ...finding(state), cited: values.map((value, place) => fact(value, `Observation/${place}`)) };
        expect(changesBetween(version, version)).toEqual([]);
      }),
    );
  });
});
