import { expect, test } from '@jest/globals';
import { figuresOf, type Judged } from '../domain/cds-hooks/fatigue.ts';
import { asText } from './rules-report.ts';

const AS_OF = '2026-03-02T12:00:00.000Z';
const cards: Judged[] = Array.from({ length: 40 }, (_, n) => ({
  firstAt: '2026-02-20T08:00:00.000Z',
  shown: 1,
  feedback: n < 2 ? [{ outcome: n === 0 ? 'accepted' : 'overridden', at: '2026-02-20T08:10:00.000Z' }] : [],
}));

test('the table has a line for each rule, its places and reasons, and judges nothing of too few', () => {
  const all = figuresOf(cards, AS_OF);
  const few = figuresOf(cards.slice(0, 3), AS_OF);
  const text = asText({
    ...{ from: '2026-02-01', to: '2026-03-02', asOf: AS_OF },
    rules: [
      { rule: 'critical_labs', all, places: { north: all, south: few } },
      { rule: 'curb65', all: figuresOf([], AS_OF), places: {} },
    ],
  });
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/ +/g, ' '));
  expect(lines[0]).toBe('cards first shown from 2026-02-01 to 2026-03-02');
  expect(lines.slice(3)).toEqual([
    'critical_labs all 40 40 1 3% (0%–13%) 1 38 0 10 min 10 min mixed',
    ' north 40 40 1 3% (0%–13%) 1 38 0 10 min 10 min mixed',
    ' south 3 3 1 33% (6%–79%) 1 1 0 10 min 10 min too few to judge',
    ' 1 × not-stated',
    'curb65 0 0 0 0 0 0 – –',
  ]);
});
