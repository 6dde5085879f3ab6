import { expect, test } from '@jest/globals';
import { citedInWords } from './cited.ts';

test.each([
  ['absent', 'нет'],
  ['female', 'женский'],
  ['1955-06-18', '18.06.1955'],
  ['1955-06', '1955-06'],
  ['6.9 ммоль/л', '6,9 ммоль/л'],
  ['>=7.5 mmol/L', '>=7,5 mmol/L'],
  ['J18.9', 'J18.9'],
  ['constructor', 'constructor'],
])('%s reads in Russian %s', (value, ru) => {
  expect(citedInWords(value).ru).toBe(ru);
});
