import { z } from 'zod';
import { ERRORS, type ErrorCode } from '../../schemas/errors.ts';
import { Instant } from '../../schemas/input.ts';

/** A message that was taken (`input`), or what became of one (`end`; it has no bytes of its own). */
export const KINDS = { input: 1, end: 2 } as const;

/** Where a message came from. */
export const Origin = z.object({
  /** First acceptance; travels with the message (contract 3). */
  acceptedAt: Instant,
  /** Which listener took it: `mllp`. */
  by: z.string(),
  address: z.string(),
  certificate: z.object({ fingerprint: z.string(), subject: z.string() }).optional(),
});
export type Origin = z.infer<typeof Origin>;

/** `drained`: the region has accepted it. `refused`: the region will never take it as it is. */
export const End = z.object({
  at: Instant,
  end: z.enum(['drained', 'refused']),
  code: z.custom<ErrorCode>((code) => typeof code === 'string' && Object.hasOwn(ERRORS, code)).optional(),
});
export type End = z.infer<typeof End>;
