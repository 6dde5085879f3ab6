import { useRef, useState } from 'preact/hooks';
import type { DeskChart, TimelineKind } from '../../schemas/api/desk-chart.ts';
import { useGet } from '../api/use-get.ts';
import type { PageProps } from '../pages.ts';
import { linkTo } from '../router/match.ts';
import { Empty, Failed, Loading, Offline } from '../ui/states.tsx';
import { useWords } from '../words/use-words.tsx';
import { Card } from './card.tsx';
import { Kinds } from './kinds.tsx';
import { chartPath } from './place.ts';
import { Timeline } from './timeline.tsx';
import { CHART } from './words.ts';

/**
 * A patient's chart: what asks for a decision now, then everything by date, a page at a time. While another page of it comes,
 * or does not, the one that was there stays, marked as old, with its controls and the focus on them.
 */
export default function ChartPage({ params, query }: PageProps) {
  const { t } = useWords();
  const record = params.record ?? '';
  const [kinds, setKinds] = useState<readonly TimelineKind[]>([]);
  // Each step into the past, so that one can go back; a chart of years is never whole in the page.
  const [past, setPast] = useState<readonly string[]>([]);
  const got = useGet<DeskChart>(chartPath(record, { kinds, before: past.at(-1) }));
  const last = useRef<DeskChart>(undefined);
  if (got.state !== 'loading' && got.data !== undefined) last.current = got.data;
  const chart = last.current;
  return (
    <article class="chart">
      <h1>{t(CHART.title)}</h1>
      {got.state === 'loading' && <Loading />}
      {got.state === 'failed' && <Failed refusal={got.refusal} retry={got.refresh} />}
      {got.state === 'offline' && <Offline since={got.since} at={got.at} />}
      {chart && (
        <div class={got.state === 'ready' ? 'now' : 'old'}>
          {chart.hiddenRecords > 0 && <p class="badge warning">{t(CHART.hidden, { n: chart.hiddenRecords })}</p>}
          {chart.unreconciled > 0 && (
            <p class="badge warning">
              {t(CHART.unreconciled, { n: chart.unreconciled })}{' '}
              <a href={linkTo('/reconcile')}>{t(CHART.toReconcile)}</a>
            </p>
          )}
          {past.length === 0 && <Cards chart={chart} refresh={got.refresh} />}
          <section aria-labelledby="timeline">
            <h2 id="timeline">{t(CHART.timeline)}</h2>
            <Kinds
              counts={chart.counts}
              chosen={kinds}
              choose={(next) => {
                setKinds(next);
                setPast([]);
              }}
            />
            <Timeline chart={chart} sought={query.get('fact') ?? undefined} isFiltered={kinds.length > 0} />
            <Steps chart={chart} past={past} go={setPast} />
          </section>
        </div>
      )}
    </article>
  );
}

function Cards({ chart, refresh }: { chart: DeskChart; refresh: () => void }) {
  const { t } = useWords();
  return (
    <section aria-labelledby="cards">
      <h2 id="cards">{t(CHART.cards)}</h2>
      {chart.cards.length === 0 && <Empty>{t(CHART.noCards)}</Empty>}
      {chart.cards.map((card) => (
        <Card key={card.resultId} card={card} may={chart.may.order} refresh={refresh} />
      ))}
      {chart.cardsMore > 0 && <p class="soft">{t(CHART.cardsMore, { n: chart.cardsMore })}</p>}
    </section>
  );
}

type StepsProps = { chart: DeskChart; past: readonly string[]; go: (past: readonly string[]) => void };

/** Older, and back to the newest; at the end it is said that this is the beginning. */
function Steps({ chart: { before, timeline }, past, go }: StepsProps) {
  const { t } = useWords();
  return (
    <p class="buttons">
      {past.length > 0 && (
        <button type="button" onClick={() => go([])}>
          {t(CHART.newest)}
        </button>
      )}
      {before === undefined ? (
        timeline.length > 0 && <span class="soft">{t(CHART.beginning)}</span>
      ) : (
        <button
          type="button"
          onClick={() => {
            if (past.at(-1) !== before) go([...past, before]);
            document.getElementById('timeline')?.scrollIntoView();
          }}
        >
          {t(CHART.older)}
        </button>
      )}
    </p>
  );
}
