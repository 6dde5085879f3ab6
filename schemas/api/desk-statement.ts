import { z } from 'zod';
import { Instant, Sha256 } from '../input.ts';
import { Bilingual, FindingState } from '../result.ts';
import { ResultPath } from './desk-parts.ts';
import { json, type Route } from './route.ts';

const text = z.string().min(1);

export const Verdict = z.enum(['agrees', 'disagrees', 'corrects']);
export type Verdict = z.infer<typeof Verdict>;

/** Why a human does not follow the program; `other` needs words of his own. */
export const StatementReason = z.enum([
  'not-on-image',
  'missed-by-ai',
  'other-finding-explains',
  'artefact',
  'image-quality',
  'wrong-side',
  'wrong-patient',
  'known-before',
  'clinically-unlikely',
  'other',
]);
export type StatementReason = z.infer<typeof StatementReason>;

const Side = z.enum(['L', 'R', 'both']);

/** What is signed. `disagrees` and `corrects` need a reason, `corrects` what it should say. */
export const StatementBody = z
  .strictObject({
    version: z.number().int().positive(),
    /** What was on the screen when it was signed; another content under the same version is refused. */
    contentHash: Sha256,
    verdict: Verdict,
    reason: z.strictObject({ code: StatementReason, words: z.string().trim().min(1).max(2000).optional() }).optional(),
    /** What the signer sees himself: a state other than `not-assessed`, and on which side. */
    corrected: z
      .strictObject({
        state: FindingState.exclude(['not-assessed']).optional(),
        side: Side.optional(),
        words: z.string().trim().min(1).max(2000).optional(),
      })
      .optional(),
  })
  .refine(({ verdict, reason }) => verdict === 'agrees' || reason !== undefined, {
    path: ['reason'],
    message: 'a reason is needed',
  })
  .refine(({ reason }) => reason?.code !== 'other' || reason.words !== undefined, {
    path: ['reason', 'words'],
    message: 'words are needed',
  })
  .refine(({ verdict, corrected }) => (verdict === 'corrects') === (corrected !== undefined), {
    path: ['corrected'],
    message: 'what it should say, for a correction alone',
  })
  .refine(({ corrected }) => corrected === undefined || Object.keys(corrected).length > 0, {
    path: ['corrected'],
    message: 'a state, a side or words',
  });
export type StatementBody = z.infer<typeof StatementBody>;

/** A signed statement of a human on a result. It stands beside the result and never changes it (contract 9). */
export const DeskStatement = z.strictObject({
  id: text,
  verdict: Verdict,
  verdictInWords: Bilingual,
  reason: z.strictObject({ code: StatementReason, title: Bilingual, words: text.optional() }).optional(),
  corrected: z
    .strictObject({
      state: FindingState.exclude(['not-assessed']).optional(),
      side: Side.optional(),
      words: text.optional(),
    })
    .optional(),
  by: z.strictObject({ id: text, name: text.optional(), role: text, roleInWords: Bilingual, staff: text.optional() }),
  /** By the region's clock. */
  at: Instant,
  /** What exactly was shown to him. */
  shown: z.strictObject({ version: z.number().int().positive(), contentHash: Sha256 }),
  /** A newer version says something else by now: it was not shown to the signer. */
  overtaken: z.boolean(),
  /** Signed by the reader himself. */
  own: z.boolean(),
  /** Others signed another verdict on the same version: both stand. */
  disputed: z.boolean(),
  /** SHA-256 of the sealed statement in the audit bucket. */
  seal: Sha256,
});
export type DeskStatement = z.infer<typeof DeskStatement>;

export const StatementAnswer = z.strictObject({
  statement: DeskStatement,
  /** The very same had been signed before: nothing was stored. */
  repeat: z.literal(true).optional(),
});
export type StatementAnswer = z.infer<typeof StatementAnswer>;

export const DESK_STATEMENT_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/desk-api/results/{record}/{resultId}/statement',
    function: 'desk',
    operationId: 'deskStatement',
    summary:
      'Agrees, disagrees with a reason, or corrects: a signed statement, kept beside the result and sealed. The same again is the same statement; one on an overtaken version is kept and says so.',
    parameters: ResultPath,
    json: StatementBody,
    success: json(200, StatementAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
];
