import { expect, test } from '@jest/globals';
import { cut, onePerMatter, type Ranked } from './rank.ts';

const one = (severity: Ranked['severity'], matter: string, actions = 0): Ranked => ({ severity, matter, actions });

test('the gravest comes first, then what can be acted on, then by name', () => {
  const all = [
    one('info', 'a', 1),
    one('warning', 'c'),
    one('warning', 'b', 2),
    one('critical', 'd'),
    one('warning', 'a'),
  ];
  expect(onePerMatter(all).map(({ matter }) => matter)).toEqual(['d', 'b', 'a', 'c']);
});

test('of one matter the gravest is told', () => {
  expect(onePerMatter([one('info', 'a', 1), one('critical', 'a')])).toEqual([one('critical', 'a')]);
});

test('at most five are shown, one place fewer where something stayed open, and every critical one', () => {
  const many = (severity: Ranked['severity'], count: number) =>
    Array.from({ length: count }, (_, index) => one(severity, `${severity}${index}`));
  expect(cut(many('warning', 7), 0).shown).toHaveLength(5);
  expect(cut(many('warning', 7), 1).hidden).toHaveLength(3);
  expect(cut([...many('critical', 7), ...many('warning', 2)], 1)).toEqual({
    shown: many('critical', 7),
    hidden: many('warning', 2),
  });
});
