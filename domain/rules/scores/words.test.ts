import { describe, expect, test } from '@jest/globals';
import { differences, scoreCase } from './case.ts';

/** Words of publications and test sets for one answer, and the word of the rule that they mean. */
describe.each([
  [
    'curb65',
    'risk',
    {
      low: 'low risk group; low risk; consider home treatment',
      intermediate: 'moderate risk; moderate risk group; intermediate risk',
      severe: 'high risk; highest risk group; very high risk; urgent hospital admission',
    },
  ],
  [
    'crb65',
    'risk',
    {
      low: 'low risk group; low risk; home treatment; consider home treatment; 1,2 %',
      intermediate: 'moderate risk group; moderate risk; intermediate risk; consider hospital care; 8,2 %; 8,15 %',
      severe: 'severe risk group; high risk group; high risk; urgent hospital admission; 31 %; 31,3 %',
    },
  ],
  ['wells_pe', 'threeTier', { low: 'low risk', moderate: 'moderate risk; intermediate risk', high: 'high risk' }],
  ['wells_pe', 'twoTier', { unlikely: 'PE unlikely', likely: 'PE likely' }],
  ['wells_dvt', 'threeTier', { low: 'low risk', moderate: 'moderate risk; intermediate risk', high: 'high risk' }],
  ['wells_dvt', 'twoTier', { unlikely: 'DVT unlikely', likely: 'DVT likely' }],
  [
    'heart',
    'band',
    {
      low: 'Low risk (0-3); low risk',
      moderate: 'moderate risk (4-6); moderate risk; intermediate risk',
      high: 'high risk (7-10); high risk',
    },
  ],
  ['heart', 'sixWeeks', { 'low at 6 weeks': 'low risk at 6 weeks', 'high at 6 weeks': 'high risk at 6 weeks' }],
  [
    'findrisc',
    'risk',
    { 'slightly-elevated': 'slightly elevated', 'very-high': 'very high', low: 'low risk', high: 'high risk' },
  ],
  ['hasbled', 'risk', { low: 'low risk', moderate: 'intermediate risk; moderate risk', high: 'high risk' }],
  ['score2', 'category', { 'low-moderate': 'low to moderate; low-to-moderate', 'very-high': 'very high; very_high' }],
  [
    'news2',
    'monitoring',
    {
      'every 12 h': 'minimum every 12 hrs',
      'every 4-6 h': 'minimum every 4-6 hrs',
      'every hour': 'minimum every hr',
      continuous: 'continuous monitoring of vital signs',
    },
  ],
  [
    'fleischner2017',
    'recommendation',
    {
      'no routine follow-up': 'No routine follow-up',
      'optional CT at 12 months': 'optional CT at 12 months',
      'consider CT at 3 months, PET/CT or tissue sampling': 'consider CT at 3 months, PET or CT, or tissue sampling',
      'ct at 6-12 months, then consider ct at 18-24 months': 'CT at 6-12 months, then consider CT at 18-24 months',
      'ct at 6-12 months, then at 18-24 months':
        'CT at 6-12 months, then CT at 18-24 months; CT at 6-12 months, then at 18-24 months',
      'ct at 3-6 months, then consider ct at 18-24 months': 'CT at 3-6 months, then consider CT at 18-24 months',
      'ct at 3-6 months, then at 18-24 months': 'CT at 3-6 months, then at 18-24 months',
      'ct at 6-12 months; to confirm persistence, then ct every 2 years until 5 years':
        'CT at 6-12 months to confirm persistence, then CT every 2 years until 5 years',
      'ct at 3-6 months; subsequent management based on the most suspicious nodule(s)':
        'CT at 3-6 months. Subsequent management based on the most suspicious nodule(s)',
      'ct at 3-6 months; if stable consider ct at 2 and 4 years':
        'CT at 3-6 months. If stable, consider CT at 2 and 4 years',
    },
  ],
] as [string, string, Record<string, string>][])('words of %s for its %s', (rule, figure, meanings) => {
  test.each(Object.entries(meanings).flatMap(([ours, words]) => words.split('; ').map((word) => [word, ours])))(
    '“%s” is %s',
    (word, ours) => {
      expect(differences(rule, { [figure as string]: word }, { [figure as string]: ours as string })).toEqual([]);
      expect(differences(rule, { [figure as string]: word }, { [figure as string]: 'another' })).toHaveLength(1);
    },
  );
});
test.each([
  ['curb65', 'recommendation', 'risk'],
  ['crb65', 'recommendation', 'risk'],
  ['crb65', 'mortality', 'risk'],
  ['cha2ds2vasc', 'cha2ds2va', 'va'],
  ['cha2ds2vasc', 'totalVA', 'va'],
  ['heart', 'note', 'sixWeeks'],
  ['heart', 'risk', 'band'],
  ['findrisc', 'band', 'risk'],
  ['score2', 'risk', 'riskPercent'],
])('%s: what publications call %s is %s', (rule, theirs, ours) => {
  expect(differences(rule, { [theirs]: 5 }, { [ours]: 5 })).toEqual([]);
});

describe('figures agree', () => {
  const differ = (expected: unknown, got: unknown, tolerance?: number) =>
    differences(
      'qtc',
      { figure: expected, ...(tolerance === undefined ? {} : { tolerance }) },
      { figure: got as number },
    ).length > 0;
  test('to the last digit, or within the tolerance of the case', () => {
    expect([differ(1, 1), differ(1, 1.1), differ(1, 1.1, 0.1), differ(1, 0.9, 0.1), differ(1, 1.11, 0.1)]).toEqual([
      ...[false, true, false, false, true],
    ]);
    expect([differ(0.3, 0.1 + 0.2), differ('1', 1), differ(true, true), differ(null, null)]).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });
  test('in intervals end by end, in parts part by part', () => {
    expect([
      differ([1, 2], [1, 2]),
      differ([1, 2], [1, 3]),
      differ([1, 2], [1]),
      differ([1, 2], 1),
      differ([1], [1.1], 0.1),
    ]).toEqual([...[false, true, true, true, false]]);
    expect([
      differ({ a: 1 }, { a: 1, b: 2 }),
      differ({ a: 1 }, { a: 2 }),
      differ({ a: 1 }, null),
      differ(null, { a: 1 }),
    ]).toEqual([...[false, true, true, true]]);
    expect([differ({ a: 1 }, [1]), differ([1], { a: 1 }), differ({}, 1)]).toEqual([true, true, true]);
  });
});
test('a rule without figures is named with those that have some', () => {
  expect(() => scoreCase('toString', {})).toThrow(/rule toString; there are curb65, ckdepi2021/);
});
