import { z } from 'zod';

/** Yes or no, as published cases write it: true, false, 1 or 0. */
export const Flag = z.union([z.boolean(), z.literal(0).transform(() => false), z.literal(1).transform(() => true)]);

/** The value and unit of the source before it was converted: for the reader of the case, not for the rule. */
export const Raw = z.tuple([z.number(), z.string()]).optional();

export const ADULT_YEARS = 18;
