import type { RefObject } from 'preact';
import type { DeskFinding, DeskResult } from '../../schemas/api/desk-result.ts';
import { AiMark, FindingBadge } from '../ui/badge.tsx';
import { WithTime } from '../ui/with-time.tsx';
import { useWords } from '../words/use-words.tsx';
import { scoreShown } from './score.ts';
import { MODEL, RESULT } from './words.ts';

const SIDES = { L: RESULT.left, R: RESULT.right } as const;

/** What the result says, in words; of a withdrawn one only what it had said, struck through. */
export function Says({ result, sectionRef }: { result: DeskResult; sectionRef: RefObject<HTMLElement | null> }) {
  const { t } = useWords();
  const { finding, advice, kind, ai, state, sentence, lines, sourceTime } = result;
  const title = kind === 'finding' ? RESULT.finding : kind === 'advice' ? RESULT.advice : RESULT.device;
  const isWithdrawn = state === 'withdrawn';
  return (
    <section class="says" ref={sectionRef} aria-labelledby="says">
      <h2 id="says">{t(isWithdrawn ? RESULT.withdrawnSaid : title)}</h2>
      {ai && (
        <p class="marks">
          <AiMark /> <span class="soft">{t(RESULT.preliminary)}</span>
        </p>
      )}
      {isWithdrawn ? (
        <p>
          <s>{t(sentence)}</s>
        </p>
      ) : finding ? (
        <FindingSays finding={finding} />
      ) : (
        <>
          <p class="sentence">{t(sentence)}</p>
          {advice ? (
            <AdviceSays advice={advice} />
          ) : (
            lines.filter(({ en }) => en !== sentence.en).map((line) => <p key={line.en}>{t(line)}</p>)
          )}
        </>
      )}
      <p class="soft">
        <WithTime words={RESULT.sourceTime} at={sourceTime} />
      </p>
    </section>
  );
}

function FindingSays({ finding }: { finding: DeskFinding }) {
  const { t, language } = useWords();
  const { title, state, reason, basisInWords, incomplete, side, probability, thresholds } = finding;
  return (
    <>
      <p class="sentence">
        {t(title)}: <FindingBadge state={state} />
      </p>
      {reason && (
        <p>
          <b>{t(RESULT.why)}:</b> {t(reason)}
        </p>
      )}
      {incomplete && <p class="badge warning">{t(RESULT.incomplete)}</p>}
      <dl>
        <dt>{t(RESULT.basis)}</dt>
        <dd>{t(basisInWords)}</dd>
        {side && (
          <>
            <dt>{t(RESULT.side)}</dt>
            <dd>{t(SIDES[side])}</dd>
          </>
        )}
        {probability !== undefined && (
          <>
            <dt>{t(RESULT.score)}</dt>
            <dd>{scoreShown(probability, language)}</dd>
          </>
        )}
        {probability !== undefined && thresholds && (
          <>
            <dt>{t(MODEL.thresholds)}</dt>
            <dd>{t(thresholds.inWords)}</dd>
          </>
        )}
      </dl>
    </>
  );
}

function AdviceSays({ advice }: { advice: NonNullable<DeskResult['advice']> }) {
  const { t } = useWords();
  const { action, detail, rule, missing, sources } = advice;
  return (
    <>
      <p>
        <b>{t(RESULT.action)}:</b> {t(action)}
      </p>
      {missing.length > 0 && (
        <p>
          <b>{t(RESULT.missing)}:</b> {missing.map((one) => t(one)).join('; ')}
        </p>
      )}
      <details>
        <summary>{t(RESULT.detail)}</summary>
        <p class="lines">{t(detail)}</p>
        <p class="soft">{t(RESULT.rule, rule)}</p>
        {sources.length > 0 && (
          <>
            <h3>{t(RESULT.sources)}</h3>
            <ul>
              {sources.map(({ cite, doi }) => (
                <li key={cite}>
                  {cite}
                  {doi && ` doi:${doi}`}
                </li>
              ))}
            </ul>
          </>
        )}
      </details>
    </>
  );
}
