import type { DeskResult } from '../../schemas/api/desk-result.ts';
import type { StatementBody, StatementReason, Verdict } from '../../schemas/api/desk-statement.ts';

type State = NonNullable<NonNullable<StatementBody['corrected']>['state']>;
type Side = NonNullable<NonNullable<StatementBody['corrected']>['side']>;

/** What a physician has typed so far; `of` is the version he had before his eyes when he began. */
export type StatementDraft = {
  readonly of?: { readonly version: number; readonly contentHash: string };
  readonly verdict?: Verdict;
  readonly reason?: StatementReason;
  readonly words: string;
  readonly state?: State;
  readonly side?: Side;
  readonly correctedWords: string;
};
export const EMPTY_STATEMENT: StatementDraft = { words: '', correctedWords: '' };

export const isEmptyDraft = ({ verdict, words, correctedWords }: StatementDraft): boolean =>
  verdict === undefined && words === '' && correctedWords === '';

export type Need = 'verdict' | 'reason' | 'words' | 'correction';

/**
 * What would be signed, word for word, or what is missing for it. The rules are those of `StatementBody`: a reason for every
 * verdict but agreement, words for the reason "other", something said for a correction.
 */
export function statementOf(
  draft: StatementDraft,
  shown: Pick<DeskResult, 'version' | 'contentHash'>,
): { readonly body: StatementBody } | { readonly needs: readonly Need[] } {
  const { verdict, reason, state, side } = draft;
  if (verdict === undefined) return { needs: ['verdict'] };
  const { version, contentHash } = draft.of ?? shown;
  if (verdict === 'agrees') return { body: { version, contentHash, verdict } };
  const words = draft.words.trim();
  const correctedWords = draft.correctedWords.trim();
  const isCorrection = verdict === 'corrects';
  const corrected = {
    ...(state === undefined ? {} : { state }),
    ...(side === undefined ? {} : { side }),
    ...(correctedWords === '' ? {} : { words: correctedWords }),
  };
  const needs: Need[] = [];
  if (reason === undefined) needs.push('reason');
  if (reason === 'other' && words === '') needs.push('words');
  if (isCorrection && Object.keys(corrected).length === 0) needs.push('correction');
  if (reason === undefined || needs.length > 0) return { needs };
  return {
    body: {
      version,
      contentHash,
      verdict,
      reason: { code: reason, ...(words === '' ? {} : { words }) },
      ...(isCorrection ? { corrected } : {}),
    },
  };
}
