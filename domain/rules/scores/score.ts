import type { z } from 'zod';

/** Figures of a rule in the names of published test cases; a list is an interval, null says that there is none. */
export type Figures = Readonly<Record<string, number | string | boolean | readonly number[] | Parts | null>>;

/** What each part of a score came to, by the name of the part. */
export type Parts = Readonly<Record<string, number | boolean>>;

/** A case outside the population of the rule has no figures: the reason instead. */
export type Scored = { readonly figures: Figures } | { readonly outside: string };

/** A rule as a calculator: published inputs in, published figures out, without a chart. */
export type Score = {
  readonly inputs: z.ZodType;
  /** An example that runs, shown by `oka score --help`. */
  readonly example: unknown;
  readonly score: (inputs: unknown) => Scored;
  /** Words of publications for one answer → our word, lower case; compared as what they mean. */
  readonly words?: Readonly<Record<string, string>>;
  /** Names under which publications give a figure → our name for it. */
  readonly names?: Readonly<Record<string, string>>;
};

/** Ties the shape of the inputs to the function that takes them. */
export const scoreOf = <S extends z.ZodType>(
  inputs: S,
  example: z.input<S>,
  score: (inputs: z.output<S>) => Scored,
  wording: Pick<Score, 'words' | 'names'> = {},
): Score => ({ inputs, example, score: (given) => score(given as z.output<S>), ...wording });
