import { z } from 'zod';
import { OkaError } from '../../../schemas/errors.ts';
import { type Difference, differences, scoreCase } from './case.ts';
import { SCORES } from './catalogue.ts';

const Case = z.object({ id: z.string().optional(), inputs: z.unknown(), expected: z.record(z.string(), z.unknown()) });
const Cases = z.union([z.object({ cases: z.array(Case) }).transform(({ cases }) => cases), z.array(Case)]);

/** A file of published cases held against a rule. */
export type Listing = {
  readonly rule: string;
  readonly cases: number;
  readonly agree: number;
  readonly differing: readonly { readonly case: string; readonly differs: readonly Difference[] }[];
  /** Refused: the person is none for whom the rule was made. */
  readonly outside: readonly { readonly case: string; readonly outside: string }[];
};

/** Runs every case of a file. @throws OkaError `malformed-file` for what is no file of cases, or an input the rule cannot read */
export function listCases(rule: string, content: unknown, name = rule): Listing {
  const parsed = Cases.safeParse(content);
  if (!parsed.success) throw new OkaError('malformed-file', `${name}: ${z.prettifyError(parsed.error)}`);
  const outside: Listing['outside'][number][] = [];
  const differing: Listing['differing'][number][] = [];
  for (const [index, { id = String(index + 1), inputs, expected }] of parsed.data.entries()) {
    const scored = scoreCase(rule, inputs);
    if ('outside' in scored) outside.push({ case: id, outside: scored.outside });
    else {
      const differs = differences(rule, expected, scored.figures);
      if (differs.length) differing.push({ case: id, differs });
    }
  }
  const cases = parsed.data.length;
  return { rule, cases, agree: cases - outside.length - differing.length, differing, outside };
}

/** Whether a rule of this id can be asked for its figures. */
export const isScored = (rule: string): boolean => Object.hasOwn(SCORES, rule);
