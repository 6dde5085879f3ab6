import { z } from 'zod';
import { StatementReason, Verdict } from './api/desk-statement.ts';
import { DerivedId } from './chart.ts';
import { Instant, Sha256 } from './input.ts';

/** Coding system of a statement's Observation; its code is `ai-result`. */
export const STATEMENT_SYSTEM = 'https://oka.health/fhir/statement';
export const STATEMENT_CODE = 'ai-result';
/** Extension of that Observation: the SignedStatement as JSON, as it was sealed. */
export const STATEMENT_EXTENSION = 'https://oka.health/fhir/signed-statement';
/** Extension of that Observation: SHA-256 of the sealed bytes in the audit bucket. */
export const SEAL_EXTENSION = 'https://oka.health/fhir/seal';

/**
 * What a human signed of a result (docs/decisions/signed-statements.md): who, by which sign-in, when by the region's clock, and
 * what exactly was before him. It stands beside the result and changes neither it nor its status (contract 9).
 */
export const SignedStatement = z.strictObject({
  id: DerivedId,
  record: DerivedId,
  /** What was shown. */
  resultId: Sha256,
  version: z.number().int().positive(),
  contentHash: Sha256,
  producer: z.string(),
  producerVersion: z.string(),
  verdict: Verdict,
  reason: z.strictObject({ code: StatementReason, words: z.string().optional() }).optional(),
  corrected: z
    .strictObject({
      state: z.enum(['present', 'absent', 'indeterminate']).optional(),
      side: z.enum(['L', 'R', 'both']).optional(),
      words: z.string().optional(),
    })
    .optional(),
  by: z.strictObject({
    id: z.string().min(1),
    name: z.string().optional(),
    /** The role in which he signs. */
    role: z.string().min(1),
    staff: z.string().optional(),
  }),
  /** The token by which he spoke: issuer, its name for the token, when he proved who he is. */
  session: z.strictObject({ iss: z.string(), jti: z.string(), authTime: z.iso.datetime().optional() }),
  at: Instant,
  /** His statement on the same result before this one. */
  after: DerivedId.optional(),
});
export type SignedStatement = z.infer<typeof SignedStatement>;
