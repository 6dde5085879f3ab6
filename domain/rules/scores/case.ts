import { z } from 'zod';
import { OkaError } from '../../../schemas/errors.ts';
import { SCORES } from './catalogue.ts';
import type { Figures, Score, Scored } from './score.ts';

/**
 * The figures of one rule for inputs in the form of published cases (`curb65`: `{confusion, ureaMmolL, …}`).
 * Throws `not-found` for an unknown rule and `malformed-request` with the path of the first fault.
 */
export function scoreCase(ruleId: string, inputs: unknown): Scored {
  const found = scoreOfRule(ruleId);
  const parsed = found.inputs.safeParse(inputs);
  if (!parsed.success) throw new OkaError('malformed-request', z.prettifyError(parsed.error).replaceAll('\n', ' '));
  return found.score(parsed.data);
}

function scoreOfRule(ruleId: string): Score {
  const found = Object.hasOwn(SCORES, ruleId) ? SCORES[ruleId] : undefined;
  if (!found) throw new OkaError('not-found', `rule ${ruleId}; there are ${Object.keys(SCORES).join(', ')}`);
  return found;
}

export type Difference = { readonly figure: string; readonly expected: unknown; readonly got: unknown };

/**
 * What of `expected` the figures do not meet. Numbers agree within `expected.tolerance`, else to the last digit given;
 * names and words of publications are compared as what they mean (`names`, `words` of the score).
 */
export function differences(
  ruleId: string,
  expected: Readonly<Record<string, unknown>>,
  figures: Figures,
): Difference[] {
  const { names = {}, words = {} } = scoreOfRule(ruleId);
  const { tolerance, ...wanted } = expected;
  return Object.entries(wanted).flatMap(([figure, value]) => {
    const got = figures[names[figure] ?? figure];
    const meant = typeof value === 'string' ? (words[value.toLowerCase()] ?? value) : value;
    return agrees(meant, got, tolerance) ? [] : [{ figure, expected: value, got }];
  });
}

const agrees = (expected: unknown, got: unknown, tolerance: unknown): boolean =>
  typeof expected === 'number' && typeof got === 'number'
    ? Math.abs(expected - got) <= (typeof tolerance === 'number' ? tolerance : 0) + 1e-9
    : Array.isArray(expected) && Array.isArray(got)
      ? expected.length === got.length && expected.every((one, index) => agrees(one, got[index], tolerance))
      : isParts(expected) && isParts(got)
        ? Object.entries(expected).every(([part, one]) => agrees(one, got[part], tolerance))
        : expected === got;

const isParts = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
