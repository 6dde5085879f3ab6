import { expect, test } from '@jest/globals';
import { scoreShown } from './score.ts';

test.each([
  [1, '> 99%'],
  [0.997, '> 99%'],
  [0.99, '99%'],
  [0.674, '67%'],
  [0.01, '1%'],
  [0.002, '< 1%'],
])('a score of %d is shown as %s: no model is certain', (probability, shown) => {
  expect(scoreShown(probability, 'en')).toBe(shown);
});
