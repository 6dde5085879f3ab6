import { useState } from 'preact/hooks';
import type { DeskCard } from '../../schemas/api/desk-chart.ts';
import { FactList } from '../result/facts.tsx';
import { linkTo } from '../router/match.ts';
import { AiMark, SeverityBadge } from '../ui/badge.tsx';
import { WithTime } from '../ui/with-time.tsx';
import { useWords } from '../words/use-words.tsx';
import { Override } from './override.tsx';
import { SignOrders } from './sign-order.tsx';
import { CHART } from './words.ts';
import { OVERRIDE } from './words-override.ts';

/** One matter to decide: what it is, what to do, what it rests on, and the orders that are ready. */
export function Card({ card, may, refresh }: { card: DeskCard; may: boolean; refresh: () => void }) {
  const { t } = useWords();
  const { record, resultId, version, severity, ai, summary, action, facts, sources, rule, suggestions } = card;
  const [isOverriding, setOverriding] = useState(false);
  const [isRecorded, setRecorded] = useState(false);
  const link = linkTo('/patient/:record/result/:resultId', { record, resultId });
  return (
    <section class={`card ${severity}`}>
      <h3>
        <SeverityBadge severity={severity} /> {ai && <AiMark />} <a href={link}>{t(summary)}</a>
      </h3>
      {card.unacknowledgedSince && (
        <p>
          <b class="late">
            <WithTime words={CHART.unacknowledged} at={card.unacknowledgedSince} />
          </b>
        </p>
      )}
      <p>{t(action)}</p>
      <SignOrders suggestions={suggestions} of={{ record, resultId, version }} may={may} refresh={refresh} />
      <details>
        <summary>{t(CHART.facts)}</summary>
        <FactList facts={facts} />
        {sources.length > 0 && (
          <p class="soft">
            {t(CHART.sources)}: {sources.map(({ cite, doi }) => (doi ? `${cite} doi:${doi}` : cite)).join('; ')}
          </p>
        )}
        {rule && <p class="soft">{t(CHART.rule, rule)}</p>}
      </details>
      <p class="buttons">
        <a class="button" href={link}>
          {t(CHART.open)}
        </a>
        {ai ? (
          <a class="button quiet" href={`${link}?say=disagrees`}>
            {t(CHART.override)}
          </a>
        ) : (
          <button type="button" onClick={() => setOverriding(true)}>
            {t(CHART.override)}
          </button>
        )}
      </p>
      {isRecorded && (
        <p role="status">
          <b>{t(OVERRIDE.kept)}</b>
        </p>
      )}
      {isOverriding && (
        <Override
          card={card}
          close={() => setOverriding(false)}
          kept={() => {
            setOverriding(false);
            setRecorded(true);
            refresh();
          }}
        />
      )}
    </section>
  );
}
