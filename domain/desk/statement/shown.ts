import type { DeskStatement } from '../../../schemas/api/desk-statement.ts';
import type { Result } from '../../../schemas/result.ts';
import type { SignedStatement } from '../../../schemas/signed-statement.ts';
import { REASON_WORDS } from '../../../schemas/statement-words.ts';
import type { Kept } from './resource.ts';
import { ROLE_WORDS, VERDICT_WORDS } from './words.ts';

/** Who signs by which issuer: two issuers may call two people by one name. */
const signerOf = ({ by, session }: SignedStatement): string => JSON.stringify([session.iss, by.id]);

/** Statements of one result in the order in which they were signed, all of them: nobody's is hidden by another's. */
export const inOrder = (kept: readonly Kept[], resultId: string): Kept[] =>
  kept
    .filter(({ statement }) => statement.resultId === resultId)
    .toSorted((a, b) => (placeOf(a.statement) < placeOf(b.statement) ? -1 : 1));

const placeOf = ({ at, id }: SignedStatement): string => `${at} ${id}`;

/**
 * Statements as the page shows them. `overtaken`: the result says something else by now. `disputed`: the last word of another
 * signer on the same version is another verdict; both stand side by side.
 */
export function deskStatements(
  kept: readonly Kept[],
  result: Pick<Result, 'resultId' | 'version' | 'contentHash'>,
  reader: { readonly id: string; readonly iss: string | undefined },
): DeskStatement[] {
  const ordered = inOrder(kept, result.resultId);
  const last = new Map(ordered.map(({ statement }) => [`${signerOf(statement)} ${statement.version}`, statement]));
  return ordered.map(({ statement, seal }) => {
    const { id, verdict, reason, corrected, by, at, version, contentHash, session } = statement;
    const others = [...last.values()].filter(
      (one) => one.version === version && signerOf(one) !== signerOf(statement) && one.verdict !== verdict,
    );
    const title = reason && REASON_WORDS[reason.code];
    return {
      ...{ id, verdict, verdictInWords: VERDICT_WORDS[verdict] },
      ...(reason && title ? { reason: { ...reason, title } } : {}),
      ...(corrected ? { corrected } : {}),
      by: { ...by, roleInWords: ROLE_WORDS[by.role] ?? { ru: by.role, en: by.role } },
      at,
      shown: { version, contentHash },
      overtaken: version !== result.version,
      own: by.id === reader.id && session.iss === reader.iss,
      disputed: others.length > 0,
      seal,
    };
  });
}
