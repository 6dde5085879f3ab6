import { expect, test } from '@jest/globals';
import { sideInName } from './model-judge.ts';

test.each([
  ['knees/9000099R.jpg', 'R'],
  ['9002411L.jpg', 'L'],
  ['knee_l.png', 'L'],
  ['12-right.jpeg', 'R'],
  ['L.png', 'L'],
  ['колено_R.png', 'R'],
  ['tail.jpg', undefined],
  ['KOLENOR.png', undefined],
  ['R0001.png', undefined],
  ['bright.png', undefined],
])('the side of %s is %s', (file, side) => {
  expect(sideInName(file)).toBe(side);
});
