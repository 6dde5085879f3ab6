import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Result } from '../../schemas/result.ts';
import { bornBefore, diagnosis, medicine, patient, sign, value } from '../rules/examples.ts';
import { child, film, image, OTHER, previousOf, report, results } from './examples.ts';
import type { PreviousAdvice } from './results.ts';

describe('any order, any number of times', () => {
  const facts = [
    child,
    film(),
    image('1', 0.9),
    image('2', 0.3),
    report(false),
    diagnosis('R05'),
    value('9279-1', 44, '/min'),
    value('9279-1', 38, '/min', { effectiveDateTime: '2026-03-01T03:00:00Z' }),
    sign('danger-sign', false),
    sign('chest-indrawing', false),
    value('2823-3', 7, 'mmol/L', {}, { doubtful: true, stamp: '2026-03-02T11:00:00.000Z' }),
    medicine('B01AA03'),
    medicine('M01AE02'),
    patient(bornBefore({ years: 3 }), 'female', { record: OTHER }),
  ];
  const last = (made: readonly Result[]) =>
    made.filter(({ state }) => state === 'current').map(({ resultId, contentHash }) => `${resultId} ${contentHash}`);
  const expected = last(results(facts));

  test('the facts of the example say something', () => expect(expected).toHaveLength(4));

  test('however the facts are shuffled and handed over in parts, the last content is equal', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(facts, { minLength: facts.length }),
        fc.array(fc.nat(facts.length), { maxLength: 4 }),
        (shuffled, cuts) => {
          let previous: PreviousAdvice | undefined;
          for (const cut of [...cuts, facts.length]) previous = previousOf(results(shuffled.slice(0, cut), previous));
          expect(last(previous?.results ?? [])).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('a version is never given to two contents, and never falls', () => {
    fc.assert(
      fc.property(fc.array(fc.shuffledSubarray(facts), { maxLength: 6 }), (charts) => {
        const seen = new Map<string, string>();
        let previous: PreviousAdvice | undefined;
        for (const chart of charts) {
          const made = results(chart, previous);
          for (const { resultId, version, contentHash } of made) {
            const before = previous?.results.find((one) => one.resultId === resultId);
            expect(version).toBeGreaterThanOrEqual(before?.version ?? 1);
            expect(seen.get(`${resultId} ${version}`) ?? contentHash).toBe(contentHash);
            seen.set(`${resultId} ${version}`, contentHash);
          }
          for (const { resultId } of previous?.results ?? [])
            expect(made.map((one) => one.resultId)).toContain(resultId);
          previous = previousOf(made);
        }
      }),
      { numRuns: 60 },
    );
  });
});
