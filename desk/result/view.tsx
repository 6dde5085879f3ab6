import { useRef, useState } from 'preact/hooks';
import type { DeskResult } from '../../schemas/api/desk-result.ts';
import { linkTo } from '../router/match.ts';
import { AiMark, SeverityBadge } from '../ui/badge.tsx';
import { useWords } from '../words/use-words.tsx';
import { Acknowledge } from './acknowledge.tsx';
import { Facts } from './facts.tsx';
import { useHeld } from './held.ts';
import { ModelCard } from './model-card.tsx';
import { NewerCame } from './newer.tsx';
import { OpenedStudy } from './opened-study.tsx';
import { Picture } from './picture.tsx';
import { Report } from './report.tsx';
import { Says } from './says.tsx';
import { Statements } from './statements.tsx';
import { useMarkRead } from './use-mark-read.ts';
import { Versions } from './versions.tsx';
import { Way } from './way.tsx';
import { RESULT } from './words.ts';

export type ViewProps = {
  latest: DeskResult;
  path: string;
  refresh: () => void;
  fresh: boolean;
  /** The verdict that somebody came to give. */
  begin: string | undefined;
};

/** The result as it stands on the screen, part by part; the mark of an unconfirmed AI stays in sight at every scroll. */
export function ResultView({ latest, path, refresh, fresh, begin }: ViewProps) {
  const { t } = useWords();
  const { shown, newer, take } = useHeld(latest);
  const says = useRef<HTMLElement>(null);
  const notMarked = useMarkRead(says, { result: shown, path, refresh, fresh });
  const of = { record: shown.record, resultId: shown.resultId };
  const [isOpened, setOpened] = useState(false);
  const isWithdrawn = shown.state === 'withdrawn';
  return (
    <article class="result">
      {newer && <NewerCame shown={shown} newer={newer} take={take} />}
      {isWithdrawn && (
        <div class="withdrawn" role="alert">
          <p>
            <b>{t(RESULT.withdrawn)}.</b> {t(RESULT.withdrawnWhat)}
          </p>
        </div>
      )}
      <header class="result-head">
        <h1>{t(shown.title)}</h1>
        <p class="marks">
          {!isWithdrawn && <SeverityBadge severity={shown.severity} />}
          <span class="soft">{t(RESULT.version, { version: shown.version })}</span>
          <a href={linkTo('/patient/:record', of)}>{t(RESULT.chart)}</a>
          <a href={linkTo('/patient/:record/result/:resultId/trace', of)}>{t(RESULT.trace)}</a>
        </p>
      </header>
      {shown.image && isOpened && (
        <OpenedStudy image={shown.image} finding={shown.finding} close={() => setOpened(false)} />
      )}
      <div class="result-parts">
        <div>
          <Says result={shown} sectionRef={says} />
          {!isWithdrawn && (
            <Acknowledge
              result={shown}
              path={path}
              refresh={refresh}
              isOvertaken={newer !== undefined}
              begins={begin === 'acknowledge'}
            />
          )}
          <Facts result={shown} />
          {shown.finding?.card && <ModelCard card={shown.finding.card} />}
        </div>
        <div>
          {shown.image && !isOpened && (
            <Picture image={shown.image} record={shown.record} open={() => setOpened(true)} />
          )}
          <Report result={shown} />
          <Statements result={shown} path={path} newer={newer} refresh={refresh} begin={begin} />
          <Way result={shown} notMarked={notMarked} />
          <Versions result={shown} />
        </div>
      </div>
      {(shown.ai || isWithdrawn) && (
        <p class="result-mark">
          {isWithdrawn && <b class="badge critical">{t(RESULT.withdrawn)}</b>}
          {shown.ai && <AiMark />}
          <span>
            {t(shown.finding?.title ?? shown.title)}
            {shown.finding && !isWithdrawn ? `: ${t(shown.finding.stateInWords)}` : ''}
          </span>
        </p>
      )}
    </article>
  );
}
