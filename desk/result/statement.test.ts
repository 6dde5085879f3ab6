import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { StatementBody, StatementReason, Verdict } from '../../schemas/api/desk-statement.ts';
import { EMPTY_STATEMENT, type StatementDraft, statementOf } from './statement.ts';

const shown = { version: 2, contentHash: 'a'.repeat(64) };

describe('a statement to sign', () => {
  test('agreement needs nothing else, and drops what was typed for another verdict', () => {
    expect(statementOf({ ...EMPTY_STATEMENT, verdict: 'agrees', words: 'old', reason: 'other' }, shown)).toEqual({
      body: { ...shown, verdict: 'agrees' },
    });
  });

  test.each([
    [{}, ['verdict']],
    [{ verdict: 'disagrees' }, ['reason']],
    [{ verdict: 'disagrees', reason: 'other', words: '  ' }, ['words']],
    [{ verdict: 'corrects', correctedWords: ' ' }, ['reason', 'correction']],
  ])('%p is not ready', (typed, needs) => {
    expect(statementOf({ ...EMPTY_STATEMENT, ...typed } as StatementDraft, shown)).toEqual({ needs });
  });

  test('speaks of the version its writer began with, not of one that came meanwhile', () => {
    const of = { version: 1, contentHash: 'b'.repeat(64) };
    const made = statementOf({ ...EMPTY_STATEMENT, verdict: 'agrees', of }, shown);
    expect('body' in made && made.body).toMatchObject(of);
  });

  test('whatever is typed, what is called ready has the form the region takes', () => {
    const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
    const draft = fc.record({
      verdict: maybe(fc.constantFrom(...Verdict.options)),
      reason: maybe(fc.constantFrom(...StatementReason.options)),
      words: fc.string({ maxLength: 40 }),
      state: maybe(fc.constantFrom('present' as const, 'absent' as const)),
      side: maybe(fc.constantFrom('L' as const, 'both' as const)),
      correctedWords: fc.string({ maxLength: 40 }),
    });
    fc.assert(
      fc.property(draft, (typed) => {
        const made = statementOf(typed as StatementDraft, shown);
        if ('body' in made) expect(StatementBody.safeParse(made.body).success).toBe(true);
        else expect(made.needs.length).toBeGreaterThan(0);
      }),
    );
  });
});
