import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { StoredDutyChange } from '../../schemas/duty.ts';
import { callId, mergeCall, type StoredCall } from './calls.ts';
import { mergeChange } from './changes.ts';

const said = fc.record({
  by: fc.constantFrom('anna', 'boris'),
  at: fc.integer({ min: 0, max: 5 }).map((n) => `2026-01-01T00:00:0${n}.000Z`),
});
const change = fc.record({ said, undone: fc.option(said, { nil: undefined }) }).map(
  (words): StoredDutyChange => ({
    id: 'a'.repeat(32),
    clinic: 'north',
    change: { kind: 'absence', person: 'p', from: '2026-01-01T00:00:00.000Z', until: '2026-01-02T00:00:00.000Z' },
    said: words.said,
    ...(words.undone ? { undone: words.undone } : {}),
  }),
);
const ask = {
  ...{ record: '0a0b0c0d-0000-8000-8000-000000000001', resultId: 'f'.repeat(64), version: 1, clinic: 'north' },
  ...{ to: 'p', channel: 'phone' as const, rung: 0, reason: 'critical' as const },
};
const call = fc
  .record({
    rung: fc.integer({ min: 0, max: 2 }),
    tried: fc.array(
      fc.record({
        key: fc.constantFrom('k1', 'k2'),
        by: fc.constantFrom('anna', 'boris'),
        at: fc.constantFrom('2026-01-01T00:00:01.000Z', '2026-01-01T00:00:02.000Z'),
        outcome: fc.constantFrom('reached' as const, 'no-answer' as const),
      }),
      { maxLength: 3 },
    ),
    over: fc.boolean(),
  })
  .map(
    ({ rung, tried, over }): StoredCall => ({
      id: callId({ ...ask, askedAt: '' }),
      ask: { ...ask, rung, askedAt: `2026-01-01T00:00:0${rung}.000Z` },
      tried,
      ...(over ? { ended: 'over' as const } : {}),
    }),
  );

describe.each([
  ['changes of duty', change, mergeChange as (a: unknown, b: never) => unknown],
  ['calls', call, mergeCall as (a: unknown, b: never) => unknown],
] as const)('%s', (_, arbitrary, merge) => {
  const together = (...all: unknown[]): unknown =>
    all.reduce((stored: unknown, one) => merge(stored, one as never), undefined);

  test('end the same in whatever order and however often they are told', () => {
    fc.assert(
      fc.property(
        arbitrary as fc.Arbitrary<unknown>,
        arbitrary as fc.Arbitrary<unknown>,
        arbitrary as fc.Arbitrary<unknown>,
        (a, b, c) => {
          const whole = together(a, b, c);
          expect(together(c, a, b)).toEqual(whole);
          expect(together(b, c, a, b, c)).toEqual(whole);
          expect(merge(together(a, b), together(b, c) as never)).toEqual(whole);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test('what was taken back stays so, though it is told again', () => {
  fc.assert(
    fc.property(change, change, (a, b) => {
      const merged = mergeChange(a, b);
      expect(merged.undone === undefined).toBe(a.undone === undefined && b.undone === undefined);
    }),
  );
});
