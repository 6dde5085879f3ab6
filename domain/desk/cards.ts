import type { DeskCard } from '../../schemas/api/desk-chart.ts';
import type { Delivery } from '../../schemas/delivery.ts';
import type { Advice, Bilingual, Result } from '../../schemas/result.ts';
import { unacknowledged } from '../appointments/open.ts';
import { isOfAi, sentenceOf } from './sentence.ts';

/** A chart shows so many; what is critical is never cut. */
const MOST_CARDS = 12;

const LOOK: Bilingual = {
  en: 'Look at the film and the patient; ask for its report.',
  ru: 'Посмотрите снимок и пациента; попросите описать снимок.',
};
const DISAGREE: Bilingual = {
  en: 'AI and radiologist disagree: look at film and report; in doubt ask for a second reading.',
  ru: 'ИИ и рентгенолог расходятся: посмотрите снимок и заключение; при сомнении – второе мнение.',
};

const RANK = { critical: 0, warning: 1, info: 2 } as const;

export type CardInput = { readonly results: readonly Result[]; readonly deliveries: readonly Delivery[] };
/** A card before its facts and orders are read. */
export type CardDraft = Pick<DeskCard, 'summary' | 'action' | 'sources' | 'rule' | 'unacknowledgedSince'> & {
  readonly result: Result;
};

/** What is advised of the patient now and calls for something, the gravest first; `more`: how many are not among them. */
export function cardsOf({ results, deliveries }: CardInput): { readonly cards: CardDraft[]; readonly more: number } {
  const waiting = new Map(unacknowledged({ results, deliveries }).map(({ result, since }) => [result.resultId, since]));
  const drafts = results.flatMap((result): CardDraft[] => {
    const said = saidBy(result);
    const since = waiting.get(result.resultId);
    return said === undefined
      ? []
      : [{ ...said, result, ...(since === undefined ? {} : { unacknowledgedSince: since }) }];
  });
  drafts.sort(
    (a, b) => RANK[a.result.severity] - RANK[b.result.severity] || (a.result.sourceTime > b.result.sourceTime ? -1 : 1),
  );
  const critical = drafts.filter(({ result }) => result.severity === 'critical').length;
  const shown = drafts.slice(0, Math.max(MOST_CARDS, critical));
  return { cards: shown, more: drafts.length - shown.length };
}

function saidBy(result: Result): Pick<DeskCard, 'summary' | 'action' | 'sources' | 'rule'> | undefined {
  const { content, state, agreement } = result;
  if (state !== 'current') return undefined;
  if (content.kind === 'advice') {
    const { summary, action, sources, rule } = content;
    return isNotComputable(content) ? undefined : { summary, action, sources, rule };
  }
  if (!isOfAi(result) || content.kind !== 'finding') return undefined;
  const disagrees = agreement?.verdict === 'disagrees';
  // Where the radiologist has said the same, his report stands.
  if (!disagrees && (content.state !== 'present' || agreement !== undefined)) return undefined;
  return { summary: sentenceOf(result), action: disagrees ? DISAGREE : LOOK, sources: [] };
}

/** "Not computable, data are missing" stands in the record; nobody decides it here. */
const isNotComputable = ({ severity, score, missing }: Advice): boolean =>
  severity === 'info' && score === undefined && missing.length > 0;
