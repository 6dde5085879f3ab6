import type { DeskResult } from '../../schemas/api/desk-result.ts';
import { AiMark, Badge } from '../ui/badge.tsx';
import { useWords } from '../words/use-words.tsx';
import { RESULT } from './words.ts';

const VERDICT = {
  agrees: RESULT.agrees,
  disagrees: RESULT.disagrees,
  'not-comparable': RESULT.notComparable,
} as const;

/** The radiologist's report beside what the AI says; a disagreement is shown to both (contract 9). */
export function Report({ result }: { result: DeskResult }) {
  const { t } = useWords();
  const { agreement, finding } = result;
  if (finding === undefined) return null;
  return (
    <section aria-labelledby="report">
      <h2 id="report">{t(RESULT.report)}</h2>
      {agreement === undefined ? (
        <p class="state empty">{t(RESULT.noReport)}</p>
      ) : (
        <>
          <p>
            <Badge kind={agreement.verdict === 'disagrees' ? 'critical' : 'info'}>
              {t(VERDICT[agreement.verdict])}
            </Badge>{' '}
            {t(agreement.words)}
          </p>
          <dl class="beside">
            <div>
              <dt>
                {t(RESULT.aiSays)} <AiMark />
              </dt>
              <dd>
                {t(finding.title)}: {t(finding.stateInWords)}
              </dd>
            </div>
            <div>
              <dt>{t(RESULT.reportSays)}</dt>
              <dd>{t(agreement.reportSays)}</dd>
            </div>
          </dl>
        </>
      )}
    </section>
  );
}
