import { describe, expect, test } from '@jest/globals';
import { figuresOf, type Judged } from './fatigue.ts';

const AS_OF = '2026-03-02T12:00:00.000Z';
const SHOWN = '2026-02-20T08:00:00.000Z';
const after = (seconds: number): string => new Date(Date.parse(SHOWN) + seconds * 1000).toISOString();
const card = (...feedback: Judged['feedback']): Judged => ({ firstAt: SHOWN, shown: 2, feedback });
const accepted = (seconds: number) => ({ outcome: 'accepted' as const, at: after(seconds) });
const overridden = (code?: string, seconds = 5) => ({
  outcome: 'overridden' as const,
  at: after(seconds),
  ...(code ? { reason: { code } } : {}),
});
const many = (n: number, one: Judged): Judged[] => Array.from({ length: n }, () => one);

describe('what becomes of the cards of a rule', () => {
  test('cards are counted once, by the newest answer; what was never answered is ignored, but not within a day', () => {
    const today = { ...card(), firstAt: '2026-03-02T09:00:00.000Z' };
    const figures = figuresOf(
      [card(accepted(10)), card(accepted(10), overridden('already-acted', 60)), card(overridden()), card(), today],
      AS_OF,
    );
    expect(figures).toMatchObject({
      ...{ n: 5, shown: 10, accepted: 1, ignored: 1, waiting: 1 },
      overridden: { 'already-acted': 1, 'not-stated': 1 },
    });
  });

  test('the time to act is that of accepted cards, by nearest rank; an answer before the showing has none', () => {
    const cards = [10, 20, 30, 40, 50, 60, 70, 80, 90, 1000].map((seconds) => card(accepted(seconds)));
    expect(figuresOf([...cards, card(accepted(-5)), card(overridden('not-relevant', 1))], AS_OF).timeToAct).toEqual({
      ...{ n: 10, median: 50, p90: 90 },
    });
    expect(figuresOf([card()], AS_OF).timeToAct).toEqual({ n: 0 });
  });

  test('of fewer than thirty cards nothing is judged, and cards that wait do not count', () => {
    const waiting = many(10, { ...card(), firstAt: AS_OF });
    expect(figuresOf([...many(29, card()), ...waiting], AS_OF)).not.toHaveProperty('verdict');
    expect(figuresOf(many(30, card(accepted(5))), AS_OF).verdict).toBe('followed');
    expect(figuresOf([], AS_OF)).toMatchObject({ n: 0, shown: 0 });
    expect(figuresOf([], AS_OF)).not.toHaveProperty('acceptance');
  });

  test.each([
    ['not-followed', [...many(60, card()), card(accepted(5))]],
    ['mixed', [...many(30, card()), ...many(5, card(accepted(5)))]],
    ['followed', [...many(10, card()), ...many(30, card(accepted(5)))]],
    ['data-doubted', [...many(30, card(accepted(5))), ...many(10, card(overridden('data-wrong')))]],
  ] as const)('%s', (verdict, cards) => {
    expect(figuresOf(cards, AS_OF).verdict).toBe(verdict);
  });

  test('the share that was accepted carries its interval', () => {
    const { acceptance } = figuresOf([...many(3, card(accepted(5))), ...many(7, card())], AS_OF);
    expect(acceptance?.rate).toBeCloseTo(0.3);
    expect([acceptance?.low, acceptance?.high]).toEqual([expect.closeTo(0.108, 3), expect.closeTo(0.603, 3)]);
  });
});
