import { expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import type { SignName } from '../bedside-codes.ts';
import { patient, sign, value } from '../examples.ts';
import { percRule } from './perc.ts';

const ABSENT: readonly SignName[] = [
  'unilateral-leg-swelling',
  'haemoptysis',
  'surgery-or-trauma',
  'previous-vte',
  'oestrogen-use',
];
const calm = [
  sign('pe-low-gestalt', true),
  value('8867-4', 80, '/min'),
  value('59408-5', 97, '%'),
  ...ABSENT.map((name) => sign(name, false)),
];

test('a year of birth around 50 is asked for, one on either side is not', () => {
  expect(told(percRule, [patient('1976'), ...calm])).toMatchObject({ score: undefined, missing: ['Exact age'] });
  expect(told(percRule, [patient('1980'), ...calm])).toMatchObject({ score: { ruledOut: true }, missing: [] });
  expect(told(percRule, [patient('1970'), ...calm])).toMatchObject({
    score: { least: 1, ruledOut: false },
    missing: [],
  });
});
test('what is not known beside a criterion that is met is named', () => {
  const some = [patient('1990'), ...calm.slice(0, -1), sign('haemoptysis', true)];
  const known = some.filter(
    ({ resource }) => !(JSON.stringify(resource).includes('haemoptysis') && JSON.stringify(resource).includes('false')),
  );
  expect(told(percRule, known)).toMatchObject({ score: { least: 1, most: 2 }, missing: ['Oestrogen use'] });
});
